"""The words of time in a message: a day, hours of the day, an age, a clock, before anything is made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.clock import ClockTime, find_clock
from tocsin.domain.reading.dates import date_at
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.time_words import TimeTable

Where = tuple[int, int]
# What is spoken of before it happens; a weekday beside it is the next one.
_AHEAD = frozenset({"threat", "future", "admin", "spam"})
_FRENCH_UNITS = folded_set(
    "minute, minutes, min, mn, mins, heure, heures, h, hrs, hr, jour, jours, jrs, j, semaine, semaines, mois, an, ans, "
    "annees"
)
_NEXT = folded_set("prochain, prochaine, next, ijayo, kesho, ekoya, gitaha, utaha, itaha, on vient")
_LAST = folded_set(
    "passe, passee, dernier, derniere, last, iliyopita, uliopita, eleki, gishize, ushize, hashize"
)
_SILENCE = folded_set("plus, rien, calme, kimya, then, nta")
_EACH = folded_set("chaque, kila, buri, every, each, tous les, nyonso, tout")


@dataclass(slots=True)
class Parts:
    """What was found, each with its tokens: `day` counts from the day of the message, `hours` within that day."""

    day: int | None = None
    day_at: Where | None = None
    hours: tuple[int, int] | None = None
    hours_at: Where | None = None
    age: timedelta | None = None
    age_at: Where | None = None
    night: Where | None = None
    now: Where | None = None
    week: Where | None = None
    clock: ClockTime | None = None
    since: bool = False

    def tokens(self) -> frozenset[int]:
        """Return the tokens that speak of time."""
        clock = (self.clock.start, self.clock.end) if self.clock else None
        spans = (self.day_at, self.hours_at, self.night, self.now, self.week, self.age_at, clock)
        return frozenset(place for span in spans if span for place in range(*span))


def collect_parts(
    tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon, local: datetime
) -> Parts:
    """Return the words of time; the first of each sort counts."""
    parts = Parts(clock=find_clock(tokens, lexicon))
    plan = _is_plan(tokens, hits)
    at = 0
    while at < len(tokens):
        at = _take(tokens, at, parts, lexicon, local, plan=plan)
    return parts


# How verbs begin that speak of what is to come: "tuzahura", "bakoya", "tutaenda".
_TO_COME = re.compile(
    r"(?:n|u|a|tu|mu|ba|i|zi|bi|ha)za[bcdfghjklmnprstvwyz]\w+|(?:na|o|a|to|bo|ba|e)ko[a-z]{3,}|(?:ni|u|a|tu|m|wa|i|zi)ta[bcdfghjklmnprstvwyz]\w+"
)
_GONE_BY = re.compile(r"(?:\w+aki|ba\w+ye|ya\w+ye|wali\w+|tuli\w+|ali\w{3,})")


def _is_plan(tokens: Sequence[Token], hits: Sequence[Hit]) -> bool:
    """Whether the verbs speak of what is to come: those of the lexicon first, then the forms of the others."""
    planned = sum(hit.tense == "plan" or hit.concept in _AHEAD for hit in hits)
    done = sum(hit.tense in {"done", "past"} for hit in hits)
    if planned == done:
        planned += any(_TO_COME.fullmatch(token.key) for token in tokens)
        done += any(_GONE_BY.fullmatch(token.key) for token in tokens)
    return planned > done


def _take(
    tokens: Sequence[Token],
    at: int,
    parts: Parts,
    lexicon: Lexicon,
    local: datetime,
    *,
    plan: bool,
) -> int:
    """Take what begins at a token and return the token after it."""
    table = lexicon.times
    if tokens[at].sign:
        return at + 1
    end = _take_figures(tokens, at, parts, lexicon, local)
    if end is not None:
        return end
    longest = table.longest.get(tokens[at].key, 0)
    for length in range(min(longest, len(tokens) - at), 0, -1):
        phrase = " ".join(token.key for token in tokens[at : at + length])
        where = (at, at + length)
        if phrase in table.weekdays:
            day = table.weekdays[phrase]
            _take_weekday(tokens, where, parts, day, local, plan=plan)
            return at + length
        if _take_day(phrase, where, parts, table, plan=plan) or _take_hours(
            phrase, where, parts, table
        ):
            return at + length
    parts.since = parts.since or (tokens[at].key in table.since and not _is_silence(tokens, at))
    return at + 1


def _is_silence(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is over since then: "depuis plus rien"."""
    return at + 1 < len(tokens) and tokens[at + 1].key in _SILENCE


