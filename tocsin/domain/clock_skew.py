"""Which clocks are wrong: the machines' and the gateways', each compared with the database's, without a network."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low

from tocsin.domain.clock_words import ClockSource

MACHINE_LIMIT = timedelta(seconds=5)
GATEWAY_LIMIT = timedelta(minutes=2)
"""Centres of operators round to the minute, and a text takes a while."""

AGREE_WITHIN = timedelta(minutes=1)
LARGE = timedelta(minutes=4)
"""From here on people are texted: at five minutes signed gateways are refused, and hours of duty turn false."""

ENOUGH = 3
"""Messages of a gateway before it is believed to be behind us: fewer may be what it had kept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`apart` is that clock minus the database's. For a gateway the most of its `count` latest messages.

    A message is under way for a time and may have waited for days, so the most is what comes nearest.
    """

    source: ClockSource
    name: str  # of a machine or a gateway; empty for the house
    apart: timedelta
    count: int = 1


@dataclass(frozen=True, slots=True)
class Skew:
    """One clock that is wrong. Ahead when positive, behind when negative."""

    source: ClockSource
    name: str
    apart: timedelta

    @property
    def is_large(self) -> bool:
        return abs(self.apart) >= LARGE and self.source is not ClockSource.GATEWAY


def skews(readings: Collection[Reading]) -> list[Skew]:
    """Return the clocks that are wrong, the house's first.

    A message from the future can only come of a clock: its gateway's, or ours where two gateways say so and
    none is right. One from the past may have waited: it is believed of two gateways alone, each with several
    messages of which not one came sooner, by the same length.
    """
    heard = [one for one in readings if one.source is ClockSource.GATEWAY]
    house = _house(heard)
    found = [Skew(ClockSource.HOUSE, "", house)] if house else []
    found += [
        Skew(one.source, one.name, one.apart)
        for one in sorted(readings, key=lambda one: (one.source, one.name))
        if one.source is ClockSource.MACHINE and abs(one.apart) > MACHINE_LIMIT
    ]
    if not house:
        ahead = [one for one in heard if one.apart > GATEWAY_LIMIT]
        found += [Skew(one.source, one.name, one.apart) for one in ahead]
    return found


def _house(heard: Sequence[Reading]) -> timedelta | None:
    """Return how far the database's clock is off, by gateways that agree; None when it is right or nobody knows."""
    if any(abs(one.apart) <= GATEWAY_LIMIT for one in heard):
        return None
    believed = [one for one in heard if one.apart > GATEWAY_LIMIT or one.count >= ENOUGH]
    if len(believed) < 2:
        return None
    middle = median_low([one.apart for one in believed])
    agree = [one for one in believed if abs(one.apart - middle) <= AGREE_WITHIN]
    return -middle if len(agree) >= 2 and len(agree) * 2 > len(believed) else None
