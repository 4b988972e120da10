"""A person takes an incident, gives it back, decides: by SMS, on the page, through the API."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.debts import owe_first_news
from tocsin.actions.delivery import cancel_pages
from tocsin.actions.incidents_open import still_open
from tocsin.actions.live_runs import (
    answerable_runs,
    keep,
    lapse_acknowledgements,
    live_runs,
    rung_of,
)
from tocsin.actions.response import open_response
from tocsin.actions.runs import KEPT, ladder_of, put, run_of
from tocsin.actions.sheet import Sheet
from tocsin.domain.escalation_changes import (
    Lapse,
    after_acknowledgement,
    after_decision,
    after_lapse,
)
from tocsin.domain.words import DecisionKind, EscalationState, ResponseState
from tocsin.records.models import (
    Acknowledgement,
    Decision,
    Delivery,
    Escalation,
    Incident,
    Responder,
    User,
)
from tocsin.records.updating import update_all


@transaction.atomic
def acknowledge(incident: Incident, *, by: User | Responder, at: datetime, via: str) -> list[str]:
    """Take an incident: paging stops, the decide clock runs. Returns the reasons, as codes.

    Saying it twice holds it longer. Where a rung wants several people, paging goes on until they
    have spoken. Raises Problem for an incident that is closed or merged.
    """
    incident = still_open(incident)
    sheet = Sheet(at=at, by=by)
    reasons: list[str] = []
    rows = live_runs(incident)
    for row in rows:
        reasons += _take(sheet, row, by=by, via=via)
    update_all(rows, KEPT)
    sheet.note("incident.acknowledged", incident, incident=incident, via=via, reasons=reasons)
    sheet.announce(f"incident:{incident.number}", "wake:clock")
    sheet.write()
    if any(row.state == EscalationState.ACKNOWLEDGED for row in rows):
        cancel_pages(incident.pk, at=at)
    return reasons


@transaction.atomic
def withdraw_acknowledgement(incident: Incident, *, by: User | Responder, at: datetime) -> None:
    """Give an incident back: the next rung is paged at once."""
    incident = still_open(incident)
    sheet = Sheet(at=at, by=by)
    rows = live_runs(incident)
    for row in rows:
        step = lapse_acknowledgements(row, at=at, why=Lapse.TAKEN_BACK)
        change = after_lapse(
            ladder_of(row.version), run_of(row), step=step, why=Lapse.TAKEN_BACK, at=at
        )
        put(row, change.run)
        sheet.note("escalation.lapsed", row, incident=incident, reasons=list(change.reasons))
    update_all(rows, KEPT)
    sheet.announce(f"incident:{incident.number}", "wake:clock")
    sheet.write()


@transaction.atomic
def decide(
    incident: Incident,
    *,
    by: User | Responder,
    at: datetime,
    kind: DecisionKind,
    reason: str,
    via: str,
) -> Decision:
    """Record what the competent person decided; "respond" opens their base's response.

    It counts as an acknowledgement, and what the village is owed is written down with it.
    """
    incident = still_open(incident)
    sheet = Sheet(at=at, by=by)
    decision = sheet.add(
        Decision(incident=incident, kind=kind.value, reason=reason, at=at, via=via, **_person(by))
    )
    rows = answerable_runs(incident)
    for row in rows:
        change = after_decision(ladder_of(row.version), run_of(row), decision=kind, at=at)
        keep(sheet, row, change.run)
    update_all(rows, KEPT)
    sheet.note("incident.decided", decision, incident=incident, kind=kind.value, via=via)
    if kind is DecisionKind.RESPOND:
        open_response(sheet, incident, by=by, state=ResponseState.ACCEPTED)
    owe_first_news(sheet, incident, nobody_comes=False)
    sheet.announce(f"incident:{incident.number}", "wake:clock", "wake:feedback")
    sheet.write()
    cancel_pages(incident.pk, at=at)
    return decision


def _take(sheet: Sheet, row: Escalation, *, by: User | Responder, via: str) -> list[str]:
    responder = by.responder if isinstance(by, User) else by
    step = rung_of(row, responder) if responder else 0
    change = after_acknowledgement(
        ladder_of(row.version),
        run_of(row),
        step=step,
        acknowledged=_answered(row, step) + 1,
        asked=_asked(row, step),
        at=sheet.at,
    )
    put(row, change.run)
    until = change.run.acknowledged_until or sheet.at
    sheet.add(Acknowledgement(escalation=row, via=via, at=sheet.at, until=until, **_person(by)))
    return list(change.reasons)


def _answered(row: Escalation, step: int) -> int:
    held = row.acknowledgements.filter(ended_at__isnull=True, responder__isnull=False)
    people = held.values_list("responder", flat=True).distinct()
    return (
        Delivery.objects.filter(
            notification__firing__escalation=row,
            notification__firing__step=step,
            responder__in=people,
        )
        .values("responder")
        .distinct()
        .count()
    )


def _asked(row: Escalation, step: int) -> int:
    paged = Delivery.objects.filter(
        notification__firing__escalation=row, notification__firing__step=step
    )
    return max(1, paged.values("responder").distinct().count())


def _person(by: User | Responder) -> dict[str, User | Responder | None]:
    if isinstance(by, User):
        return {"user": by, "responder": by.responder}
    return {"user": None, "responder": by}
