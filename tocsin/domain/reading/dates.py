"""Dates: "le 12 mars", "12/03", "March 12", "tarehe 5 mwezi wa tatu", "ku itariki ya 3 Werurwe", as days from the message's."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.time_words import TimeTable

_ORDINALS = folded_set("er, e, eme, st, nd, rd, th")
_JOINERS = folded_set("de, du, of, ya, wa, za, y, w, ukwezi, mwezi, sanza")
# After these a number is the day of a month, also without its month.
_DAY_WORDS = folded_set("tarehe, itariki, date")
_BEFORE_DAY = folded_set(
    "le, du, au, on, tarehe, date, itariki, mokolo, since, depuis, tangu, ku, ya, la"
) | {"("}
# Names that are words of another sort as well, and count as a month only with their capital: "12 may have fled".
_DOUBTFUL = folded_set("may, march, mata, mai, mars, mei")
_MONTH_WORDS = 3
Day = tuple[int, int, int]
"""Days from today, and the tokens from which to which it says so."""


def date_at(tokens: Sequence[Token], at: int, table: TimeTable, today: date) -> Day | None:
    """Return the date that begins at a token; without a year it is the nearest one."""
    number = tokens[at].number
    if number is None:
        return _month_first(tokens, at, table, today)
    if not 1 <= number <= 31 or len(tokens[at].key) > 2:
        return None
    return _in_figures(tokens, at, today) or _day_first(tokens, at, table, today)


def _in_figures(tokens: Sequence[Token], at: int, today: date) -> Day | None:
    """12/03, 12.03.2024, 12-3-24: written together, and sure enough to be no share and no score."""
    parts = tokens[at : at + 5]
    if len(parts) < 3 or parts[1].key not in {"/", ".", "-"} or not _are_joined(parts[:3]):
        return None
    day, month = parts[0].number, parts[2].number
    has_year = len(parts) == 5 and parts[3].key == parts[1].key and _are_joined(parts[2:])
    year = _year(parts[4].number) if has_year else None
    before = tokens[at - 1].key if at else ""
    full = len(parts[0].key) == len(parts[2].key) == 2 and parts[1].key == "/"
    if year is None and not (full or before in _BEFORE_DAY):
        return None
    return _days(day, month, year, today, at, at + (5 if year else 3))


def _are_joined(parts: Sequence[Token]) -> bool:
    return all(a.end == b.start for a, b in pairwise(parts))


def _day_first(tokens: Sequence[Token], at: int, table: TimeTable, today: date) -> Day | None:
    end = at + 1
    if end < len(tokens) and tokens[end].key in _ORDINALS and tokens[end].start == tokens[at].end:
        end += 1
    while end < len(tokens) and tokens[end].key in _JOINERS and end - at < _MONTH_WORDS:
        if _month_at(tokens, end, table) is not None:
            break
        end += 1
    month = _month_at(tokens, end, table)
    if month is not None and _is_month(tokens, at, end):
        year = _year_after(tokens, month[1])
        return _days(tokens[at].number, month[0], year, today, at, month[1] + (year is not None))
    if any(token.key in _DAY_WORDS for token in tokens[max(0, at - 2) : at]):
        return _day_of_month(tokens[at].number or 0, today, at)
    return None


def _month_first(tokens: Sequence[Token], at: int, table: TimeTable, today: date) -> Day | None:
    """March 12, with its capital."""
    month = _month_at(tokens, at, table) if tokens[at].capital else None
    if month is None or month[1] >= len(tokens):
        return None
    day = tokens[month[1]]
    if day.number is None or len(day.key) > 2:
        return None
    return _days(day.number, month[0], None, today, at, month[1] + 1)


def _month_at(tokens: Sequence[Token], at: int, table: TimeTable) -> tuple[int, int] | None:
    """Return the number of the month that is named at a token, and the token after it."""
    for length in range(min(_MONTH_WORDS, len(tokens) - at), 0, -1):
        month = table.months.get(" ".join(token.key for token in tokens[at : at + length]))
        if month is not None:
            return month, at + length
    return None


def _is_month(tokens: Sequence[Token], at: int, month_at: int) -> bool:
    """Whether a doubtful word is the month here: after "le 12", with a capital, and never before another "mai"."""
    month = tokens[month_at]
    after = tokens[month_at + 1] if month_at + 1 < len(tokens) else None
    if after is not None and after.key == month.key:
        return False
    if month.key not in _DOUBTFUL or month.capital or tokens[month_at - 1].key in _ORDINALS:
        return True
    return (at > 0 and tokens[at - 1].key in _BEFORE_DAY) or (
        after is not None and _year(after.number) is not None
    )


def _year_after(tokens: Sequence[Token], at: int) -> int | None:
    """A year after the name of a month has four figures; two are how many of something."""
    return _year(tokens[at].number) if at < len(tokens) and len(tokens[at].key) == 4 else None


def _year(number: int | None) -> int | None:
    if number is None:
        return None
    if 0 <= number < 100:
        number += 2000
    return number if 1950 <= number <= 2100 else None


def _days(
    day: int | None, month: int | None, year: int | None, today: date, at: int, end: int
) -> Day | None:
    years = (year,) if year is not None else (today.year - 1, today.year, today.year + 1)
    offsets = [
        (found - today).days for one in years if (found := _made(one, month, day)) is not None
    ]
    return (min(offsets, key=abs), at, end) if offsets else None


def _made(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None


def _day_of_month(day: int, today: date, at: int) -> Day | None:
    """The nearest such day: of this month, the one before or the one after."""
    first = today.replace(day=1)
    months = {
        first,
        (first - timedelta(days=1)).replace(day=1),
        (first + timedelta(days=31)).replace(day=1),
    }
    offsets = [
        (found - today).days
        for month in sorted(months)
        if (found := _made(month.year, month.month, day)) is not None
    ]
    return (min(offsets, key=abs), at, at + 1) if offsets else None
