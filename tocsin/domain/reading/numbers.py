"""Numbers in five languages: digits, words, "about ten", ranges, "1 nurse + 2 patients"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon

_JOINERS = frozenset({"et", "and", "na"})
_RANGES = frozenset(
    {"a", "ou", "to", "or", "hadi", "mpaka", "ao", "au", "kuri", "kugeza", "kino", "-", "/"}
)
_AT_LEAST = frozenset({"plus", "moins", "than", "over", "above", "zaidi", "depassant"})
_SUBSET = frozenset(
    {"dont", "including", "parmi", "akiwemo", "wakiwemo", "barimo", "incluant", "ikiwemo"}
)
# More people than any message counts by itself: a telephone number or a price.
_TOO_MANY = 99_999


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `start` to `end` give a number from `low` to `high`; `subset` when it is part of one before."""

    start: int
    end: int
    low: int
    high: int
    subset: bool = False


def find_amounts(
    tokens: Sequence[Token], lexicon: Lexicon, not_counts: frozenset[int]
) -> Iterator[Amount]:
    """Yield the amounts of a message from left to right."""
    at = 0
    while at < len(tokens):
        amount = _amount_at(tokens, at, lexicon, not_counts)
        if amount is None or amount.low > _TOO_MANY:
            at = at + 1 if amount is None else amount.end
            continue
        amount = _with_range(tokens, amount, lexicon, not_counts)
        yield amount
        at = amount.end


def read_number(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the number that begins at a token and the token after it, or None."""
    total, end = _simple(tokens, at, lexicon)
    if total is None:
        return None
    while end < len(tokens):
        step = end
        joined = tokens[step].key in _JOINERS
        if joined:
            step += 1
        value, after = _simple(tokens, step, lexicon) if step < len(tokens) else (None, step)
        if value is None or tokens[step].number is not None:
            break
        grown = _grown(total, value, joined=joined)
        if grown is None:
            break
        total, end = grown, after
    return total, end


def _simple(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int | None, int]:
    token = tokens[at]
    if token.number is not None:
        return token.number, at + 1
    return lexicon.numbers.get(token.key), at + 1


def _grown(total: int, value: int, *, joined: bool) -> int | None:
    """Join number words: twenty one, mia mbili (200), makumi mbili (20), ntuku mibale (20), deux cents."""
    if value in (100, 1000) and total < value and not joined:
        return total * value
    if total in (10, 100, 1000) and value < total and not joined:
        # Bantu languages say the multiplier after the unit; "dix sept" is the French exception.
        return total + value if total == 10 and value >= 7 else total * value
    if joined and value < total and total >= 10:
        return total + value
    if not joined and total >= 20 and value < 20:
        return total + value
    return None


def _amount_at(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, not_counts: frozenset[int]
) -> Amount | None:
    token = tokens[at]
    if token.sign or at in not_counts:
        return None
    about = lexicon.approximate.get(token.key)
    if about:
        return Amount(at, at + 1, about[0], about[1], _is_subset(tokens, at))
    found = read_number(tokens, at, lexicon)
    if found is None:
        return None
    value, end = found
    return Amount(at, end, value, value, _is_subset(tokens, at))


def _is_subset(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].key in _SUBSET


def _with_range(
    tokens: Sequence[Token], amount: Amount, lexicon: Lexicon, not_counts: frozenset[int]
) -> Amount:
    """Join "5 a 7" and "entre 10 et 15" into one range."""
    at = amount.end
    if at + 1 >= len(tokens) or tokens[at].key not in _RANGES or at + 1 in not_counts:
        return amount
    found = read_number(tokens, at + 1, lexicon)
    if found is None or not amount.low < found[0] <= 4 * amount.low:
        return amount
    return Amount(amount.start, found[1], amount.low, found[0], amount.subset)
