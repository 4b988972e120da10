"""The response ledger: all that was asked of anybody, and the times when nobody could come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.domain.words import ResponseState
from tocsin.records.models import ProtectionGap, Response
from tocsin.records.queries.scope import Scope

AWAY = (ResponseState.DEPARTED, ResponseState.ON_SCENE)


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What the address of the list says; empty takes all."""

    show: str = ""  # "open", "late"
    state: str = ""
    actor: str = ""
    why_not: str = ""
    words: str = ""  # a code or number of an incident, or the name of a base


@dataclass(frozen=True, slots=True)
class GapLine:
    """A time during which nobody could come, for its incident's page and for the daily report."""

    id: UUID
    incident: int
    code: str
    place: str
    priority: str
    why_not: str
    note: str
    since: datetime
    recorded_at: datetime
    ended_at: datetime | None
    end_reason: str
    neighbours: int


def ledger(scope: Scope, wanted: LedgerFilter, *, now: datetime) -> QuerySet[Response]:
    """Return the responses of a filter, the latest first."""
    found = Response.objects.filter(incident__in=scope.incidents())
    for name in ("state", "actor", "why_not"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.show == "open":
        found = found.filter(ended_at__isnull=True)
    elif wanted.show == "late":
        found = found.filter(Q(quiet__gt="") | Q(due_at__lt=now), ended_at__isnull=True)
    if words := wanted.words.strip().lstrip("#"):
        number = Q(incident__number=int(words)) if words.isdecimal() and len(words) < 16 else Q()
        found = found.filter(
            number | Q(incident__code__iexact=words) | Q(base__name__icontains=words)
        )
    return found.order_by("-asked_at", "-pk")


def one_response(scope: Scope, key: UUID) -> Response | None:
    rows = Response.objects.filter(incident__in=scope.incidents(), pk=key)
    return rows.select_related("incident__base", "incident__community", "base").first()


def gaps_between(since: datetime, until: datetime, scope: Scope | None = None) -> list[GapLine]:
    """Return the gaps that were open in a period, the gravest first: the daily report lists them."""
    rows = ProtectionGap.objects.filter(since__lt=until).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=since)
    )
    rows = rows.filter(incident__in=scope.incidents()) if scope else rows
    return [_gap(row) for row in rows.select_related("incident").order_by("priority", "since")]


def gaps_of(incident: UUID) -> list[GapLine]:
    rows = ProtectionGap.objects.filter(incident=incident).select_related("incident")
    return [_gap(row) for row in rows.order_by("-since")]


def _gap(row: ProtectionGap) -> GapLine:
    return GapLine(
        id=row.pk,
        incident=row.incident.number,
        code=row.incident.code,
        place=row.incident.place_name,
        priority=row.priority,
        why_not=row.why_not,
        note=row.note,
        since=row.since,
        recorded_at=row.recorded_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
        neighbours=len(row.neighbours),
    )
