"""Which rows have personal words older than they are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Func, IntegerField, Min, Q, QuerySet

from tocsin.domain.retention import horizon
from tocsin.domain.retention_words import Retained
from tocsin.domain.vault import seal
from tocsin.domain.words import DeliveryState, IncidentLife, MessageState
from tocsin.records.models import Delivery, Incident, Message, RetentionHold, UnreadableArrival


@dataclass(frozen=True, slots=True)
class Owed:
    """How many rows of a sort lose their words if it is done now, and the oldest of them."""

    sort: Retained
    before: datetime
    count: int
    oldest: datetime | None


def owed(*, now: datetime) -> list[Owed]:
    """Return what would go. Nothing is written."""
    found = []
    for sort in Retained:
        before = horizon(sort, months=settings.RETENTION_MONTHS, now=now)
        rows = rows_of(sort, before=before)
        oldest = rows.aggregate(oldest=Min(_MOMENT[sort]))["oldest"]
        found.append(Owed(sort, before, rows.count(), oldest))
    return found


def rows_of(sort: Retained, *, before: datetime) -> "QuerySet[Any]":
    """Return the rows of a sort that still have words from before a moment and may lose them.

    What belongs to an incident that is open or held is needed, however old it is.
    """
    if holds().filter(incident=None).exists():
        nothing: QuerySet[Any] = _OF[sort].objects.none()
        return nothing
    kept = _kept_incidents()
    match sort:
        case Retained.WORDS:
            return (
                _with_words(Message.objects.filter(received_at__lt=before), "text", "sender")
                .exclude(state__in=[MessageState.RECEIVED, MessageState.HELD_PART])
                .exclude(alert_link__alert__incident_links__incident__in=kept)
            )
        case Retained.TOLD:
            old = Delivery.objects.filter(created_at__lt=before, due_at=None)
            return _with_words(
                old.exclude(state=DeliveryState.CLAIMED).exclude(notification__incident__in=kept),
                "text",
                "to",
            )
        case Retained.UNREADABLE:
            return UnreadableArrival.objects.filter(received_at__lt=before)


def holds() -> "QuerySet[RetentionHold]":
    """Return the holds that stand, the latest first."""
    rows = RetentionHold.objects.filter(ended_at=None).select_related("incident", "placed_by")
    return rows.order_by("-placed_at")


def _kept_incidents() -> "QuerySet[Incident]":
    is_at_work = Q(life__in=[IncidentLife.OPEN, IncidentLife.STABLE])
    return Incident.objects.filter(is_at_work | Q(pk__in=holds().values("incident")))


_OF: dict[Retained, Any] = {
    Retained.WORDS: Message,
    Retained.TOLD: Delivery,
    Retained.UNREADABLE: UnreadableArrival,
}
_MOMENT = {
    Retained.WORDS: "received_at",
    Retained.TOLD: "created_at",
    Retained.UNREADABLE: "received_at",
}


def _with_words(rows: "QuerySet[Any]", *columns: str) -> "QuerySet[Any]":
    """Keep those of which a sealed column holds something: an empty text has the shortest seal."""
    empty = len(seal(settings.KEY_RING, ""))
    has_words = Q()
    for column in columns:
        size = Func(F(column), function="octet_length", output_field=IntegerField())
        rows = rows.alias(**{f"size_of_{column}": size})
        has_words |= Q(**{f"size_of_{column}__gt": empty})
    return rows.filter(has_words)
