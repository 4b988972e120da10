"""What an alert and an incident say happened, as far as finding what belongs together needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.domain.words import IncidentLife, Kind, Priority

Point = tuple[float, float]  # latitude and longitude in degrees


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """What an alert says happened. Unknown is None or empty, and counts for nothing either way.

    `radius_km` is how uncertain the place is. `counts` are ranges, both ends included. `marks`
    are codes of what is named: a school, a bridge, a victim's hash. `community` is the addressee
    of a threat. `direction` is where movement goes, one of the eight points. `named` are the points
    that a name in the words may mean when it is for a person to say which, or whether any; it lies
    where its source lives meanwhile. `may_mean` are those of misspelt names too. `says_where` tells
    whether the words speak of a place at all, by a name or as "here"; `speaks_of_here` whether as "here".
    `tellers` are those whose words they are.
    """

    kind: Kind
    priority: Priority
    since: datetime
    until: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 1.0
    actors: frozenset[str] = frozenset()
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    community: str = ""
    direction: str = ""
    is_by_road: bool = False
    marking: int = 1
    is_restricted: bool = False
    is_drill: bool = False
    fingerprint: int = 0
    named: tuple[Point, ...] = ()
    may_mean: tuple[Point, ...] = ()
    says_where: bool = False
    speaks_of_here: bool = False
    tellers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """An incident as its alerts describe it together; `what.until` is the last fix."""

    id: str
    what: AlertFacts
    life: IncidentLife = IncidentLife.OPEN
    closed_at: datetime | None = None
