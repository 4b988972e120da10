"""Silences and what is known around them, within what a viewer may see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from tocsin.domain.earth import direction, kilometres
from tocsin.domain.silence import Asks
from tocsin.records.models import FocalPoint, RadioStation, Silence, SilenceCluster
from tocsin.records.queries.scope import Scope

ASKED_FIRST = Case(
    When(asks=Asks.TASK, then=Value(0)),
    When(asks=Asks.CALL, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
NEAR_KM = 15.0
MOST_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody near who may know, by code. `is_woman_needed` and the like stay on their own page."""

    id: UUID
    code: str
    community: str
    km: float
    direction: str
    heard_at: datetime | None
    call_signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """What the board says of silence: warnings first, then how many wait for somebody."""

    clusters: tuple[SilenceCluster, ...]
    to_call: int
    to_visit: int
    late: int


def silences(scope: Scope) -> QuerySet[Silence]:
    found = Silence.objects.select_related(
        "community",
        "base",
        "station",
        "focal_point",
        "gateway",
        "net",
        "response__incident",
        "node",
        "cluster",
        "ended_by",
    )
    if scope.areas is None:
        return found
    return found.filter(
        Q(community__area__in=scope.areas)
        | Q(base__area__in=scope.areas)
        | Q(community__area=None, base__area=None)
    )


def open_silences(scope: Scope) -> QuerySet[Silence]:
    """Return the open ones, those that ask for most first."""
    return silences(scope).filter(ended_at=None).order_by(ASKED_FIRST, "due_at", "since")


def ended_silences(scope: Scope) -> QuerySet[Silence]:
    return silences(scope).exclude(ended_at=None).order_by("-ended_at")


def open_clusters(scope: Scope) -> list[SilenceCluster]:
    """Return the warnings on the board, each with its `members` that the viewer may see."""
    rows = SilenceCluster.objects.filter(ended_at=None, silences__in=silences(scope))
    found = list(rows.select_related("seen_by").distinct().order_by("-opened_at"))
    for row in found:
        row.members = list(silences(scope).filter(cluster=row).order_by("code"))  # type: ignore[attr-defined]  # for the page
    return found


def strip(scope: Scope, *, now: datetime) -> Strip:
    waiting = silences(scope).filter(ended_at=None)
    return Strip(
        clusters=tuple(open_clusters(scope)),
        to_call=waiting.filter(asks=Asks.CALL).count(),
        to_visit=waiting.filter(asks=Asks.TASK).count(),
        late=waiting.filter(due_at__lt=now).count(),
    )


def neighbours(silence: Silence) -> list[Neighbour]:
    """Return who lives near and is not silent, nearest first; never somebody whom nobody may write to."""
    if silence.lat is None or silence.lon is None:
        return []
    # Whoever is silent themselves, this one included, cannot tell.
    quiet = Silence.objects.filter(focal_point__isnull=False).filter(
        Q(ended_at=None) | Q(pk=silence.pk)
    )
    people = (
        FocalPoint.objects.filter(is_active=True, is_silent=False, compromised_at=None)
        .exclude(pk__in=quiet.values("focal_point"))
        .select_related("community")
        .prefetch_related("radio_stations")
    )
    found = [
        _neighbour(one, silence.lat, silence.lon)
        for one in people
        if kilometres(silence.lat, silence.lon, one.community.lat, one.community.lon) <= NEAR_KM
    ]
    return sorted(found, key=lambda one: (one.km, one.code))[:MOST_NEIGHBOURS]


def _neighbour(person: FocalPoint, lat: float, lon: float) -> Neighbour:
    home = person.community
    stations: list[RadioStation] = list(person.radio_stations.all())
    return Neighbour(
        id=person.pk,
        code=person.code,
        community=home.name,
        km=kilometres(lat, lon, home.lat, home.lon),
        direction=direction(lat, lon, home.lat, home.lon),
        heard_at=person.last_heard_at,
        call_signs=tuple(one.call_sign for one in stations if one.ended_at is None),
    )
