"""Who must be warned that a phone near them is in other hands: by when, and by which ways safely."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.earth import kilometres
from tocsin.domain.network_words import NumberState, SafeWay
from tocsin.domain.warned_words import WarnedBy

NEAR_KM = 15.0  # people of one village know those of the next, and whose number is whose
WITHIN = timedelta(hours=4)  # whoever holds the phone reads on it whom it wrote to
CRY_EVERY = timedelta(hours=4)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What decides how somebody may be told."""

    safe_way: SafeWay
    number_state: NumberState = NumberState.TRUSTED
    may_be_called: bool = True  # they agreed to calls, or nobody asked them
    is_forced: bool = False  # wrote under duress
    has_station: bool = False


def ways_of(near: Neighbour) -> tuple[WarnedBy, ...]:
    """Return the ways by which somebody may be told without harm, the safest first; never none."""
    found = [WarnedBy.FACE_TO_FACE, WarnedBy.MESSENGER]
    if near.is_forced or near.safe_way is SafeWay.FACE_TO_FACE:
        return tuple(found)
    if near.has_station:
        found.append(WarnedBy.RADIO)
    is_callable = near.safe_way in (SafeWay.TEXT, SafeWay.CALL) and near.may_be_called
    if is_callable and near.number_state is NumberState.TRUSTED:
        found.append(WarnedBy.CALL)
    return tuple(found)


def next_cry(due_at: datetime, now: datetime) -> datetime:
    """Return when those on duty hear again of somebody who is not warned yet."""
    return max(due_at, now) + CRY_EVERY


@dataclass(frozen=True, slots=True)
class Village:
    """A community as its profile knows it. `signs` are the codes and call signs of its people and radios."""

    code: str
    lat: float
    lon: float
    relay: str = ""  # who passes word on when the network is away, by code
    signs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Near:
    """Why another community may know of a phone: how far it is, and whether word goes by the same chain."""

    code: str
    km: float
    is_relay: bool


def also_near(home: Village, others: Iterable[Village]) -> list[Near]:
    """Return the other communities within 15 km or in the same relay chain, the nearest first."""
    found = [
        Near(one.code, kilometres(home.lat, home.lon, one.lat, one.lon), _in_one_chain(home, one))
        for one in others
        if one.code != home.code
    ]
    kept = [one for one in found if one.km <= NEAR_KM or one.is_relay]
    return sorted(kept, key=lambda one: (one.km, one.code))


def _in_one_chain(home: Village, other: Village) -> bool:
    said = _plain(home.relay), _plain(other.relay)
    return any(
        f" {_plain(sign).strip()} " in said[0] for sign in {other.code, *other.signs}
    ) or any(f" {_plain(sign).strip()} " in said[1] for sign in {home.code, *home.signs})


def _plain(text: str) -> str:
    """Return the words of a text in capitals between blanks, so that no code is found inside another."""
    return f" {' '.join(_WORD.findall(text.upper()))} "
