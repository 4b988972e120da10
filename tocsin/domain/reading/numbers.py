"""Numbers in five languages: digits, words, "about ten", ranges, "1 nurse + 2 patients"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon

_JOINERS = folded_set("and, et, na")
_RANGES = folded_set("a, ao, au, hadi, kino, kugeza, kuri, mpaka, or, ou, to") | {"/", "-"}
_SUBSET = folded_set("akiwemo, barimo, dont, ikiwemo, incluant, including, parmi, wakiwemo")
# "5 morts pas 12": the second number is the one that was wrong.
_DENIERS = folded_set("pas, not, sio, siyo, si, non")
# French and English say the number before the noun.
_BEFORE_ITS_NOUN = folded_set(
    "un, une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, quinze, seize, "
    "vingt, trente, quarante, cinquante, soixante, cent, cents, mille, one, two, three, four, five, seven, eight, "
    "nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, thirty, "
    "forty, fifty, sixty, hundred, thousand"
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
    bantu: bool = False


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
    if token.sign or at in not_counts or (at and tokens[at - 1].key in _DENIERS):
        return None
    about = lexicon.approximate.get(token.key)
    # "makumi" alone is tens of something; "makumi mbili" is twenty.
    counted = at + 1 < len(tokens) and tokens[at + 1].key in lexicon.numbers
    if about and not (counted and token.key in lexicon.numbers):
        return Amount(at, at + 1, about[0], about[1], _is_subset(tokens, at))
    found = read_number(tokens, at, lexicon)
    if found is None:
        return None
    value, end = found
    bantu = token.number is None and token.key not in _BEFORE_ITS_NOUN
    return Amount(at, end, value, value, _is_subset(tokens, at), bantu)


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
