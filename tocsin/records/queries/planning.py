"""What a commander asks before people leave: who could act, how far, with what, and what was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from tocsin.domain.earth import direction, kilometres
from tocsin.domain.planning_words import Season
from tocsin.domain.travel import Way, way_there
from tocsin.domain.words import BaseKind
from tocsin.records.models import (
    Addressee,
    Base,
    Commitment,
    Community,
    Incident,
    Place,
    Response,
    StrengthReport,
)
from tocsin.records.queries import roads
from tocsin.records.queries.scope import Scope

CAN_GO = (BaseKind.BASE, BaseKind.POLICE_POST)
SIMILAR_KM = 15.0
SIMILAR_DAYS = 730
MOST_SIMILAR = 8


@dataclass(frozen=True, slots=True)
class Option:
    """A base or post that could act, seen from the incident."""

    base: Base
    km: float | None
    lies: str  # of the incident, seen from the base
    way: Way | None
    strength: StrengthReport | None
    speaks: tuple[str, ...]  # languages shared with the community
    is_busy_with: tuple[str, ...]  # codes of open incidents it answers
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """A post that can be told or asked and does not go for us; `km` None: where it is nobody wrote."""

    title: str
    kind: str
    is_ours: bool  # a liaison post of the mission; else an addressee outside
    km: float | None
    lies: str
    way: Way | None


@dataclass(frozen=True, slots=True)
class Similar:
    """An incident of the same kind near here, with what came of it."""

    number: int
    code: str
    kind: str
    place: str
    opened_at: datetime
    outcome: str
    km: float | None
    actors: tuple[str, ...]
    results: tuple[str, ...]
    minutes: int | None  # from the first alert to the first arrival


def options(incident: Incident, season: Season, *, now: datetime) -> list[Option]:
    """Return who could act, soonest first; where no time is known, nearest first."""
    bases = list(Base.objects.filter(closed_at=None, kind__in=CAN_GO))
    strength = last_strength(bases)
    home = incident.community
    keys = [home.pk] if home else []
    table, trips = roads.table(keys, season), roads.trips(keys, season, now=now)
    busy = _busy(bases, incident)
    asked = set(incident.responses.filter(ended_at=None).values_list("base", flat=True))
    found = []
    for base in bases:
        km = _km(base, incident)
        way = None
        if km is not None:
            pair = (base.pk, home.pk) if home else (base.pk, base.pk)
            own = roads.of_profile(home, season) if home and home.base_id == base.pk else None
            way = way_there(
                season,
                km=km,
                trips=trips.get(pair, ()),
                table=roads.written(table.get(pair)),
                profile=own,
            )
        spoken = set(home.languages) if home else set()
        found.append(
            Option(
                base=base,
                km=km,
                lies=_lies(base, incident),
                way=way,
                strength=strength.get(base.pk),
                speaks=tuple(sorted(spoken & set(base.languages))),
                is_busy_with=busy.get(base.pk, ()),
                is_asked=base.pk in asked,
            )
        )
    return sorted(found, key=_soonest)


def last_strength(bases: Sequence[Base]) -> dict[UUID, StrengthReport]:
    """Return what each base reported last."""
    rows = StrengthReport.objects.filter(base__in=bases).select_related("recorded_by", "base")
    return {row.base_id: row for row in rows.order_by("reported_at", "recorded_at")}


def partners(incident: Incident, season: Season) -> list[Partner]:
    """Return the posts that could be told or asked here, the nearest first."""
    area = incident.community.area_id if incident.community else None
    outside = Addressee.objects.filter(Q(area=None) | Q(area=area), ended_at=None)
    liaison = Base.objects.filter(closed_at=None, kind=BaseKind.FORCES_LIAISON)
    found = [
        *(
            _partner(row.title, row.kind, row.place, incident, season)
            for row in outside.select_related("place")
        ),
        *(_partner(row.name, row.kind, row, incident, season, is_ours=True) for row in liaison),
    ]
    return sorted(found, key=lambda one: (one.km is None, one.km or 0.0, one.title))


def _partner(
    title: str,
    kind: str,
    at: Base | Place | None,
    incident: Incident,
    season: Season,
    *,
    is_ours: bool = False,
) -> Partner:
    km = _km(at, incident) if at else None
    way = way_there(season, km=km) if km is not None else None
    return Partner(title, kind, is_ours, km, _lies(at, incident) if at else "", way)


def promised(community: Community) -> list[Commitment]:
    """Return what was promised to a community: what is open first, then the latest."""
    rows = Commitment.objects.filter(community=community).select_related("base")
    return sorted(rows, key=lambda row: (row.state != "open", row.due_at))[:10]


def similar(scope: Scope, incident: Incident, *, now: datetime) -> list[Similar]:
    """Return incidents of this kind, here or near, of two years, the latest first."""
    rows = (
        scope.incidents()
        .filter(kind=incident.kind, opened_at__gte=now - timedelta(days=SIMILAR_DAYS))
        .exclude(pk=incident.pk)
        .exclude(life="merged")
        .prefetch_related("responses")
        .order_by("-opened_at")[:400]
    )
    near = [(row, km) for row in rows if (km := _apart(row, incident)) is None or km <= SIMILAR_KM]
    mine = [(row, km) for row, km in near if km is not None or row.community == incident.community]
    return [_similar(row, km) for row, km in mine[:MOST_SIMILAR]]


def _similar(row: Incident, km: float | None) -> Similar:
    done = [one for one in row.responses.all() if one.departed_at or one.on_scene_at]
    arrivals = [one.on_scene_at for one in done if one.on_scene_at]
    first = min(arrivals, default=None)
    return Similar(
        number=row.number,
        code=row.code,
        kind=row.kind,
        place=row.place_name,
        opened_at=row.opened_at,
        outcome=row.outcome,
        km=km,
        actors=tuple(sorted({one.actor for one in done})),
        results=tuple(sorted({one.result for one in done if one.result})),
        minutes=round((first - row.opened_at).total_seconds() / 60) if first else None,
    )


def _busy(bases: Sequence[Base], incident: Incident) -> dict[UUID, tuple[str, ...]]:
    rows = (
        Response.objects.filter(base__in=bases, ended_at=None, departed_at__isnull=False)
        .exclude(incident=incident)
        .values_list("base_id", "incident__code")
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for base, code in rows:
        if base is not None:
            found[base] = (*found.get(base, ()), code)
    return found


def _soonest(one: Option) -> tuple[bool, float, float]:
    minutes = one.way.minutes if one.way else None
    return (minutes is None, minutes or 0, one.km if one.km is not None else 1e9)


def _km(base: Base | Place, incident: Incident) -> float | None:
    if incident.lat is None or incident.lon is None:
        return None
    return round(kilometres(base.lat, base.lon, incident.lat, incident.lon), 1)


def _lies(base: Base | Place, incident: Incident) -> str:
    if incident.lat is None or incident.lon is None:
        return ""
    return direction(base.lat, base.lon, incident.lat, incident.lon)


def _apart(one: Incident, other: Incident) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return round(kilometres(one.lat, one.lon, other.lat, other.lon), 1)
