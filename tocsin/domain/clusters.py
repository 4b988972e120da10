"""Several that fall silent together: an attack, a cut network, or a bad evening on the air."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tocsin.domain.earth import kilometres
from tocsin.domain.silence import Subject
from tocsin.domain.silence_words import ClusterGuess

NEAR_KM = 15.0  # two neighbours: a night's walk, one mast
WITHIN = timedelta(hours=14)  # an evening's and the next morning's roll call belong together
FEWEST = 3  # different subjects; two radios with flat batteries are two flat batteries
RARE = 1e-3  # the chance that their habits explain all of it
_NET_WIDE_KM = 30.0  # wider than any attack: the air itself
_TIMES_AS_MANY = 2


@dataclass(frozen=True, slots=True)
class Silent:
    """One silence with a place. `fell_at` is when it was first missed, `chance` its habit's."""

    code: str
    subject: Subject
    lat: float
    lon: float
    fell_at: datetime
    chance: float
    net: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Silences that belong together, in the order of their codes."""

    members: tuple[Silent, ...]
    guess: ClusterGuess
    lat: float
    lon: float
    radius_km: float
    began_at: datetime
    chance: float


def find_clusters(silent: Sequence[Silent]) -> list[Together]:
    """Return the groups that are unlikely to be chance, the most unlikely first.

    Neighbours count first: one station that is missed far away must not turn an attack into a bad
    evening. What is left of a net, far apart and missed at one roll call, is a bad evening; so is
    a neighbourhood of it when twice as many were missed elsewhere at that same call.
    """
    near = [g for g in _neighbourhoods(silent) if _is_group(g)]
    taken: list[Sequence[Silent]] = []
    left = [one for one in silent if not any(one in group for group in near)]
    for group in near:
        others = [one for one in left if _same_call(one, group)]
        if len(others) >= _TIMES_AS_MANY * len(group) and all(_same_call(m, group) for m in group):
            left += group
        else:
            taken.append(group)
    wide = [g for g in _of_one_call(left) if _is_group(g) and _spread(g) > _NET_WIDE_KM]
    found = [_together(group) for group in taken]
    found += [replace(_together(group), guess=ClusterGuess.BAD_BAND) for group in wide]
    return sorted((t for t in found if t.chance <= RARE), key=lambda t: t.chance)


def _neighbourhoods(silent: Sequence[Silent]) -> list[list[Silent]]:
    """Return the groups in which each has a neighbour near in space and time."""
    groups: list[list[Silent]] = []
    for one in silent:
        touched = [g for g in groups if any(_are_near(one, other) for other in g)]
        merged = [one, *(member for group in touched for member in group)]
        groups = [g for g in groups if g not in touched] + [merged]
    return groups


def _are_near(one: Silent, other: Silent) -> bool:
    is_together = abs(one.fell_at - other.fell_at) <= WITHIN
    return is_together and kilometres(one.lat, one.lon, other.lat, other.lon) <= NEAR_KM


def _is_group(group: Sequence[Silent]) -> bool:
    return len({one.code for one in group}) >= FEWEST


def _same_call(one: Silent, group: Sequence[Silent]) -> bool:
    return bool(one.net) and (one.net, one.fell_at) == (group[0].net, group[0].fell_at)


def _of_one_call(silent: Sequence[Silent]) -> list[list[Silent]]:
    calls: dict[tuple[str, datetime], list[Silent]] = {}
    for one in silent:
        if one.net:
            calls.setdefault((one.net, one.fell_at), []).append(one)
    return list(calls.values())


def _spread(group: Sequence[Silent]) -> float:
    lat = sum(one.lat for one in group) / len(group)
    lon = sum(one.lon for one in group) / len(group)
    return max(kilometres(lat, lon, one.lat, one.lon) for one in group)


def _together(group: Sequence[Silent]) -> Together:
    members = tuple(sorted(group, key=lambda one: one.code))
    lat = sum(one.lat for one in members) / len(members)
    lon = sum(one.lon for one in members) / len(members)
    radius = _spread(members)
    chance = 1.0
    for one in members:
        chance *= one.chance
    return Together(
        members=members,
        guess=_guess(members),
        lat=lat,
        lon=lon,
        radius_km=radius,
        began_at=min(one.fell_at for one in members),
        chance=chance,
    )


def _guess(members: Sequence[Silent]) -> ClusterGuess:
    # Phones alone may be the operator's mast; a radio or a team that is silent too is not.
    is_radio = any(one.subject in (Subject.STATION, Subject.PATROL) for one in members)
    return ClusterGuess.ATTACK_OR_FLIGHT if is_radio else ClusterGuess.NETWORK_CUT
