"""Who should have been heard from and was not: radios, focal points, gateways, our own machines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Subject(StrEnum):
    """What can fall silent."""

    STATION = "station"  # a radio at its roll call
    FOCAL_POINT = "focal_point"
    GATEWAY = "gateway"
    NODE = "node"  # the engine of a base
    PATROL = "patrol"
    NET = "net"  # nobody called its roll


class Asks(StrEnum):
    """What a silence asks for; each stands above the one before (domain.md §10.2)."""

    NOTE = "note"  # one miss: look at it
    CALL = "call"  # two: call them by another means
    TASK = "task"  # four: somebody goes and sees


_ORDER = (Asks.NOTE, Asks.CALL, Asks.TASK)
_AFTER = ((4, Asks.TASK), (2, Asks.CALL), (1, Asks.NOTE))


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody or something that is heard from at a steady pace.

    `every` is the pace, `grace` what is forgiven each time. `since` is when we began to expect
    it: nobody is silent before that. `is_excused`: on leave, off duty, known to be switched off.
    """

    subject: Subject
    code: str
    every: timedelta
    since: datetime
    grace: timedelta = timedelta(minutes=15)
    heard_at: datetime | None = None
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence and what it asks for. `misses` counts the times it should have been heard."""

    subject: Subject
    code: str
    since: datetime
    misses: int
    asks: Asks


def graver(one: Asks, other: Asks) -> Asks:
    """Return what asks for more."""
    return max(one, other, key=_ORDER.index)


def team_code(base: str, team: UUID) -> str:
    """Return what lists and the log book call a team; nothing in it tells for which incident it left."""
    return f"{base or 'partner'}-{str(team)[-4:]}"


def overdue_checks(expected: Iterable[Expected], now: datetime) -> list[Silence]:
    """Return all silences, the longest first."""
    found = (silence_of(one, now) for one in expected)
    return sorted((one for one in found if one), key=lambda one: (-one.misses, one.since, one.code))


def silence_of(expected: Expected, now: datetime) -> Silence | None:
    """Return the silence of one, or None while it was heard in time. A clock set back is no news."""
    if expected.is_excused:
        return None
    last = max(expected.since, expected.heard_at or expected.since)
    misses = max(0, (now - last - expected.grace) // expected.every)
    for least, asks in _AFTER:
        if misses >= least:
            return Silence(expected.subject, expected.code, last, misses, asks)
    return None


def next_check(expected: Iterable[Expected], now: datetime) -> datetime | None:
    """Return when the next silence could begin or deepen, or None when nobody is expected."""
    moments = []
    for one in expected:
        if one.is_excused:
            continue
        last = max(one.since, one.heard_at or one.since)
        misses = max(0, (now - last - one.grace) // one.every)
        moments.append(last + one.grace + (misses + 1) * one.every)
    return min(moments, default=None)
