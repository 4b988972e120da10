"""What a release says: fields of the incident, rounded, and only what more than one source gave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.earth import direction, kilometres
from tocsin.domain.release_words import Precision, ReleaseRequest
from tocsin.domain.words import Kind, VerificationState

CELL_DEGREES = {Precision.FIVE_KM: 0.05, Precision.TEN_KM: 0.1, Precision.TERRITORY: 0.5}
RADIUS_KM = {Precision.FIVE_KM: 5, Precision.TEN_KM: 10, Precision.TERRITORY: 40}
ROUNDED_TO = timedelta(minutes=30)
# How many armed people: bands, because an exact figure is what one pair of eyes saw.
BANDS = (10, 30, 100)
# From this marking on nobody is told within five kilometres (domain.md §5.3).
COARSE_FROM = 3
COUNTED = ("armed_men", "displaced")


@dataclass(frozen=True, slots=True)
class Given:
    """What one independent source gave; `counts` by what is counted, the lower bound of each."""

    source: str
    counts: Mapping[str, int]
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where it is, and what stands on a public map near it.

    `place` is a name of the gazetteer, empty when somebody typed it; `post` is the base that answers.
    """

    lat: float | None
    lon: float | None
    place: str
    territory: str
    post: str
    post_lat: float | None
    post_lon: float | None


@dataclass(frozen=True, slots=True)
class Drafted:
    """All that the text of a release can say. `withheld` says by code what was left out, and why."""

    kind: Kind
    at: datetime
    area: str  # a name of the map: a place, a post or a territory
    km: int  # within how many kilometres of it
    bearing: str  # of the area's middle seen from `area`; empty when it is the place itself
    lat: float | None
    lon: float | None
    bands: Mapping[str, int]  # index of the band, by what is counted
    direction: str
    state: VerificationState
    request: ReleaseRequest
    precision: Precision
    withheld: tuple[str, ...]


def coarsest(asked: Precision, *, marking: int) -> Precision:
    """Return how exact it may be: never finer than the marking allows."""
    if marking >= COARSE_FROM and asked is Precision.FIVE_KM:
        return Precision.TEN_KM
    return asked


def draft_release(
    kind: Kind,
    at: datetime,
    ground: Ground,
    given: Sequence[Given],
    *,
    state: VerificationState,
    request: ReleaseRequest,
    precision: Precision,
) -> Drafted:
    """Return the fields of a release. What one source alone gave is withheld (alerting.md §6.6)."""
    withheld: list[str] = []
    bands = _bands(given, withheld)
    heading = _shared_direction(given, withheld)
    area, bearing = _area(ground, precision, withheld)
    lat, lon = rounded_point(ground.lat, ground.lon, precision)
    return Drafted(
        kind=kind,
        at=rounded_time(at),
        area=area,
        km=RADIUS_KM[precision],
        bearing=bearing,
        lat=lat,
        lon=lon,
        bands=bands,
        direction=heading,
        state=state,
        request=request,
        precision=precision,
        withheld=tuple(withheld),
    )


def rounded_time(at: datetime) -> datetime:
    """Return the half hour in which it was: a minute is known to whoever looked at the clock."""
    within = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
    return at - within % ROUNDED_TO


def rounded_point(
    lat: float | None, lon: float | None, precision: Precision
) -> tuple[float | None, float | None]:
    """Return the middle of the cell in which a point lies; the cells are the same for everybody."""
    if lat is None or lon is None:
        return None, None
    size = CELL_DEGREES[precision]
    return _middle(lat, size), _middle(lon, size)


def band_of(count: int) -> int:
    """Return in which band a number falls: 0 is below the first bound."""
    return sum(count >= bound for bound in BANDS)


def _middle(degrees: float, size: float) -> float:
    return round((degrees // size) * size + size / 2, 3)


def _bands(given: Sequence[Given], withheld: list[str]) -> dict[str, int]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for one in given:
        for name, count in one.counts.items():
            counts[name][one.source] = max(count, counts[name].get(one.source, 0))
    bands = {}
    for name in COUNTED:
        if len(counts[name]) >= 2:
            bands[name] = band_of(min(counts[name].values()))
        elif counts[name]:
            withheld.append(f"{name}_from_one_source")
    return bands


def _shared_direction(given: Sequence[Given], withheld: list[str]) -> str:
    by: dict[str, set[str]] = defaultdict(set)
    for one in given:
        if one.direction:
            by[one.direction].add(one.source)
    shared = [heading for heading, sources in by.items() if len(sources) >= 2]
    if len(shared) == 1:
        return shared[0]
    if by:
        withheld.append("direction_from_one_source")
    return ""


def _area(ground: Ground, precision: Precision, withheld: list[str]) -> tuple[str, str]:
    if precision is Precision.TERRITORY and ground.territory:
        return ground.territory, ""
    if precision is Precision.FIVE_KM and ground.place:
        return ground.place, ""
    if not ground.place:
        withheld.append("place_not_on_the_map")
    if ground.lat is None or ground.lon is None or ground.post_lat is None:
        return ground.territory, ""
    assert ground.post_lon is not None
    if kilometres(ground.post_lat, ground.post_lon, ground.lat, ground.lon) <= RADIUS_KM[precision]:
        return ground.post, ""
    return ground.post, direction(ground.post_lat, ground.post_lon, ground.lat, ground.lon)
