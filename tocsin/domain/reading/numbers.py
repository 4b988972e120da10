"""Numbers in five languages: digits, words, "about ten", ranges, parts of a number told before."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.number_words import NumberTable
from tocsin.domain.reading.number_grammar import number_at

# More people than any message counts by itself: a telephone number or a price.
_TOO_MANY = 99_999
_CUE_AT_MOST = 4
_PART_REACH = 4
# "un, deux, trois" is counting; "deux trois maisons" is two or three.
_LEAST_GUESSED = 2


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `start` to `end` give a number from `low` to `high`; `part` when it is among one told before.

    `bantu` when a word says it that follows its noun; `agrees` is PEOPLE or THINGS when the form of that word says so.
    """

    start: int
    end: int
    low: int
    high: int
    part: bool = False
    bantu: bool = False
    agrees: str = ""


def find_amounts(
    tokens: Sequence[Token], lexicon: Lexicon, not_counts: frozenset[int]
) -> Iterator[Amount]:
    """Yield the amounts of a message from left to right."""
    table = lexicon.numbers
    at = 0
    while at < len(tokens):
        amount = _amount_at(tokens, at, table, not_counts)
        if amount is None or amount.low > _TOO_MANY:
            at = at + 1 if amount is None else amount.end
            continue
        amount = _said_again(tokens, _with_range(tokens, amount, table, not_counts), table)
        yield replace(amount, part=True) if _is_part(tokens, amount, table) else amount
        at = amount.end


def _amount_at(
    tokens: Sequence[Token], at: int, table: NumberTable, not_counts: frozenset[int]
) -> Amount | None:
    token = tokens[at]
    if token.sign or at in not_counts or (at and tokens[at - 1].key in table.denied):
        return None
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    about = table.approximate.get(token.key)
    # "makumi" alone is tens of something; "makumi mbili" is twenty.
    if about and not (token.key in table.values and following in table.values):
        return Amount(at, at + 1, *about)
    found = number_at(tokens, at, table)
    if found is None:
        return None
    round_one = table.rounds.get(tokens[found.end].key) if found.end < len(tokens) else None
    if round_one and found.value > 1:
        # "deux dizaines"
        size = found.value * round_one
        return Amount(at, found.end + 1, size * 9 // 10, size * 11 // 10)
    bantu = token.number is None and token.key not in table.before_the_noun
    agrees = table.agrees.get(token.key, "") if found.end == at + 1 else ""
    return Amount(at, found.end, found.value, found.value, bantu=bantu, agrees=agrees)


def _with_range(
    tokens: Sequence[Token], amount: Amount, table: NumberTable, not_counts: frozenset[int]
) -> Amount:
    """Join "5 a 7", "entre 10 et 15", "wawili watatu" into one range."""
    at = amount.end
    while at < len(tokens) and at < amount.end + 2 and tokens[at].key in table.ranges | {"/", "-"}:
        at += 1
    between = at == amount.end and at < len(tokens) and tokens[at].key in table.joiners
    if between and _phrase_before(tokens, amount.start, table.between):
        at += 1
    if at >= len(tokens) or at in not_counts or (between and at == amount.end):
        return amount
    found = None if tokens[at].sign else number_at(tokens, at, table)
    most = 4 * amount.low
    if at == amount.end:
        guessed = amount.low >= _LEAST_GUESSED and tokens[amount.start].number is None
        most = amount.low + 1 if guessed and tokens[at].number is None else 0
    if found is None or not amount.low < found.value <= most:
        return amount
    return replace(amount, end=found.end, high=found.value, agrees="")


def _said_again(tokens: Sequence[Token], amount: Amount, table: NumberTable) -> Amount:
    """Take "trois (3)" for one number."""
    at = amount.end
    if at + 2 >= len(tokens) or tokens[at].key != "(" or tokens[at + 1].sign:
        return amount
    again = number_at(tokens, at + 1, table)
    same = again is not None and again.value == amount.low
    if again is None or not same or again.end >= len(tokens) or tokens[again.end].key != ")":
        return amount
    return replace(amount, end=again.end + 1)


def _is_part(tokens: Sequence[Token], amount: Amount, table: NumberTable) -> bool:
    """Whether these are among those told before: "dont 2 enfants", "bana misato kati na bango"."""
    for at in range(amount.start, max(0, amount.start - _PART_REACH), -1):
        if _phrase_before(tokens, at, table.part_before):
            return True
        if _ends_part(tokens[at - 1], table):
            break
    for at in range(amount.end, min(len(tokens), amount.end + _PART_REACH)):
        length = _phrase_after(tokens, at, table.part_after)
        if length:
            behind = tokens[at + length : at + length + 2]
            return not any(_counts(token, table) for token in behind)
        if _ends_part(tokens[at], table):
            break
    return False


def _ends_part(token: Token, table: NumberTable) -> bool:
    return token.sign or _counts(token, table)


def _counts(token: Token, table: NumberTable) -> bool:
    return token.number is not None or token.key in table.values


def _phrase_before(tokens: Sequence[Token], end: int, phrases: Container[str]) -> int:
    """Return how many tokens before `end` are one of the phrases, or nought."""
    for length in range(min(_CUE_AT_MOST, end), 0, -1):
        if " ".join(token.key for token in tokens[end - length : end]) in phrases:
            return length
    return 0


def _phrase_after(tokens: Sequence[Token], start: int, phrases: Container[str]) -> int:
    for length in range(min(_CUE_AT_MOST, len(tokens) - start), 0, -1):
        if " ".join(token.key for token in tokens[start : start + length]) in phrases:
            return length
    return 0
