"""One number from the words that say it: "deux cent cinquante", "mia mbili na kumi na tano", "12 500"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.domain.folding import Token
from tocsin.domain.number_words import NumberTable


@dataclass(frozen=True, slots=True)
class Number:
    """A number up to the token `end`; numbers below `room` may still be added, without a joiner if `open`."""

    value: int
    end: int
    room: int = 0
    open: bool = False


def number_at(tokens: Sequence[Token], at: int, table: NumberTable) -> Number | None:
    """Return the number that begins at a token: words are put together while each is smaller than the last."""
    if tokens[at].number is None and tokens[at].key not in table.values:
        return None
    total = _group(tokens, at, table)
    while total is not None:
        added = _added(tokens, total, table) or _multiplied(tokens, total, table)
        if added is None:
            return total
        total = added
    return None


def _added(tokens: Sequence[Token], total: Number, table: NumberTable) -> Number | None:
    if not total.room or total.end >= len(tokens):
        return None
    joiner = tokens[total.end].key if tokens[total.end].key in table.joiners else ""
    at = total.end + bool(joiner)
    if at >= len(tokens) or tokens[at].number is not None or not (joiner or total.open):
        return None
    found = _group(tokens, at, table)
    if found is None or found.value >= total.room or not _may_join(joiner, total, found):
        return None
    return replace(found, value=total.value + found.value)


def _may_join(joiner: str, total: Number, found: Number) -> bool:
    """French says "et" before one and eleven only, English "and" after hundreds: else both join two numbers."""
    if joiner == "et":
        return found.value in (1, 11)
    return joiner != "and" or total.room >= 100


def _multiplied(tokens: Sequence[Token], total: Number, table: NumberTable) -> Number | None:
    """As in "vingt cinq mille": all that was said is how many thousands."""
    word = tokens[total.end].key if total.end < len(tokens) else ""
    scale = table.values[word] if word in table.multiplied_before else 0
    if scale <= total.value:
        return None
    return Number(total.value * scale, total.end + 1, room=scale, open=True)


def _group(tokens: Sequence[Token], at: int, table: NumberTable) -> Number | None:
    """Return one number of one or two words, or of digits."""
    token = tokens[at]
    if token.number is not None:
        return _in_digits(tokens, at)
    value = table.values.get(token.key)
    if value is None:
        return None
    if token.key in table.multiplied_after:
        return _times(tokens, at, value, table)
    if token.key in table.before_the_noun:
        return _in_french_or_english(tokens, at, value, table)
    return Number(value, at + 1, room=10 if 10 <= value < 100 else 0)


def _in_french_or_english(
    tokens: Sequence[Token], at: int, value: int, table: NumberTable
) -> Number:
    """Return "quatre vingt", "dix sept", "deux cents" as one number, and what may still be added to the others."""
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    after = table.values.get(following, 0) if following in table.before_the_noun else 0
    if value == 4 and after == 20:
        return Number(80, at + 2, room=20, open=True)
    if value == 10 and 7 <= after <= 9:
        return Number(10 + after, at + 2)
    if 1 < value < 20 and after == 100:
        return Number(value * 100, at + 2, room=100, open=True)
    room = 0 if value < 20 else 20 if value in (60, 80) else value if value >= 100 else 10
    return Number(value, at + 1, room=room, open=room > 0)


def _in_digits(tokens: Sequence[Token], at: int) -> Number:
    """Take "5 000" and "12.500" for one number: three digits written right behind a space, a point or a comma.

    A telephone number is one too, and counts nobody: "0990 123 456".
    """
    text, end = tokens[at].key, at + 1
    may_go_on = len(text) <= 3 or text[0] == "0"
    while len(text) < 9 and end < len(tokens) and may_go_on:
        here = end + (tokens[end].key in {".", ","} and tokens[end].start == tokens[end - 1].end)
        if here >= len(tokens) or tokens[here].number is None or len(tokens[here].key) != 3:
            break
        if tokens[here].start - tokens[end - 1].end != 1:
            break
        text, end = text + tokens[here].key, here + 1
    return Number(int(text), end)


def _times(tokens: Sequence[Token], at: int, scale: int, table: NumberTable) -> Number:
    """Return a Bantu ten, hundred or thousand with how many of them: "makumi mbili", "elfu kumi na tano"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    many = None
    if following is not None and not following.sign and following.key not in table.before_the_noun:
        many = _group(tokens, at + 1, table)
    if many is not None and scale == 1000 and 10 <= many.value < scale:
        many = _added(tokens, many, table) or many
    most = scale if scale == 1000 else 10
    if many is None or not 1 <= many.value < most:
        return Number(scale, at + 1, room=scale)
    return Number(many.value * scale, many.end, room=scale, open=scale >= 100)
