"""When a net is called, and what an operator's few letters mean at speaking speed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tocsin.domain.radio_words import CheckOutcome

_LETTERS = {
    "p": CheckOutcome.PRESENT,
    "n": CheckOutcome.NOTHING_HEARD,
    "r": CheckOutcome.RELAYED,
    "e": CheckOutcome.EXCUSED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one station. `readability` None: not said."""

    call_sign: str
    outcome: CheckOutcome
    readability: int | None = None
    relayed_by: str = ""
    remark: str = ""


class NotUnderstood(ValueError):
    """The line is no entry. `why` is `empty`, `nobody_left`, `outcome` or `relay`."""

    def __init__(self, why: str, word: str = "") -> None:
        super().__init__(f"{why} {word}".strip())
        self.why = why
        self.word = word


def read_hours(text: str) -> tuple[str, ...]:
    """Return local hours such as "07:00", in order and once each. Raises ValueError."""
    found = {_hour(word) for word in re.split(r"[\s,;]+", text) if word}
    return tuple(f"{one:%H:%M}" for one in sorted(found))


def next_roll_call(hours: Sequence[str], after: datetime) -> datetime | None:
    """Return the first hour after a local moment, None for a net without hours."""
    moments = [
        datetime.combine(after.date() + timedelta(days=days), _hour(hour), tzinfo=after.tzinfo)
        for days in (0, 1)
        for hour in hours
    ]
    return min((one for one in moments if one > after), default=None)


def understand_entry(
    typed: str, *, stations: Sequence[str], answered: Mapping[str, CheckOutcome]
) -> Entry:
    """Return what one line of the operator means. Raises NotUnderstood.

    `4` the next station, loud 4; `n` nothing heard; `r tango 2 3` relayed by Tango 2, 3; `p`
    present; `e` excused. A call sign before it names another station than the next one; what
    follows a stroke is a remark. Blanks and strokes inside call signs do not matter.
    """
    line, _, remark = typed.strip().partition("/")
    words = line.split()
    if not words:
        raise NotUnderstood("empty")
    named = list(_stations_first(words, stations))
    if not named:
        waiting = (s for s in stations if answered.get(s, CheckOutcome.EXPECTED) == "expected")
        called = next(waiting, None)
        if called is None:
            raise NotUnderstood("nobody_left")
        named = [(called, words)]
    refused: list[NotUnderstood] = []
    for called, rest in named:
        try:
            return _outcome(called, rest, stations, remark.strip())
        except NotUnderstood as why:
            refused.append(why)
    raise refused[0]


def _outcome(called: str, words: Sequence[str], stations: Sequence[str], remark: str) -> Entry:
    first = words[0].lower() if words else ""
    if first in ("1", "2", "3", "4", "5") and len(words) == 1:
        return Entry(called, CheckOutcome.PRESENT, int(first), remark=remark)
    outcome = _LETTERS.get(first)
    if outcome is None:
        raise NotUnderstood("outcome", words[0] if words else called)
    if outcome is not CheckOutcome.RELAYED:
        if len(words) > 1:
            raise NotUnderstood("outcome", words[1])
        return Entry(called, outcome, remark=remark)
    for relay, rest in _stations_first(words[1:], stations):
        is_weak = rest in (["1"], ["2"], ["3"], ["4"], ["5"])
        if relay != called and (is_weak or not rest):
            return Entry(called, outcome, int(rest[0]) if rest else None, relay, remark)
    raise NotUnderstood("relay", " ".join(words[1:]))


def _stations_first(
    words: Sequence[str], stations: Sequence[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    """Return the stations that the line may begin with, and what follows, likeliest first.

    A call sign as it is written goes before one that blanks were left out of: where there are a
    Mike 1 and a Mike 12, `mike 1 2` is Mike 1 heard with 2. Then the longest.
    """
    by_words = {tuple(one.casefold().split()): one for one in stations}
    by_plain = {plain_sign(one): one for one in stations}
    ends = range(len(words), 0, -1)
    for end in ends:
        written = by_words.get(tuple(word.casefold() for word in words[:end]))
        if written is not None:
            yield written, list(words[end:])
    for end in ends:
        found = by_plain.get(plain_sign("".join(words[:end])))
        if found is not None:
            yield found, list(words[end:])


def plain_sign(call_sign: str) -> str:
    """Return a call sign as it is compared: letters and figures alone."""
    return "".join(sign for sign in call_sign.upper() if sign.isalnum())


def _hour(text: str) -> time:
    match = re.fullmatch(r"(\d{1,2})[:hH](\d{2})?", text)
    if match is None:
        raise ValueError(text)
    return time(int(match[1]), int(match[2] or 0))
