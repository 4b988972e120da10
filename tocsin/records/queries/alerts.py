"""All alerts, one line each: the unit that missions count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.records.models import Alert, Incident, IncidentAlert
from tocsin.records.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What the address of the list says; empty takes all. Days are of the mission's calendar."""

    priority: str = ""
    kind: str = ""
    life: str = ""
    judged: str = ""  # "yes", "no"
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertRow:
    id: UUID
    number: int
    received_at: datetime
    happened_at: datetime
    kind: str
    priority: str
    life: str
    access: str
    source: str
    community: str
    place_name: str
    lat: float | None
    lon: float | None
    incident: int | None
    incident_code: str
    is_confirmed: bool
    is_drill: bool


def alerts(scope: Scope, wanted: AlertFilter) -> QuerySet[Alert]:
    """Return the alerts of a filter, newest first; a page turns a slice into rows."""
    found = scope.alerts()
    for name in ("priority", "kind", "life"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.judged:
        found = found.filter(confirmed_at__isnull=wanted.judged == "no")
    if wanted.since:
        found = found.filter(received_at__gte=wanted.since)
    if wanted.until:
        found = found.filter(received_at__lt=wanted.until)
    if wanted.words:
        number = (
            Q(number=int(wanted.words))
            if wanted.words.isdecimal() and len(wanted.words) < 16
            else Q()
        )
        found = found.filter(
            number
            | Q(place_name__icontains=wanted.words)
            | Q(community__name__icontains=wanted.words)
            | Q(focal_point__code__iexact=wanted.words)
        )
    return found.order_by("-received_at", "-number")


def alert_rows(found: Iterable[Alert], scope: Scope) -> list[AlertRow]:
    """Return a line for each alert; an incident that this viewer may not see is left out of it."""
    if isinstance(found, QuerySet):
        found = found.select_related("focal_point", "community")
    rows = list(found)
    known = incidents_of(rows, scope)
    return [_row(alert, known.get(alert.pk)) for alert in rows]


def incidents_of(alerts: Iterable[Alert], scope: Scope) -> dict[UUID, Incident]:
    """Return the incidents that alerts belong to now, by the alert's key, as far as one may see them."""
    links = IncidentAlert.objects.filter(
        alert__in=list(alerts),
        unlinked_at=None,
        is_suggestion=False,
        incident__in=scope.incidents(),
    )
    return {link.alert_id: link.incident for link in links.select_related("incident")}


def _row(alert: Alert, incident: Incident | None) -> AlertRow:
    return AlertRow(
        id=alert.pk,
        number=alert.number,
        received_at=alert.received_at,
        happened_at=alert.happened_at,
        kind=alert.kind,
        priority=alert.priority,
        life=alert.life,
        access=alert.access,
        source=alert.focal_point.code if alert.focal_point else "",
        community=alert.community.name if alert.community else "",
        place_name=alert.place_name,
        lat=alert.lat,
        lon=alert.lon,
        incident=incident.number if incident else None,
        incident_code=incident.code if incident else "",
        is_confirmed=alert.confirmed_at is not None,
        is_drill=alert.is_drill,
    )
