"""Medians of waits that may not have ended yet: Kaplan–Meier, with the unanswered as censored.

Leaving out what nobody answered would make a mission look faster the less it answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait: how long it lasted, or how long it has lasted so far when it never ended."""

    length: timedelta
    is_over: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """Many waits together. A quantile is None when fewer than that share has ended as yet."""

    n: int
    n_over: int
    median: timedelta | None
    p90: timedelta | None


def summarise(waits: Iterable[Wait]) -> Waits:
    """Return the median and the 90th percentile of waits, the open ones taken as censored."""
    known = list(waits)
    curve = survival(known)
    return Waits(
        n=len(known),
        n_over=sum(wait.is_over for wait in known),
        median=quantile(curve, 0.5),
        p90=quantile(curve, 0.9),
    )


def survival(waits: Iterable[Wait]) -> list[tuple[timedelta, float]]:
    """Return the share still waiting after each length at which some wait ended, ascending.

    Product-limit estimate (Kaplan and Meier 1958): at each such length the share falls by the part
    of those still at risk that ended there. A wait censored at a length was at risk at it.
    """
    ordered = sorted(waits, key=lambda wait: wait.length)
    at_risk, share, curve = len(ordered), 1.0, []
    for length, group in groupby(ordered, key=lambda wait: wait.length):
        here = list(group)
        ended = sum(wait.is_over for wait in here)
        if ended:
            share *= 1 - ended / at_risk
            curve.append((length, share))
        at_risk -= len(here)
    return curve


def quantile(curve: Iterable[tuple[timedelta, float]], part: float) -> timedelta | None:
    """Return the shortest length after which at least this part has ended, None when never."""
    # Shares are products of fractions: a hair above the bound is the bound.
    bound = 1 - part + 1e-12
    return next((length for length, share in curve if share <= bound), None)
