"""Give back what an engine claimed: all that a dead one held, and what a living one does not know of."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tocsin.actions.delivery import settle_given_up
from tocsin.actions.journal import ENGINE, entry, note_all
from tocsin.actions.past_tries import tries_of
from tocsin.domain.delivery import next_attempt
from tocsin.domain.words import DeliveryState, MessageState, Priority
from tocsin.records.models import Delivery, DeliveryAttempt, Message
from tocsin.records.updating import update_all

FREED = ["state", "engine", "due_at"]


@transaction.atomic
def free_engine(number: int, *, at: datetime) -> int:
    """Give back what a dead engine held; return how many deliveries had been in flight.

    Their fate is unknown: a P1 goes out again at once under the same id, by another means.
    """
    held = Delivery.objects.select_for_update().filter(engine=number, state="claimed")
    rows = list(held)
    _end(rows, engine=number, at=at)
    update_all(rows, FREED)
    Message.objects.filter(engine=number, state=MessageState.RECEIVED).update(engine=None)
    return len(rows)


@transaction.atomic
def free_tries(attempts: Collection[UUID], *, engine: int, at: datetime) -> int:
    """Give back deliveries of a living engine by their open tries; return how many there were.

    They are tried again when an answer that never came would have them tried again, a P1 at once at
    first: what can never be written down must not be sent without end.
    """
    tries = _open(engine).filter(pk__in=attempts).values("delivery")
    held = Delivery.objects.select_for_update(of=("self",)).filter(
        engine=engine, state=DeliveryState.CLAIMED, pk__in=tries
    )
    rows = list(held)
    _end(rows, engine=engine, at=at)
    past = tries_of(rows)
    for row in rows:
        row.due_at = next_attempt(past[row.pk], priority=Priority(row.priority), now=at)
        if row.due_at is None:
            row.state = DeliveryState.FAILED.value
    update_all(rows, FREED)
    settle_given_up([row for row in rows if row.due_at is None], at=at)
    return len(rows)


def open_tries(engine: int) -> set[UUID]:
    """Return the tries that this engine has begun and not ended, as the rows say."""
    return set(_open(engine).values_list("pk", flat=True))


def _open(engine: int) -> QuerySet[DeliveryAttempt]:
    return DeliveryAttempt.objects.filter(
        delivery__engine=engine, delivery__state=DeliveryState.CLAIMED, ended_at__isnull=True
    )


def _end(rows: list[Delivery], *, engine: int, at: datetime) -> None:
    """End the open tries with nobody knowing what came of them; the caller saves the rows."""
    DeliveryAttempt.objects.filter(delivery__in=rows, ended_at__isnull=True).update(
        outcome="unknown", ended_at=at
    )
    for row in rows:
        row.state, row.engine, row.due_at = DeliveryState.UNKNOWN.value, None, at
    note_all(entry("delivery.unknown", row, by=ENGINE, at=at, engine=engine) for row in rows)
