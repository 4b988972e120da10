"""How the house itself is: engines, ages of what waits, the log book's chain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from tocsin.domain.words import DeliveryState, MessageState
from tocsin.records.models import Delivery, Engine, Escalation, Message

# An engine writes that it lives every few seconds.
SILENT_AFTER = timedelta(seconds=30)
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
    """Return the engines heard of within a day, the latest first."""
    rows = Engine.objects.filter(seen_at__gt=now - timedelta(days=1)).order_by("-seen_at")
    return [
        EngineLine(
            number=row.number,
            started_at=row.started_at,
            seen_at=row.seen_at,
            host=row.host,
            is_alive=now - row.seen_at < SILENT_AFTER,
        )
        for row in rows
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
