"""The runs of the ladders for an incident: what fired, whom it reached, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tocsin.records.models import Delivery, Escalation, Incident, StepFiring


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One person a step tried to reach. `code` is R-017 or FP-0231, never a name."""

    id: UUID
    purpose: str
    code: str
    base: str
    function: str
    gateway: str
    state: str
    n_tries: int
    sent_at: datetime | None
    delivered_at: datetime | None
    due_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class FiredStep:
    round: int
    step: int
    due_at: datetime
    fired_at: datetime
    reason: str
    n_skipped: int
    deliveries: tuple[DeliveryLine, ...]


@dataclass(frozen=True, slots=True)
class RunLine:
    id: UUID
    audience: str
    ladder: str
    version: int
    priority: str
    state: str
    round: int
    step: int
    started_at: datetime
    next_step_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_until: datetime | None
    acknowledged_by: str
    decision: str
    decided_at: datetime | None
    departed_at: datetime | None
    fed_back_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    fired: tuple[FiredStep, ...]

    @property
    def is_live(self) -> bool:
        return self.ended_at is None


def run_lines(incident: Incident) -> list[RunLine]:
    """Return the runs of an incident, the latest first."""
    runs = (
        Escalation.objects.filter(incident=incident)
        .select_related("version__ladder")
        .prefetch_related("acknowledgements__responder__base", "acknowledgements__user")
        .order_by("-started_at")
    )
    steps = _steps(incident)
    return [_run(run, steps.get(run.pk, [])) for run in runs]


def told(incident: Incident) -> list[DeliveryLine]:
    """Return all we sent about an incident outside its ladders, newest first."""
    rows = _deliveries(incident).filter(notification__firing=None)
    return [_delivery(row) for row in rows.order_by("-created_at")]


def _steps(incident: Incident) -> dict[UUID, list[FiredStep]]:
    by_firing: dict[UUID, list[DeliveryLine]] = {}
    for row in _deliveries(incident).exclude(notification__firing=None).order_by("created_at"):
        firing = row.notification.firing_id
        if firing is not None:
            by_firing.setdefault(firing, []).append(_delivery(row))
    steps: dict[UUID, list[FiredStep]] = {}
    for one in StepFiring.objects.filter(escalation__incident=incident).order_by("fired_at"):
        steps.setdefault(one.escalation_id, []).append(
            FiredStep(
                round=one.round,
                step=one.step,
                due_at=one.due_at,
                fired_at=one.fired_at,
                reason=one.reason,
                n_skipped=len(one.skipped),
                deliveries=tuple(by_firing.get(one.pk, ())),
            )
        )
    return steps


def _deliveries(incident: Incident) -> QuerySet[Delivery]:
    return Delivery.objects.filter(notification__incident=incident).select_related(
        "notification", "responder__base", "focal_point", "addressee", "gateway"
    )


def _delivery(row: Delivery) -> DeliveryLine:
    person = row.responder
    return DeliveryLine(
        id=row.pk,
        purpose=row.notification.purpose,
        code=_code(row),
        base=person.base.name if person else "",
        function=row.function,
        gateway=row.gateway.title if row.gateway else "",
        state=row.state,
        n_tries=row.n_tries,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        due_at=row.due_at,
        failure=row.failure,
    )


def _code(row: Delivery) -> str:
    """Return whom it is to: the code of a person, or the short name of an addressee."""
    known = row.responder or row.focal_point
    if known:
        return known.code
    return row.addressee.slug if row.addressee else ""


def _run(run: Escalation, fired: list[FiredStep]) -> RunLine:
    held = [one for one in run.acknowledgements.all() if one.ended_at is None]
    last = max(held, key=lambda one: one.at, default=None)
    by = ""
    if last and last.responder:
        by = f"{last.responder.code} {last.responder.base.name}"
    elif last and last.user:
        by = last.user.name
    return RunLine(
        id=run.pk,
        audience=run.audience,
        ladder=run.version.ladder.title,
        version=run.version.number,
        priority=run.priority,
        state=run.state,
        round=run.round,
        step=run.step,
        started_at=run.started_at,
        next_step_at=run.next_step_at,
        acknowledged_at=run.acknowledged_at,
        acknowledged_until=run.acknowledged_until,
        acknowledged_by=by,
        decision=run.decision,
        decided_at=run.decided_at,
        departed_at=run.departed_at,
        fed_back_at=run.fed_back_at,
        ended_at=run.ended_at,
        end_reason=run.end_reason,
        fired=tuple(fired),
    )
