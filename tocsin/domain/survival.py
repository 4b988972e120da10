"""Medians of waits that may not have ended yet: Kaplan–Meier, with the unanswered as censored.

Leaving out what nobody answered would make a mission look faster the less it answers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple


class Lengths(NamedTuple):
    """Many waits, in seconds: how long those lasted that ended, and how long the others have so far."""

    ended: Sequence[float] = ()
    waiting: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Waits:
    """Many waits together. A quantile is None when fewer than that share has ended as yet."""

    n: int
    n_over: int
    median: timedelta | None
    p90: timedelta | None


def summarise(lengths: Lengths) -> Waits:
    """Return the median and the 90th percentile of waits, the open ones taken as censored."""
    curve = list(survival(lengths))
    return Waits(
        n=len(lengths.ended) + len(lengths.waiting),
        n_over=len(lengths.ended),
        median=quantile(curve, 0.5),
        p90=quantile(curve, 0.9),
    )


def survival(lengths: Lengths) -> Iterator[tuple[float, float]]:
    """Give the share still waiting after each length at which some wait ended, ascending.

    Product-limit estimate (Kaplan and Meier 1958): at each such length the share falls by the part
    of those still at risk that ended there. A wait censored at a length was at risk at it.
    """
    ended, waiting = sorted(lengths.ended), sorted(lengths.waiting)
    n, before, share = len(ended) + len(waiting), 0, 1.0
    while before < len(ended):
        length = ended[before]
        after = bisect_right(ended, length, before)
        at_risk = n - before - bisect_left(waiting, length)
        share *= 1 - (after - before) / at_risk
        yield length, share
        before = after


def quantile(curve: Iterable[tuple[float, float]], part: float) -> timedelta | None:
    """Return the shortest length after which at least this part has ended, None when never."""
    # Shares are products of fractions: a hair above the bound is the bound.
    bound = 1 - part + 1e-12
    found = next((length for length, share in curve if share <= bound), None)
    return None if found is None else timedelta(seconds=found)