def _take_figures(
    tokens: Sequence[Token], at: int, parts: Parts, lexicon: Lexicon, local: datetime
) -> int | None:
    """Take a date or an age that begins at a token, and return the token after it."""
    if not _may_be_figure(tokens[at], lexicon):
        return None
    day = date_at(tokens, at, lexicon.times, local.date()) if parts.day is None else None
    if day is not None:
        parts.day, parts.day_at = day[0], day[1:]
        return day[2]
    age = _age_at(tokens, at, lexicon) if parts.age is None else None
    if age is not None:
        parts.age, parts.age_at = age[0], age[1:]
        return age[2]
    return None


def _may_be_figure(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token is a number or a unit of time, or a name of a month as it stands before a date."""
    is_number = token.number is not None or token.key in lexicon.numbers.values
    return is_number or token.capital or token.key in lexicon.times.units


def _take_day(phrase: str, where: Where, parts: Parts, table: TimeTable, *, plan: bool) -> bool:
    if phrase in table.last_week:
        parts.week = parts.week or where
        return True
    if phrase in table.now:
        parts.now = parts.now or where
        return True
    if phrase not in table.days and phrase not in table.either:
        return False
    if parts.day is None:
        # "lobi" and "ejo" are yesterday or tomorrow: the verbs decide.
        parts.day = table.days.get(phrase, 1 if plan else -1)
        parts.day_at = where
    return True


def _take_hours(phrase: str, where: Where, parts: Parts, table: TimeTable) -> bool:
    if phrase in table.last_night and parts.hours is None:
        parts.night = parts.night or where
        return True
    if phrase not in table.parts:
        return False
    if parts.hours is None:
        parts.hours, parts.hours_at = table.parts[phrase], where
        if phrase.startswith(("ce ", "this ")) and parts.day is None:
            parts.day = 0
    return True


def _take_weekday(
    tokens: Sequence[Token],
    where: Where,
    parts: Parts,
    weekday: int,
    local: datetime,
    *,
    plan: bool,
) -> None:
    """A day that comes every week dates nothing; "jeudi prochain" is ahead whatever the verbs say."""
    before = tokens[where[0] - 1].key if where[0] else ""
    after = tokens[where[1]].key if where[1] < len(tokens) else ""
    if before in _EACH or parts.day is not None:
        return
    beside = {before, after}
    ahead = (plan or bool(beside & _NEXT)) and not beside & _LAST
    past = -((local.weekday() - weekday) % 7)
    parts.day = ((weekday - local.weekday()) % 7 or 7) if ahead else past
    parts.day_at = where


def _age_at(
    tokens: Sequence[Token], at: int, lexicon: Lexicon
) -> tuple[timedelta, int, int] | None:
    """Read "il y a 30 min", "siku tatu zilizopita", "2 hours ago", "dans 3 jours", "depuis 10 min"."""
    number = _number_and_unit(tokens, at, lexicon)
    if number is None:
        return None
    minutes, end = number
    span = timedelta(minutes=minutes)
    if end < len(tokens) and tokens[end].key in lexicon.times.after:
        return -span, at, end + 1
    before = _phrase_before(tokens, at, lexicon.times)
    if before is None:
        return None
    sign, first = before
    return sign * span, first, end


def _number_and_unit(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return minutes and the token after: "30 min" or, the Bantu way round, "siku tatu"."""
    if at + 1 >= len(tokens):
        return None
    units = lexicon.times.units
    value = _value(tokens[at], lexicon)
    if value is not None and tokens[at + 1].key in units:
        return value * units[tokens[at + 1].key], at + 2
    unit = units.get(tokens[at].key)
    # "saa tatu" is three o'clock, not three hours.
    if unit is None or tokens[at].key in {"saa", "h", "j"}:
        return None
    value = _value(tokens[at + 1], lexicon)
    return None if value is None else (value * unit, at + 2)


def _value(token: Token, lexicon: Lexicon) -> int | None:
    value = token.number if token.number is not None else lexicon.numbers.values.get(token.key)
    return None if value is None else min(value, 1000)


def _phrase_before(tokens: Sequence[Token], start: int, table: TimeTable) -> tuple[int, int] | None:
    for length in range(min(4, start), 0, -1):
        phrase = " ".join(token.key for token in tokens[start - length : start])
        if phrase in table.ahead:
            return 1, start - length
        # Swahili "ya" only joins: "kazi ya siku tatu".
        if phrase == "ya" and tokens[start + 1].key not in _FRENCH_UNITS:
            continue
        if phrase in table.before or phrase in table.since:
            return -1, start - length
    return None
