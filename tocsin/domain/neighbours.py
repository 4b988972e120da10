"""Which communities lie where the attackers may go next."""

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.domain.earth import COMPASS, direction, kilometres

NEAR_KM = 8.0  # warned whatever the direction: people who turn round are as near
AHEAD_KM = 30.0  # an armed group on foot walks this in a night
UNKNOWN_KM = 15.0  # when nobody saw which way they went


@dataclass(frozen=True, slots=True)
class Threat:
    """Where it happens, and which of the eight points the attackers move towards; empty: not known."""

    lat: float
    lon: float
    towards: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A community by its code."""

    code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A community in the way, with how far it is and in which direction, seen from the threat."""

    code: str
    km: float
    lies: str


def in_the_way(
    threat: Threat, settlements: Iterable[Settlement], *, except_for: str = ""
) -> list[Neighbour]:
    """Return the communities to be warned, nearest first (alerting.md §6.7).

    Ahead means the direction of the attackers and the two points beside it: nobody walks straight.
    """
    found = []
    for one in settlements:
        if one.code == except_for:
            continue
        km = kilometres(threat.lat, threat.lon, one.lat, one.lon)
        lies = direction(threat.lat, threat.lon, one.lat, one.lon)
        if km <= _reach(threat.towards, lies):
            found.append(Neighbour(one.code, km, lies))
    return sorted(found, key=lambda one: (one.km, one.code))


def _reach(towards: str, lies: str) -> float:
    if towards not in COMPASS:
        return UNKNOWN_KM
    apart = abs(COMPASS.index(towards) - COMPASS.index(lies)) % len(COMPASS)
    return AHEAD_KM if min(apart, len(COMPASS) - apart) <= 1 else NEAR_KM
