"""When it happened: the words of time of a message as an interval in the sender's time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.clock import ClockTime
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.result import Span, TimeSpan
from tocsin.domain.reading.time_parts import Parts, collect_parts

# Eastern DR Congo has had this time all year round for a century.
LOCAL = timezone(timedelta(hours=2), "CAT")
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class When:
    """`span` is None when the message gives no time; `tokens` are those that a count must not take.

    `days_ago` is how long the end of the span lies back, negative for what is still to come.
    """

    span: TimeSpan | None
    tokens: frozenset[int]
    days_ago: float | None = None
    since: bool = False
    # A day before today was named: what is then told as if it went on is a story.
    on_past_day: bool = False


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
    local = local_time(sent_at, zone)
    parts = collect_parts(tokens, hits, lexicon, local)
    used = parts.tokens()
    interval = _interval(parts, local)
    if interval is None:
        return When(None, used)
    start, end = interval
    span = Span(tokens[min(used)].start, tokens[max(used)].end)
    return When(
        span=TimeSpan(text[span.start : span.end], start, end),
        tokens=used,
        days_ago=(local - end) / _DAY,
        since=parts.since,
        on_past_day=parts.day is not None and parts.day < 0,
    )


def local_time(sent_at: datetime, zone: tzinfo = LOCAL) -> datetime:
    """Return a moment as the sender's clock shows it; one without a time zone is local already."""
    return sent_at.replace(tzinfo=zone) if sent_at.tzinfo is None else sent_at.astimezone(zone)


def _interval(parts: Parts, local: datetime) -> _Interval | None:
    if parts.clock is not None:
        return _at_clock(parts, parts.clock, local)
    if parts.age is not None and parts.day is None:
        return _at_age(parts.age, local, since=parts.since)
    if parts.day is not None:
        return _on_day(parts.day, parts, local)
    return _within_today(parts, local)


def _within_today(parts: Parts, local: datetime) -> _Interval | None:
    if parts.week is not None:
        return local - 10 * _DAY, local - 4 * _DAY
    if parts.hours is not None:
        return _until_now(_hours(_midnight(local), parts.hours), local, since=parts.since)
    if parts.night is not None:
        return _night(local)
    return (local - 15 * _MINUTE, local) if parts.now is not None else None


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _hours(day: datetime, hours: tuple[int, int]) -> _Interval:
    return day + timedelta(hours=hours[0]), day + timedelta(hours=hours[1])


def _until_now(interval: _Interval, local: datetime, *, since: bool) -> _Interval:
    """Something reported has begun: the evening of a message sent at noon was yesterday's."""
    start, end = interval
    if start > local:
        start, end = start - _DAY, end - _DAY
    return start, (local if since or end > local else end)


def _night(local: datetime) -> _Interval:
    """The night under way, or the one that has just ended."""
    start = _midnight(local) + timedelta(hours=18)
    # Before bedtime "cette nuit" is still the one before; what happens now has other words.
    if local < start + timedelta(hours=4):
        start -= _DAY
    return start, min(local, start + timedelta(hours=12))


def _on_day(offset: int, parts: Parts, local: datetime) -> _Interval:
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


def _at_age(age: timedelta, local: datetime, *, since: bool) -> _Interval:
    moment = local + age
    if since:
        return moment, local
    slack = min(_DAY, max(15 * _MINUTE, abs(age) / 6))
    if abs(age) >= _DAY:
        day = _midnight(moment)
        return day, min(local, day + _DAY) if age < timedelta(0) else day + _DAY
    return moment - slack, min(local, moment + slack) if age < timedelta(0) else moment + slack


def _at_clock(parts: Parts, clock: ClockTime, local: datetime) -> _Interval:
    minutes = _swahili_minutes(clock, parts, local) if clock.swahili else clock.minutes
    offset = parts.day
    late_night = parts.night is not None or (parts.hours is not None and parts.hours[0] >= 18)
    if offset is None:
        moment = _midnight(local) + minutes * _MINUTE
        if moment > local + 30 * _MINUTE:
            moment -= _DAY
    else:
        moment = _midnight(local) + offset * _DAY + minutes * _MINUTE
        # "hier a 2h de la nuit" belongs to the night that began that evening.
        if late_night and minutes < 6 * 60 and offset <= 0 and moment + _DAY <= local:
            moment += _DAY
    if parts.since:
        return moment, max(local, moment)
    return moment, moment + 60 * _MINUTE


def _swahili_minutes(clock: ClockTime, parts: Parts, local: datetime) -> int:
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
