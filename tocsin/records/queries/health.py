"""How the house itself is: engines, ages of what waits, the log book's chain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Min

from tocsin.domain.words import DeliveryState, MessageState
from tocsin.records.models import Delivery, Engine, Escalation, Message
from tocsin.records.queries.engines import LOCK_CLASS

LATE_AFTER = timedelta(seconds=5)  # promise R3


@dataclass(frozen=True, slots=True)
class EngineLine:
    number: int
    started_at: datetime
    seen_at: datetime
    host: str
    is_alive: bool


@dataclass(frozen=True, slots=True)
class Ages:
    """The oldest of each thing that waits; None when nothing does."""

    unread: datetime | None
    unread_count: int
    overdue_step: datetime | None
    overdue_delivery: datetime | None
    claimed_delivery: datetime | None


def engines(*, now: datetime) -> list[EngineLine]:
    """Return the engines that began within a day, and all that live, the latest first."""
    began = now - timedelta(days=1)
    rows = Engine.objects.order_by("-started_at")
    alive = _alive()
    return [
        EngineLine(
            number=row.number,
            started_at=row.started_at,
            seen_at=row.seen_at,
            host=row.host,
            is_alive=row.number in alive,
        )
        for row in rows
        if row.number in alive or row.started_at > began
    ]


def ages(*, now: datetime) -> Ages:
    unread = Message.objects.filter(state=MessageState.RECEIVED, parked="")
    steps = Escalation.objects.filter(next_step_at__lt=now - LATE_AFTER)
    due = Delivery.objects.filter(state=DeliveryState.QUEUED, due_at__lt=now - LATE_AFTER)
    claimed = Delivery.objects.filter(state=DeliveryState.CLAIMED)
    return Ages(
        unread=unread.aggregate(oldest=Min("received_at"))["oldest"],
        unread_count=unread.count(),
        overdue_step=steps.aggregate(oldest=Min("next_step_at"))["oldest"],
        overdue_delivery=due.aggregate(oldest=Min("due_at"))["oldest"],
        claimed_delivery=claimed.aggregate(oldest=Min("claimed_at"))["oldest"],
    )


def _alive() -> set[int]:
    """The numbers of the engines whose lock PostgreSQL still holds: no clock can be wrong here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select objid from pg_locks where locktype = 'advisory' and granted and classid = %s"
            " and database = (select oid from pg_database where datname = current_database())",
            [LOCK_CLASS],
        )
        return {int(number) for (number,) in cursor.fetchall()}
