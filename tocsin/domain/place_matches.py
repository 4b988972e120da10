"""Which of the places that bear a name is meant, and whether that is sure enough not to ask."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tocsin.domain.earth import kilometres
from tocsin.domain.place_rows import PlaceRow, is_in

# Accepted without asking: at least this alike, and this far above the next place (reading.md §4.3).
ACCEPT_SCORE = 0.72
ACCEPT_MARGIN = 0.08
# Nearer than this two rows are one place for a person who answers.
SAME_PLACE_KM = 6.0
_SAME_PLACE_DEGREES = 0.06  # 6.7 km
# A namesake farther from the sender is refused, unless the message names its territory.
VETO_KM = 150.0
CHOICES = 5

Place = TypeVar("Place")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean: `name_score` says how alike the names are, `score` adds the nearness."""

    row: PlaceRow
    score: float
    name_score: float
    km: float | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of a name: `matches` best first; `accepted` when the first needs no question."""

    matches: tuple[Match, ...] = ()
    accepted: bool = False


def distinct(places: Iterable[Place], point_of: Callable[[Place], Point]) -> list[Place]:
    """Keep the first of those that lie in one place, as many as are shown."""
    kept: list[Place] = []
    points: list[Point] = []
    for place in places:
        here = point_of(place)
        if not any(_is_same_place(here, other) for other in points):
            kept.append(place)
            points.append(here)
            if len(kept) == CHOICES:
                break
    return kept


def _is_same_place(a: Point, b: Point) -> bool:
    # Two places that far apart to the north need no great circle.
    return abs(a[0] - b[0]) < _SAME_PLACE_DEGREES and kilometres(*a, *b) <= SAME_PLACE_KM


def is_accepted(
    matches: Sequence[Match], near: tuple[float, float] | None, territories: Sequence[str]
) -> bool:
    if not matches:
        return False
    best = matches[0]
    if best.km is not None and best.km > VETO_KM and not is_in(best.row, territories):
        return False
    if best.name_score < 1.0 and any(one.name_score == 1.0 for one in matches):
        # Another place bears the name just as it is written: whether it is meant is for a person to say.
        return False
    margin = best.score - matches[1].score if len(matches) > 1 else 1.0
    floor = ACCEPT_SCORE if near is not None else ACCEPT_SCORE + 0.1
    return best.name_score >= floor and margin >= ACCEPT_MARGIN
