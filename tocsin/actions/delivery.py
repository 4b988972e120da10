"""Claim what is to be sent, and write down what came of each try."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tocsin.actions.effects import announce
from tocsin.actions.journal import ENGINE, entry, note_all
from tocsin.actions.lines import Lines
from tocsin.actions.notify import claim, reachable
from tocsin.domain.delivery import Try, next_attempt
from tocsin.domain.messages import Blame
from tocsin.domain.routing import NoRoute
from tocsin.domain.words import DeliveryState, MessageState, Priority, Purpose
from tocsin.records.models import Delivery, DeliveryAttempt, Escalation, Gateway, Message

CLAIMED_AT_ONCE = 200
# Behind these a person or a page waits; the news must travel at once.
STATES_AT_REST = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.EXPIRED)


@dataclass(frozen=True, slots=True)
class ToSend:
    """A claimed delivery in the hands of a sender: plain values, nothing lazy."""

    delivery: UUID
    attempt: UUID
    number: int
    gateway: UUID
    to: str
    text: str
    priority: Priority
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one try. `failure` is a code of channels.failures, empty when it did not fail."""

    delivery: UUID
    attempt: UUID
    gateway: UUID
    state: DeliveryState  # sent, unknown or failed
    at: datetime
    failure: str = ""
    is_final: bool = False
    blame: Blame | None = None
    retry_after: float | None = None  # seconds
    external_ids: tuple[str, ...] = ()


def to_send(delivery: Delivery, attempt: DeliveryAttempt) -> ToSend:
    assert delivery.gateway_id is not None
    return ToSend(
        delivery=delivery.pk,
        attempt=attempt.pk,
        number=attempt.number,
        gateway=delivery.gateway_id,
        to=delivery.to,
        text=delivery.text,
        priority=Priority(delivery.priority),
        not_after=delivery.not_after,
    )


@transaction.atomic
def claim_deliveries(
    *, engine: int, at: datetime, limit: int = CLAIMED_AT_ONCE
) -> tuple[list[ToSend], int]:
    """Claim what is due, gravest first. Return what to send, and how many rows were looked at.

    What is past its time is expired here, and what no gateway can carry is failed here; both are
    in the log book. Two engines never claim the same row.
    """
    due = list(
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(
            state__in=[DeliveryState.QUEUED, DeliveryState.UNKNOWN],
            due_at__isnull=False,
            due_at__lte=at,
        )
        .select_related("responder", "focal_point", "notification")
        .order_by("priority", "due_at")[:limit]
    )
    if not due:
        return [], 0
    lines, tries = Lines.load(at=at), _tries_of(due)
    attempts = [_claim_one(one, tries[one.pk], lines, engine=engine, at=at) for one in due]
    Delivery.objects.bulk_update(
        due,
        [
            "state",
            "engine",
            "claimed_at",
            "due_at",
            "n_tries",
            "attempted_at",
            "gateway",
            "to",
            "failure",
        ],
    )
    begun = [attempt for attempt in attempts if attempt is not None]
    DeliveryAttempt.objects.bulk_create(begun)
    given_up = [one for one, attempt in zip(due, attempts, strict=True) if attempt is None]
    _settle_given_up(given_up, at=at)
    return [to_send(attempt.delivery, attempt) for attempt in begun], len(due)


def _claim_one(
    delivery: Delivery, tried: Sequence[Try], lines: Lines, *, engine: int, at: datetime
) -> DeliveryAttempt | None:
    if delivery.not_after <= at:
        delivery.state, delivery.due_at = DeliveryState.EXPIRED.value, None
        return None
    person = reachable(
        responder=delivery.responder, focal_point=delivery.focal_point, number=delivery.to
    )
    route = lines.route(person, tried=tried, at=at)
    if isinstance(route, NoRoute):
        delivery.state, delivery.due_at = DeliveryState.FAILED.value, None
        delivery.failure = route.reason.value
        return None
    delivery.gateway, delivery.to = lines.gateway(route.gateway), route.address
    return claim(delivery, engine=engine, at=at)


