"""Give back what an engine claimed: all that a dead one held, and what a living one does not know of."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tocsin.actions.journal import ENGINE, entry, note_all
from tocsin.domain.words import DeliveryState, MessageState
from tocsin.records.models import Delivery, DeliveryAttempt, Message
from tocsin.records.updating import update_all


@transaction.atomic
def free_engine(number: int, *, at: datetime) -> int:
    """Give back what a dead engine held; return how many deliveries had been in flight.

    Their fate is unknown: a P1 goes out again at once under the same id, by another means.
    """
    held = Delivery.objects.select_for_update().filter(engine=number, state="claimed")
    rows = list(held)
    _free(rows, engine=number, at=at)
    Message.objects.filter(engine=number, state=MessageState.RECEIVED).update(engine=None)
    return len(rows)


@transaction.atomic
def free_tries(attempts: Collection[UUID], *, engine: int, at: datetime) -> int:
    """Give back deliveries by their open tries, as `free_engine` does; return how many there were."""
    held = Delivery.objects.select_for_update(of=("self",)).filter(
        engine=engine,
        state=DeliveryState.CLAIMED,
        pk__in=_open(engine).filter(pk__in=attempts).values("delivery"),
    )
    rows = list(held)
    _free(rows, engine=engine, at=at)
    return len(rows)


def open_tries(engine: int) -> set[UUID]:
    """Return the tries that this engine has begun and not ended, as the rows say."""
    return set(_open(engine).values_list("pk", flat=True))


def _open(engine: int) -> QuerySet[DeliveryAttempt]:
    return DeliveryAttempt.objects.filter(
        delivery__engine=engine, delivery__state=DeliveryState.CLAIMED, ended_at__isnull=True
    )


def _free(rows: list[Delivery], *, engine: int, at: datetime) -> None:
    DeliveryAttempt.objects.filter(delivery__in=rows, ended_at__isnull=True).update(
        outcome="unknown", ended_at=at
    )
    for row in rows:
        row.state, row.engine, row.due_at = DeliveryState.UNKNOWN.value, None, at
    update_all(rows, ["state", "engine", "due_at"])
    note_all(entry("delivery.unknown", row, by=ENGINE, at=at, engine=engine) for row in rows)
