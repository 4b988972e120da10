"""Who can warn for a community, and what is missing there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUIET_FOR = 14  # days, unless the reader asks for another number
QUIET_CHOICES = (7, 14, 30, 90)


class Lack(StrEnum):
    """What is missing, gravest first."""

    NOBODY = "nobody"
    UNHEARD = "unheard"  # somebody is there, and nobody was heard from for days
    ONLY_MEN = "only_men"
    ONE_OPERATOR = "one_operator"  # when its mast falls, everybody falls silent


@dataclass(frozen=True, slots=True)
class Cover:
    """Those who can warn for one community now. Operators of which nothing is known do not count."""

    people: int
    women: int
    men: int
    operators: int
    last_heard_at: datetime | None = None


def lacks_of(cover: Cover, *, now: datetime, quiet_days: int = QUIET_FOR) -> tuple[Lack, ...]:
    """Return what is missing, gravest first. Of whom nobody said their sex, nothing is concluded."""
    if cover.people == 0:
        return (Lack.NOBODY,)
    quiet_since = now - timedelta(days=quiet_days)
    found = {
        Lack.UNHEARD: cover.last_heard_at is None or cover.last_heard_at < quiet_since,
        Lack.ONLY_MEN: cover.men == cover.people,
        Lack.ONE_OPERATOR: cover.operators == 1,
    }
    return tuple(lack for lack, applies in found.items() if applies)


def counts_of(covers: Iterable[tuple[Lack, ...]]) -> dict[str, int]:
    """Return how many communities have each lack."""
    counts = {lack.value: 0 for lack in Lack}
    for lacks in covers:
        for lack in lacks:
            counts[lack.value] += 1
    return counts