@transaction.atomic
def record_tries(results: Sequence[Tried], *, at: datetime) -> None:
    """Write down what came of each try, and when to try again. Recording twice changes nothing."""
    rows = {
        row.pk: row
        for row in Delivery.objects.select_for_update(of=("self",))
        .filter(pk__in=[result.delivery for result in results])
        .select_related("notification__incident", "gateway")
    }
    _close_attempts(results)
    sent = [r.delivery for r in results if r.state is DeliveryState.SENT]
    Delivery.objects.filter(pk__in=sent, state=DeliveryState.CLAIMED).update(
        state=DeliveryState.SENT, sent_at=at, due_at=None, engine=None, failure=""
    )
    others = [r for r in results if r.state is not DeliveryState.SENT]
    if others:
        _plan_again([(rows[r.delivery], r) for r in others if r.delivery in rows], at=at)
    _health(results)
    _tell(rows.values())


def _close_attempts(results: Sequence[Tried]) -> None:
    alike: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
    for result in results:
        outcome = result.failure or result.state.value
        key = (outcome, result.at, result.is_final, result.blame or "", result.external_ids)
        alike[key].append(result.attempt)
    for (outcome, ended_at, is_final, blame, external_ids), attempts in alike.items():
        DeliveryAttempt.objects.filter(pk__in=attempts).update(
            outcome=outcome,
            ended_at=ended_at,
            is_final=is_final,
            blame=blame,
            external_ids=list(external_ids),  # type: ignore[call-overload]  # a tuple of texts
        )


def _plan_again(pairs: Iterable[tuple[Delivery, Tried]], *, at: datetime) -> None:
    given_up = []
    pairs = list(pairs)
    tries = _tries_of([row for row, _ in pairs])
    for row, result in pairs:
        if row.state != DeliveryState.CLAIMED:
            continue  # a receipt or another engine was quicker
        past = [*tries[row.pk][:-1], _as_try(row, result)]
        row.due_at = next_attempt(past, priority=Priority(row.priority), now=at)
        row.engine, row.failure = None, result.failure
        row.state = _state_after(result, row.due_at).value
        row.save(update_fields=["due_at", "engine", "failure", "state"])
        if row.due_at is None and row.state == DeliveryState.FAILED:
            given_up.append(row)
    _settle_given_up(given_up, at=at)


def _state_after(result: Tried, due_at: datetime | None) -> DeliveryState:
    if result.state is DeliveryState.UNKNOWN:
        return DeliveryState.UNKNOWN
    return DeliveryState.QUEUED if due_at else DeliveryState.FAILED


def _as_try(row: Delivery, result: Tried) -> Try:
    return Try(
        gateway=row.gateway.slug if row.gateway else "",
        address=row.to,
        at=result.at,
        state=result.state,
        failure=result.failure,
        is_final=result.is_final,
        blame=result.blame,
        retry_after=timedelta(seconds=result.retry_after) if result.retry_after else None,
    )


def _tries_of(deliveries: Sequence[Delivery]) -> dict[UUID, list[Try]]:
    tries: dict[UUID, list[Try]] = {delivery.pk: [] for delivery in deliveries}
    past = (
        DeliveryAttempt.objects.filter(delivery__in=tries)
        .select_related("gateway")
        .order_by("delivery", "number")
    )
    for attempt in past:
        tries[attempt.delivery_id].append(
            Try(
                gateway=attempt.gateway.slug if attempt.gateway else "",
                address=attempt.to,
                at=attempt.ended_at or attempt.started_at,
                state=_state_of(attempt),
                failure=attempt.outcome,
                is_final=attempt.is_final,
                blame=Blame(attempt.blame) if attempt.blame else None,
            )
        )
    return tries


