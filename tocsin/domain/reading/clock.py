"""Clock times: 19h30, 0630, 6pm, and the Swahili clock that starts at six, so that saa 4 usiku is 22:00."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon

_HOUR_SIGNS = folded_set("h, heure, heures, hours, hr, hre, hres, hrs")
_SWAHILI = folded_set("isaha, sa, saa, saha")
_HALF = folded_set("demi, demie, half, nusu")
_QUARTER = folded_set("quart, robo")
_MINUS = folded_set("kasarobo, kasoro, kasorobo, moins")


@dataclass(frozen=True, slots=True)
class ClockTime:
    """Tokens `start` to `end` say `minutes` after midnight; `swahili` when the half of the day must be chosen."""

    start: int
    end: int
    minutes: int
    swahili: bool = False


def find_clock(tokens: Sequence[Token], lexicon: Lexicon) -> ClockTime | None:
    """Return the first clock time of a message, or None."""
    for at in range(len(tokens)):
        found = _swahili_at(tokens, at, lexicon) or _digits_at(tokens, at)
        if found:
            return found
    return None


def _swahili_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> ClockTime | None:
    if tokens[at].key not in _SWAHILI or at + 1 >= len(tokens):
        return None
    number = _hour_word(tokens, at + 1, lexicon)
    if number is None:
        return None
    hour, end = number
    if not 1 <= hour <= 12:
        return ClockTime(at, end, hour * 60) if 12 < hour <= 23 else None
    minutes, end = _minutes_after(tokens, end)
    return ClockTime(at, end, (hour % 12) * 60 + minutes, swahili=True)


def _hour_word(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    token = tokens[at]
    if token.number is not None:
        return token.number, at + 1
    value = lexicon.times.swahili_hours.get(token.key)
    if value is None:
        return None
    if value == 10 and at + 2 < len(tokens) and tokens[at + 1].key == "na":
        more = lexicon.times.swahili_hours.get(tokens[at + 2].key)
        if more in (1, 2):
            return 10 + more, at + 3
    return value, at + 1


def _minutes_after(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    words = [token.key for token in tokens[at : at + 3]]
    numbers = [token.number for token in tokens[at : at + 3]]
    minutes, taken = 0, 0
    if words[:1] in (["na"], ["et"]) and len(words) > 1:
        if words[1] in _HALF:
            minutes, taken = 30, 2
        elif words[1] in _QUARTER:
            minutes, taken = 15, 2
        elif words[1] == "dakika" and len(words) > 2 and numbers[2] is not None:
            minutes, taken = min(59, numbers[2]), 3
    elif words[:1] in ([":"], ["h"]) and len(words) > 1 and numbers[1] is not None:
        minutes, taken = (numbers[1], 2) if numbers[1] < 60 else (0, 0)
    elif words and words[0] in _MINUS:
        minutes, taken = -15, len(words[:2])
    return minutes, at + taken


def _digits_at(tokens: Sequence[Token], at: int) -> ClockTime | None:
    hour = tokens[at].number
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if hour is None:
        return None
    found = None
    if len(tokens[at].key) == 4 and _is_military(tokens, at):
        found = _military(at, hour)
    elif hour <= 24 and following in _HOUR_SIGNS:
        found = None if _is_duration(tokens, at) else _hour_sign(tokens, at, hour)
    elif hour <= 12 and following in _HALVES:
        found = ClockTime(at, at + 2, (hour % 12 + _HALVES[following]) * 60)
    elif hour <= 24 and following == ":" and at + 2 < len(tokens):
        found = _colon(tokens, at, hour)
    return found


_HALVES = {"am": 0, "pm": 12}


def _military(at: int, number: int) -> ClockTime | None:
    hour, minute = divmod(number, 100)
    return ClockTime(at, at + 1, hour * 60 + minute) if hour < 24 and minute < 60 else None


def _is_military(tokens: Sequence[Token], at: int) -> bool:
    beside = {t.key for t in tokens[max(0, at - 1) : at + 2]}
    return bool(beside & {"heure", "heures", "hrs", "h", "hours", "hr", "saa", "at"})


def _is_duration(tokens: Sequence[Token], at: int) -> bool:
    """Tell a length from a time: "2 h a pied" is a distance and "il y a 2 heures" an age, not two o'clock."""
    before = tokens[at - 1].key if at else ""
    after = [t.key for t in tokens[at + 2 : at + 5]]
    if before in {"a", "ya"} and at > 1 and tokens[at - 2].key in {"y", "il", "hashize"}:
        return True
    return before in {
        "ya",
        "environ",
        "pendant",
        "apres",
        "durant",
        "hashize",
        "dans",
        "for",
        "in",
    } or (after[:2] == ["a", "pied"] or after[:1] in (["ago"], ["de"], ["walk"]))


def _hour_sign(tokens: Sequence[Token], at: int, hour: int) -> ClockTime:
    minute_token = tokens[at + 2] if at + 2 < len(tokens) else None
    if (
        minute_token is not None
        and minute_token.number is not None
        and minute_token.start == tokens[at + 1].end
        and minute_token.number < 60
    ):
        return ClockTime(at, at + 3, hour % 24 * 60 + minute_token.number)
    return ClockTime(at, at + 2, hour % 24 * 60)


def _colon(tokens: Sequence[Token], at: int, hour: int) -> ClockTime | None:
    minute = tokens[at + 2].number
    if minute is None or minute >= 60 or len(tokens[at + 2].key) != 2:
        return None
    end = at + 3
    if end < len(tokens) and tokens[end].key in {"pm", "am"} and hour <= 12:
        hour = hour % 12 + (12 if tokens[end].key == "pm" else 0)
        end += 1
    return ClockTime(at, end, hour % 24 * 60 + minute)
