"""Small counts hidden from readers outside, so that nothing can be subtracted back (domain.md §5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole as it may be shown; None is hidden."""

    part: int | None
    whole: int | None


def hide_small(counts: Mapping[str, int], *, smallest: int = SMALLEST) -> dict[str, int | None]:
    """Return the parts of a published total with the small ones hidden, as None.

    A nought is shown: it tells of nobody. When what is hidden could be told from the total, the
    next smallest part is hidden too, until two readings at least remain for each of the hidden.
    """
    hidden = {name for name, n in counts.items() if 0 < n < smallest}
    rest = sorted((n, name) for name, n in counts.items() if n >= smallest)
    while hidden and _is_told(counts, hidden, smallest) and rest:
        hidden.add(rest.pop(0)[1])
    if hidden and _is_told(counts, hidden, smallest):
        # Nothing is left to hide behind: the noughts are all that could be, so they go as well.
        hidden |= {name for name, n in counts.items() if n == 0}
    return {name: None if name in hidden else n for name, n in counts.items()}


def is_safe_total(counts: Mapping[str, int], *, smallest: int = SMALLEST) -> bool:
    """Say whether the total itself may be shown: nought, or large enough."""
    total = sum(counts.values())
    return total == 0 or total >= smallest


def hide_share(part: int, whole: int, *, smallest: int = SMALLEST) -> Share:
    """Return a part of a whole; hidden when it, or what is left of the whole, is small."""
    if 0 < whole < smallest:
        return Share(None, None)
    is_small = 0 < part < smallest or 0 < whole - part < smallest
    return Share(None if is_small else part, whole)


def hide_shares(shares: Sequence[tuple[int, int]]) -> list[Share]:
    return [hide_share(part, whole) for part, whole in shares]


def _is_told(counts: Mapping[str, int], hidden: set[str], smallest: int) -> bool:
    """Say whether a reader who knows the rule and the total can work out one of the hidden.

    The reader knows that each hidden part is at least one, and their sum. One hidden part alone is
    the difference; several are told when their sum leaves one reading only, or when the sum shows
    that all of them are small.
    """
    if len(hidden) == 1:
        return True
    total = sum(counts[name] for name in hidden)
    return total < smallest or total == len(hidden)
