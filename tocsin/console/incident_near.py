"""Open incidents that a person may want to merge with this one: near, recent, gravest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.earth import kilometres
from tocsin.domain.words import IncidentLife
from tocsin.records.models import Incident
from tocsin.records.queries.scope import Scope

WITHIN_KM = 40
RECENT = timedelta(hours=48)
MOST = 8


@dataclass(frozen=True, slots=True)
class Near:
    number: int
    kind: str
    priority: str
    place_name: str
    opened_at: datetime
    km: int | None


def near(scope: Scope, incident: Incident, *, now: datetime) -> list[Near]:
    others = (
        scope.incidents()
        .filter(
            life__in=[IncidentLife.OPEN, IncidentLife.STABLE],
            last_alert_at__gt=now - RECENT,
            is_drill=incident.is_drill,
        )
        .exclude(pk=incident.pk)
        .order_by("priority", "-last_alert_at")[:200]
    )
    found = [
        Near(
            other.number,
            other.kind,
            other.priority,
            other.place_name,
            other.opened_at,
            _km(incident, other),
        )
        for other in others
    ]
    close = [one for one in found if one.km is None or one.km <= WITHIN_KM]
    return sorted(close, key=lambda one: WITHIN_KM if one.km is None else one.km)[:MOST]


def _km(one: Incident, other: Incident) -> int | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return round(kilometres(one.lat, one.lon, other.lat, other.lon))
