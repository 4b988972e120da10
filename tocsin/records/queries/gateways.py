"""Carriers of this deployment with their health, and what arrived that nobody could read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

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
        UnreadableLine(row.pk, row.gateway.title, row.received_at, row.reason)
        for row in rows.order_by("-received_at")[:MOST]
    ]
