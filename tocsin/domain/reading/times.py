"""When it happened: days, parts of days, clocks and ages into an interval of the sender's time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.clock import ClockTime, find_clock
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.result import Span, TimeSpan
from tocsin.domain.time_words import TimeTable

# Eastern DR Congo has had this time all year round for a century.
LOCAL = timezone(timedelta(hours=2), "CAT")
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_LONGEST_PHRASE = 5
# What is spoken of before it happens; a weekday beside it is the next one.
_AHEAD = frozenset({"threat", "future", "admin", "spam"})
_FRENCH_UNITS = folded_set(
    "minute, minutes, min, mn, mins, heure, heures, h, hrs, hr, jour, jours, jrs, j, semaine, semaines, mois, an, ans, annees"
)
_NEXT = folded_set("prochain, prochaine, next, ijayo, kesho, ekoya, gitaha, utaha, itaha, on vient")
_LAST = folded_set("passe, passee, dernier, derniere, last, iliyopita, uliopita, eleki, gishize, ushize, hashize")
_EACH = folded_set("chaque, kila, buri, every, each, tous les, nyonso, tout")


@dataclass(frozen=True, slots=True)
class When:
    """`span` is None when the message gives no time; `tokens` are those that a count must not take."""

    span: TimeSpan | None
    tokens: frozenset[int]
    days_ago: float | None = None
    since: bool = False
    is_now: bool = False


@dataclass(slots=True)
class _Parts:
    day: int | None = None
    day_at: tuple[int, int] | None = None
    hours: tuple[int, int] | None = None
    hours_at: tuple[int, int] | None = None
    age: tuple[timedelta, int, int] | None = None
    night: tuple[int, int] | None = None
    now: tuple[int, int] | None = None
    week: tuple[int, int] | None = None
    clock: ClockTime | None = None
    since: bool = False


def find_time(
    text: str,
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    *,
    lexicon: Lexicon,
    sent_at: datetime,
    zone: tzinfo = LOCAL,
) -> When:
    """Return when it happened; `sent_at` without a time zone is taken to be local."""
    local = sent_at.replace(tzinfo=zone) if sent_at.tzinfo is None else sent_at.astimezone(zone)
    parts = _collect(tokens, hits, lexicon, local)
    used = _used(parts)
    interval = _interval(parts, local)
    if interval is None:
        return When(None, used)
    start, end = interval
    places = sorted(used) or [0]
    span = Span(tokens[places[0]].start, tokens[places[-1]].end)
    return When(
        span=TimeSpan(text[span.start : span.end], start, end),
        tokens=used,
        days_ago=(local - end) / _DAY,
        since=parts.since,
        is_now=parts.now is not None,
    )


def _collect(
    tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon, local: datetime
) -> _Parts:
    table = lexicon.times
    parts = _Parts(clock=find_clock(tokens, lexicon))
    plan = _is_plan(hits)
    at = 0
    while at < len(tokens):
        at = _take(tokens, at, parts, table, lexicon, local, plan=plan)
    return parts


def _is_plan(hits: Sequence[Hit]) -> bool:
    planned = sum(hit.tense == "plan" or hit.concept in _AHEAD for hit in hits)
    done = sum(hit.tense in {"done", "past"} for hit in hits)
    return planned > done


def _take(
    tokens: Sequence[Token],
    at: int,
    parts: _Parts,
    table: TimeTable,
    lexicon: Lexicon,
    local: datetime,
    *,
    plan: bool,
) -> int:
    if tokens[at].sign:
        return at + 1
    age = _age_at(tokens, at, table, lexicon)
    if age is not None and parts.age is None:
        parts.age = age
        return age[2]
    for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
        phrase = " ".join(token.key for token in tokens[at : at + length])
        if phrase in table.weekdays:
            _take_weekday(tokens, (at, at + length), parts, table.weekdays[phrase], local, plan=plan)
            return at + length
        if _take_phrase(phrase, (at, at + length), parts, table, plan=plan):
            return at + length
    if tokens[at].key in table.since:
        parts.since = True
    return at + 1


def _take_phrase(
    phrase: str,
    where: tuple[int, int],
    parts: _Parts,
    table: TimeTable,
    *,
    plan: bool,
) -> bool:
    if phrase in table.last_week and parts.week is None:
        parts.week = where
    elif phrase in table.now:
        parts.now = parts.now or where
    elif phrase in table.days:
        if parts.day is None:
            parts.day, parts.day_at = table.days[phrase], where
    elif phrase in table.either:
        if parts.day is None:
            parts.day, parts.day_at = (1 if plan else -1), where
    elif phrase in table.last_night and parts.hours is None:
        parts.night = parts.night or where
    elif phrase in table.parts:
        if parts.hours is None:
            parts.hours, parts.hours_at = table.parts[phrase], where
            if phrase.startswith(("ce ", "this ")) and parts.day is None:
                parts.day = 0
    else:
        return False
    return True


def _take_weekday(
    tokens: Sequence[Token],
    where: tuple[int, int],
    parts: _Parts,
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
    ahead = (plan or after in _NEXT or before in _NEXT) and after not in _LAST and before not in _LAST
    parts.day, parts.day_at = _weekday(weekday, local, plan=ahead), where


def _weekday(day: int, local: datetime, *, plan: bool) -> int:
    if plan:
        return (day - local.weekday()) % 7 or 7
    return -((local.weekday() - day) % 7)


def _age_at(
    tokens: Sequence[Token], at: int, table: TimeTable, lexicon: Lexicon
) -> tuple[timedelta, int, int] | None:
    """Read "il y a 30 min", "siku tatu zilizopita", "2 hours ago", "dans 3 jours", "depuis 10 min"."""
    number = _number_and_unit(tokens, at, table, lexicon)
    if number is None:
        return None
    value, minutes, start, end = number
    span = value * minutes * _MINUTE
    before = _phrase_before(tokens, start, table)
    if end < len(tokens) and tokens[end].key in table.after:
        return -span, start, end + 1
    if before is None:
        return None
    sign, first = before
    return sign * span, first, end


def _number_and_unit(
    tokens: Sequence[Token], at: int, table: TimeTable, lexicon: Lexicon
) -> tuple[int, int, int, int] | None:
    if at + 1 >= len(tokens):
        return None
    value = tokens[at].number
    if value is None:
        value = lexicon.numbers.get(tokens[at].key)
    if value is not None and tokens[at + 1].key in table.units:
        return min(value, 1000), table.units[tokens[at + 1].key], at, at + 2
    unit = table.units.get(tokens[at].key)
    if unit is None or tokens[at].key in {"saa", "h", "j"}:
        return None
    value = tokens[at + 1].number
    if value is None:
        value = lexicon.numbers.get(tokens[at + 1].key)
    return None if value is None else (min(value, 1000), unit, at, at + 2)


def _phrase_before(tokens: Sequence[Token], start: int, table: TimeTable) -> tuple[int, int] | None:
    for length in (4, 3, 2, 1):
        if start - length < 0:
            continue
        phrase = " ".join(token.key for token in tokens[start - length : start])
        if phrase in table.ahead:
            return 1, start - length
        # Swahili "ya" only joins: "kazi ya siku tatu".
        if phrase == "ya" and tokens[start + 1].key not in _FRENCH_UNITS:
            continue
        if phrase in table.before or phrase in table.since:
            return -1, start - length
    return None


def _used(parts: _Parts) -> frozenset[int]:
    spans = [parts.day_at, parts.hours_at, parts.night, parts.now, parts.week]
    if parts.age:
        spans.append((parts.age[1], parts.age[2]))
    if parts.clock:
        spans.append((parts.clock.start, parts.clock.end))
    return frozenset(place for span in spans if span for place in range(*span))


def _interval(parts: _Parts, local: datetime) -> tuple[datetime, datetime] | None:
    if parts.clock is not None:
        return _at_clock(parts, parts.clock, local)
    if parts.age is not None and parts.day is None:
        return _at_age(parts.age[0], local, since=parts.since)
    if parts.day is not None:
        return _on_day(parts.day, parts, local)
    if parts.week is not None:
        return local - 10 * _DAY, local - 4 * _DAY
    if parts.hours is not None:
        return _until_now(_hours(_midnight(local), parts.hours), local, since=parts.since)
    if parts.night is not None:
        return _night(local)
    if parts.now is not None:
        return local - 15 * _MINUTE, local
    return None


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _hours(day: datetime, hours: tuple[int, int]) -> tuple[datetime, datetime]:
    return day + timedelta(hours=hours[0]), day + timedelta(hours=hours[1])


def _until_now(
    interval: tuple[datetime, datetime], local: datetime, *, since: bool
) -> tuple[datetime, datetime]:
    """Something reported has begun: the evening of a message sent at noon was yesterday's."""
    start, end = interval
    if start > local:
        start, end = start - _DAY, end - _DAY
    return start, (local if since or end > local else end)


