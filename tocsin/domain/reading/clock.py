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
    if at + 1 < len(tokens) and tokens[at].key in {"na", "et"}:
        word = tokens[at + 1].key
        if word in _HALF:
            return 30, at + 2
        if word in _QUARTER:
            return 15, at + 2
        if word == "dakika" and at + 2 < len(tokens) and tokens[at + 2].number is not None:
            return min(59, tokens[at + 2].number or 0), at + 3
    if at < len(tokens) and tokens[at].key in _MINUS:
        return -15, min(len(tokens), at + 2)
    if at + 1 < len(tokens) and tokens[at].key in {":", "h"}:
        minutes = tokens[at + 1].number
        if minutes is not None and minutes < 60:
            return minutes, at + 2
    return 0, at


def _digits_at(tokens: Sequence[Token], at: int) -> ClockTime | None:
    token = tokens[at]
    if token.number is None:
        return None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if len(token.key) == 4 and _is_military(tokens, at):
        hour, minute = divmod(token.number, 100)
        return ClockTime(at, at + 1, hour * 60 + minute) if hour < 24 and minute < 60 else None
    if following is None or token.number > 24:
        return None
    if following.key in _HOUR_SIGNS:
        return None if _is_duration(tokens, at) else _hour_sign(tokens, at, token.number)
    if following.key in {"pm", "am"} and token.number <= 12:
        return ClockTime(
            at, at + 2, (token.number % 12 + (12 if following.key == "pm" else 0)) * 60
        )
    if following.key == ":" and at + 2 < len(tokens):
        return _colon(tokens, at, token.number)
    return None


def _is_military(tokens: Sequence[Token], at: int) -> bool:
    beside = {t.key for t in tokens[max(0, at - 1) : at + 2]}
    return bool(beside & {"heure", "heures", "hrs", "h", "hours", "hr", "saa", "at"})


def _is_duration(tokens: Sequence[Token], at: int) -> bool:
    """ "2 h a pied" is a distance and "il y a 2 heures" an age, not two o'clock."""
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
