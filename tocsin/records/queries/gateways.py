"""Carriers of this deployment with their health, and what arrived that nobody could read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from tocsin.domain.words import DeliveryState
from tocsin.records.models import Gateway, UnreadableArrival

MOST = 50
WAITING = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class GatewayLine:
    slug: str
    kind: str
    title: str
    is_enabled: bool
    rank: int
    schemes: tuple[str, ...]
    last_heard_at: datetime | None
    last_sent_at: datetime | None
    last_failure_at: datetime | None
    last_failure: str
    failures_in_a_row: int
    n_waiting: int


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    id: UUID
    gateway: str
    received_at: datetime
    reason: str
    is_seen: bool


def gateway_lines() -> list[GatewayLine]:
    rows = Gateway.objects.annotate(
        n_waiting=Count("deliveries", filter=Q(deliveries__state__in=WAITING))
    )
    return [
        GatewayLine(
            slug=row.slug,
            kind=row.kind,
            title=row.title,
            is_enabled=row.is_enabled,
            rank=row.rank,
            schemes=tuple(row.schemes),
            last_heard_at=row.last_heard_at,
            last_sent_at=row.last_sent_at,
            last_failure_at=row.last_failure_at,
            last_failure=row.last_failure,
            failures_in_a_row=row.failures_in_a_row,
            n_waiting=row.n_waiting,
        )
        for row in rows.order_by("-is_enabled", "rank", "slug")
    ]


def unreadable_lines() -> list[UnreadableLine]:
    rows = UnreadableArrival.objects.select_related("gateway").defer("body")
    return [
        UnreadableLine(
            row.pk, row.gateway.title, row.received_at, row.reason, row.seen_at is not None
        )
        for row in rows.order_by(F("seen_at").desc(nulls_first=True), "-received_at")[:MOST]
    ]


def unseen_like(row: UnreadableArrival, *, until: datetime) -> QuerySet[UnreadableArrival]:
    """Return what nobody has looked at of the same gateway and the same reason, this one among it."""
    return UnreadableArrival.objects.filter(
        gateway=row.gateway_id, reason=row.reason, seen_at=None, received_at__lte=until
    )