def _night(local: datetime) -> tuple[datetime, datetime]:
    """The night under way, or the one that has just ended."""
    start = _midnight(local) + timedelta(hours=18)
    # Before bedtime "cette nuit" is still the one before; what happens now has other words.
    if local < start + timedelta(hours=4):
        start -= _DAY
    return start, min(local, start + timedelta(hours=12))


def _on_day(offset: int, parts: _Parts, local: datetime) -> tuple[datetime, datetime]:
    day = _midnight(local) + offset * _DAY
    if parts.hours is not None:
        start, end = _hours(day, parts.hours)
    elif parts.night is not None:
        start, end = _hours(day, (18, 30))
    else:
        start, end = day, day + _DAY
    if offset <= 0:
        end = local if parts.since else min(end, max(local, start))
    return start, end


def _at_age(age: timedelta, local: datetime, *, since: bool) -> tuple[datetime, datetime]:
    moment = local + age
    if since:
        return moment, local
    slack = min(_DAY, max(15 * _MINUTE, abs(age) / 6))
    if abs(age) >= _DAY:
        day = _midnight(moment)
        return day, min(local, day + _DAY) if age < timedelta(0) else day + _DAY
    return moment - slack, min(local, moment + slack) if age < timedelta(0) else moment + slack


def _at_clock(parts: _Parts, clock: ClockTime, local: datetime) -> tuple[datetime, datetime]:
    minutes = _swahili_minutes(clock, parts, local) if clock.swahili else clock.minutes
    offset = parts.day
    late_night = parts.night is not None or (parts.hours is not None and parts.hours[0] >= 18)
    if offset is None:
        moment = _midnight(local) + minutes * _MINUTE
        if moment > local + 30 * _MINUTE:
            moment -= _DAY
    else:
        moment = _midnight(local) + offset * _DAY + minutes * _MINUTE
        if late_night and minutes < 6 * 60 and offset <= 0:
            moment = min(moment + _DAY, local) if moment + _DAY <= local else moment
    if parts.since:
        return moment, max(local, moment)
    return moment, moment + 60 * _MINUTE


def _swahili_minutes(clock: ClockTime, parts: _Parts, local: datetime) -> int:
    """Swahili hours count from six: the part of the day says which six, or else the nearest past."""
    by_day = (clock.minutes + 6 * 60) % 1440
    by_night = (clock.minutes + 18 * 60) % 1440
    if parts.night is not None:
        return by_night
    if parts.hours is not None:
        # "saa moja jioni" is seven in the evening, "saa kumi jioni" four in the afternoon.
        low, high = parts.hours
        return by_day if low <= by_day / 60 <= high else by_night
    day_now = local.hour * 60 + local.minute
    return min((by_day, by_night), key=lambda minutes: (day_now - minutes) % 1440)