def _state_of(attempt: DeliveryAttempt) -> DeliveryState:
    # A try without an end: its process died, nobody knows whether it was sent.
    known = {
        "": DeliveryState.UNKNOWN,
        "unknown": DeliveryState.UNKNOWN,
        "sent": DeliveryState.SENT,
    }
    return known.get(attempt.outcome, DeliveryState.FAILED)


def _settle_given_up(deliveries: Sequence[Delivery], *, at: datetime) -> None:
    """Log what will not be tried again, and let a ladder whose every means failed go on at once."""
    if not deliveries:
        return
    note_all(
        entry(
            "delivery.given_up",
            row,
            by=ENGINE,
            at=at,
            incident=row.notification.incident_id,
            reason=row.failure or row.state,
        )
        for row in deliveries
    )
    for firing in {d.notification.firing_id for d in deliveries if d.notification.firing_id}:
        _hurry(firing, at=at)


def _hurry(firing: UUID, *, at: datetime) -> None:
    still_hoping = Delivery.objects.filter(notification__firing=firing).exclude(
        state__in=[DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.CANCELLED]
    )
    if still_hoping.exists():
        return
    moved = Escalation.objects.filter(
        firings=firing, state__in=["paging", "armed"], next_step_at__gt=at
    ).update(next_step_at=at)
    if moved:
        announce("wake:clock")


def _health(results: Sequence[Tried]) -> None:
    by_gateway: dict[UUID, list[Tried]] = defaultdict(list)
    for result in results:
        by_gateway[result.gateway].append(result)
    for gateway, tried in by_gateway.items():
        last = tried[-1]
        if last.state is DeliveryState.SENT:
            # At most once a second: a busy gateway's row must not become the bottleneck.
            Gateway.objects.filter(pk=gateway).exclude(
                last_sent_at__gt=last.at - timedelta(seconds=1), failures_in_a_row=0
            ).update(last_sent_at=last.at, failures_in_a_row=0, last_failure="")
        elif last.blame is not Blame.RECIPIENT:
            Gateway.objects.filter(pk=gateway).update(
                last_failure_at=last.at,
                last_failure=last.failure or last.state.value,
                failures_in_a_row=F("failures_in_a_row") + len(tried),
            )


def _tell(rows: Iterable[Delivery]) -> None:
    incidents = {row.notification.incident for row in rows if row.notification.incident}
    announce(*(f"incident:{incident.number}" for incident in incidents))


@transaction.atomic
def free_engine(number: int, *, at: datetime) -> int:
    """Give back what a dead engine held; return how many deliveries had been in flight.

    Their fate is unknown: a P1 goes out again at once under the same id, by another means.
    """
    from_it = Delivery.objects.select_for_update().filter(engine=number, state="claimed")
    rows = list(from_it)
    DeliveryAttempt.objects.filter(delivery__in=rows, ended_at__isnull=True).update(
        outcome="unknown", ended_at=at
    )
    for row in rows:
        row.state, row.engine, row.due_at = DeliveryState.UNKNOWN.value, None, at
    Delivery.objects.bulk_update(rows, ["state", "engine", "due_at"])
    Message.objects.filter(engine=number, state=MessageState.RECEIVED).update(engine=None)
    note_all(entry("delivery.unknown", row, by=ENGINE, at=at, engine=number) for row in rows)
    return len(rows)


CANCELLED_BY_ACKNOWLEDGEMENT = (Purpose.PAGE, Purpose.PAGE_EXHAUSTED, Purpose.RECONFIRM)


def cancel_pages(incident: UUID, *, at: datetime) -> int:
    """Stop pages that are still waiting: somebody has it. Runs in the caller's transaction."""
    return Delivery.objects.filter(
        notification__incident=incident,
        notification__purpose__in=CANCELLED_BY_ACKNOWLEDGEMENT,
        state__in=[DeliveryState.QUEUED, DeliveryState.UNKNOWN],
        created_at__lte=at,
    ).update(state=DeliveryState.CANCELLED, due_at=None)
