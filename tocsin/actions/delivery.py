"""Claim what is to be sent, and write down what came of each try."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tocsin.actions.contacts import not_to_be_sent, safe_again
from tocsin.actions.journal import ENGINE, entry, note_all
from tocsin.actions.lines import Lines
from tocsin.actions.notify import claim, reachable
from tocsin.actions.past_tries import hurry_on, tries_of
from tocsin.domain.delivery import Try, after_unknown
from tocsin.domain.messages import Blame
from tocsin.domain.routing import NoRoute, NoRouteReason, Route, RouteReason
from tocsin.domain.words import DeliveryState, FeedbackState, Priority, Purpose
from tocsin.records.models import Delivery, DeliveryAttempt, Feedback
from tocsin.records.updating import update_all

CLAIMED_AT_ONCE = 200
CLAIMED = (
    "state", "engine", "claimed_at", "due_at", "n_tries", "attempted_at", "gateway", "to", "failure",
)  # fmt: skip
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
    is_by_hand: bool = False  # an operator has it now, and says what came of it


Send = Callable[[Sequence[ToSend]], object]
"""Takes what was claimed, as soon as that is on disk: before anything that could fail after the commit."""


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
    *,
    engine: int,
    at: datetime,
    limit: int = CLAIMED_AT_ONCE,
    only: UUID | None = None,
    without: Collection[UUID] = (),
    send: Send = list,
) -> tuple[list[ToSend], int]:
    """Claim what is due, gravest first. Return what to send, and how many rows were looked at.

    `send` is given the same once it is on disk.

    What is past its time is expired here, and what no gateway can carry is failed here; both are
    in the log book. Two engines never claim the same row. `only` claims one row alone,
    `without` leaves out those that could not be claimed a moment ago.
    """
    waiting = _due(at).exclude(pk__in=without) if only is None else _due(at).filter(pk=only)
    due = list(
        waiting.select_for_update(skip_locked=True, of=("self",))
        .select_related(
            "responder", "focal_point", "addressee", "notification", "preferred", "gateway"
        )
        .order_by("priority", "due_at")[:limit]
    )
    if not due:
        return [], 0
    lines, tries = Lines.load(at=at), tries_of(due)
    attempts = [_claim_one(one, tries[one.pk], lines, engine=engine, at=at) for one in due]
    update_all(due, CLAIMED)
    begun = [attempt for attempt in attempts if attempt is not None]
    DeliveryAttempt.objects.bulk_create(begun)
    given_up = [
        one
        for one, attempt in zip(due, attempts, strict=True)
        if attempt is None and one.due_at is None
    ]
    sends = [to_send(attempt.delivery, attempt) for attempt in begun]
    transaction.on_commit(lambda: send(sends))
    settle_given_up(given_up, at=at)
    return sends, len(due)


def due_deliveries(
    *, at: datetime, limit: int = CLAIMED_AT_ONCE, without: Collection[UUID] = ()
) -> list[UUID]:
    """Return the ids of what is to be sent, reading nothing else of it."""
    due = _due(at).exclude(pk__in=without).order_by("priority", "due_at")
    return list(due.values_list("pk", flat=True)[:limit])


def _due(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        state__in=[DeliveryState.QUEUED, DeliveryState.UNKNOWN],
        due_at__isnull=False,
        due_at__lte=at,
    )


def _claim_one(
    delivery: Delivery, tried: Sequence[Try], lines: Lines, *, engine: int, at: datetime
) -> DeliveryAttempt | None:
    if delivery.not_after <= at:
        delivery.state, delivery.due_at = DeliveryState.EXPIRED.value, None
        return None
    if later := safe_again(delivery, at=at):
        delivery.due_at = later
        return None
    person = reachable(
        responder=delivery.responder,
        focal_point=delivery.focal_point,
        addressee=delivery.addressee,
        number=delivery.to,
    )
    call_sign = delivery.responder.radio_call_sign if delivery.responder else ""
    person = lines.with_radio(person, call_sign)
    route = (
        not_to_be_sent(delivery)
        or _only(delivery, tried, at=at)
        or lines.route(person, tried=tried, at=at)
    )
    if isinstance(route, NoRoute):
        delivery.state, delivery.due_at = DeliveryState.FAILED.value, None
        delivery.failure = route.reason.value
        return None
    delivery.gateway, delivery.to = lines.gateway(route.gateway), route.address
    return claim(delivery, engine=engine, at=at)


def settle_given_up(deliveries: Sequence[Delivery], *, at: datetime) -> None:
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
    Feedback.objects.filter(
        notification__in=[row.notification_id for row in deliveries], state=FeedbackState.SENT
    ).update(state=FeedbackState.FAILED, reason="feedback.not_delivered", settled_at=at)
    hurry_on(deliveries, at=at)


def _only(delivery: Delivery, tried: Sequence[Try], *, at: datetime) -> Route | NoRoute | None:
    """Return the one gateway that it may use now, None for what may go by any.

    A test uses the gateway it tests. What may have been sent is offered to the same carrier again
    under the same id, so that it is sent once (a P1 rather goes by another means).
    """
    if delivery.preferred is None:
        return _same_means(delivery, tried, at=at)
    if not delivery.preferred.is_enabled:
        return NoRoute(NoRouteReason.NO_GATEWAY)
    return Route(delivery.preferred.slug, delivery.to, RouteReason.FIRST_CHOICE)


def _same_means(delivery: Delivery, tried: Sequence[Try], *, at: datetime) -> Route | None:
    last = tried[-1] if tried else None
    if last is None or last.state is not DeliveryState.UNKNOWN or delivery.gateway is None:
        return None
    again = after_unknown(tried, priority=Priority(delivery.priority), now=at)
    if again is None or not again.is_same_means or not delivery.gateway.is_enabled:
        return None
    return Route(delivery.gateway.slug, delivery.to, RouteReason.AGAIN)


CANCELLED_BY_ACKNOWLEDGEMENT = (Purpose.PAGE, Purpose.PAGE_EXHAUSTED, Purpose.RECONFIRM)


def cancel_pages(incident: UUID, *, at: datetime) -> int:
    """Stop pages that are still waiting: somebody has it. Runs in the caller's transaction."""
    return Delivery.objects.filter(
        notification__incident=incident,
        notification__purpose__in=CANCELLED_BY_ACKNOWLEDGEMENT,
        state__in=[DeliveryState.QUEUED, DeliveryState.UNKNOWN],
        created_at__lte=at,
    ).update(state=DeliveryState.CANCELLED, due_at=None)
