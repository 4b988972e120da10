"""The fields of a coded text: numbers with their unit, distances, times and the words that stand for themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tocsin.domain.folding import Token
from tocsin.domain.reading.coded_words import COMPASS, DAYS, FILLING, NOW, UNITS
from tocsin.domain.reading.result import Range
from tocsin.domain.words import Kind, Priority


@dataclass(slots=True)
class Coded:
    """What the fields of a coded text say so far; places are (first token, last token, is destination)."""

    text: str
    tokens: Sequence[Token]
    words: Sequence[str]
    kinds: list[Kind] = field(default_factory=list)
    number: int | None = None
    places: list[tuple[int, int, bool]] = field(default_factory=list)
    counts: dict[str, Range] = field(default_factory=dict)
    bare_numbers: list[int] = field(default_factory=list)
    actors: list[tuple[str, int, int]] = field(default_factory=list)
    minutes: int | None = None
    time_at: tuple[int, int] | None = None
    days_ago: int | None = None
    now: bool = False
    priority: Priority | None = None
    km: float | None = None
    direction: str | None = None


def take_count(coded: Coded, at: int) -> int | None:
    words, number = coded.words, coded.tokens[at].number
    if number is None:
        if words[at] not in UNITS:
            return None
        # "HA 12": the unit first, unless that number has a unit of its own.
        if _number(coded, at + 1) is not None and _word(coded, at + 2) not in UNITS:
            _count(coded, UNITS[words[at]], _range(coded, at + 1)[0])
            return _range(coded, at + 1)[1]
        return at + 1 if words[at] == "HA" else None
    found, end = _range(coded, at)
    unit = UNITS.get(_word(coded, end))
    if unit is None:
        return None
    _count(coded, unit, found)
    return end + 1


def _count(coded: Coded, role: str, found: Range) -> None:
    known = coded.counts.get(role, Range(0, 0))
    coded.counts[role] = Range(known.min + found.min, known.max + found.max)


def _range(coded: Coded, at: int) -> tuple[Range, int]:
    """Return the number at a token, or the range "10-15", and the token after it."""
    low = coded.tokens[at].number or 0
    high = _number(coded, at + 2)
    if _word(coded, at + 1) in ("-", "A") and high is not None and high > low:
        return Range(low, high), at + 3
    return Range(low, low), at + 1


def take_distance(coded: Coded, at: int) -> int | None:
    if coded.tokens[at].number is not None and _word(coded, at + 1) == "KM":
        coded.km = float(coded.tokens[at].number or 0)
        at += 2
        if _word(coded, at) not in COMPASS:
            return at
    elif coded.km is None or coded.direction is not None:
        return None
    point = COMPASS.get(_word(coded, at))
    if point is None:
        return None
    coded.direction = point
    return at + 1


def take_clock(coded: Coded, at: int) -> int | None:
    """Read 1830, 0630, 18H and 18H30."""
    number = coded.tokens[at].number
    if number is None or coded.minutes is not None:
        return None
    if _word(coded, at + 1) == "H" and number < 24:
        minute = _number(coded, at + 2)
        beside = minute is not None and coded.tokens[at + 2].start == coded.tokens[at + 1].end
        exact = minute if minute is not None and beside and minute < 60 else 0
        coded.minutes, coded.time_at = number * 60 + exact, (at, at + 2 + bool(beside))
        return at + 2 + bool(beside)
    hour, minute = divmod(number, 100)
    if len(coded.tokens[at].key) != 4 or hour > 23 or minute > 59:
        return None
    coded.minutes, coded.time_at = hour * 60 + minute, (at, at + 1)
    return at + 1


def take_word(coded: Coded, at: int) -> int | None:
    """Take the words that stand for themselves: a day, now, a priority, and what only fills."""
    word = coded.words[at]
    if word in DAYS:
        coded.days_ago, coded.time_at = DAYS[word], coded.time_at or (at, at + 1)
    elif word in NOW:
        coded.now = True
    elif word in {"URG", "URGENT", "SOS"}:
        coded.priority = coded.priority or Priority.P1
    elif word == "P" and _number(coded, at + 1) in (1, 2, 3, 4):
        coded.priority = tuple(Priority)[(_number(coded, at + 1) or 1) - 1]
        return at + 2
    elif word not in "+/-" and not (word in FILLING and at + 1 < len(coded.words)):
        return None
    return at + 1


def take_bare_number(coded: Coded, at: int) -> int | None:
    if coded.tokens[at].number is None or coded.bare_numbers:
        return None
    found, end = _range(coded, at)
    coded.bare_numbers.extend((found.min, found.max))
    return end


def _word(coded: Coded, at: int) -> str:
    return coded.words[at] if at < len(coded.words) else ""


def _number(coded: Coded, at: int) -> int | None:
    return coded.tokens[at].number if at < len(coded.tokens) else None


_Field = Callable[[Coded, int], int | None]
# In this order: each returns the token after what it took, or None when the token is not for it.
FIELDS: tuple[_Field, ...] = (
    take_count, take_distance, take_clock, take_word,
)  # fmt: skip
