"""Distances, directions, money and grid references: numbers that count nobody."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.number_grammar import number_at
from tocsin.domain.reading.result import Range

_KM = folded_set(
    "bilometre, kilometa, kilometele, kilometer, kilometers, kilometre, kilometres, klm, km, kms"
)
_METRES = folded_set("m, metele, meter, meters, metre, metres, mita, mètres")
_MONEY = folded_set(
    "amadolari, amadorari, amadolare, amafaranga, cdf, dola, dolar, dolars, dolare, dollar, dollars, falanga, faranga, faranka, "
    "fbu, fc, franc, francs, franga, frank, frw, madola, madolari, makuta, shilingi, ugx, usd"
) | {"$"}
_MONEY_BEFORE = folded_set(
    "amadolari, amadorari, amadolare, amafaranga, dola, dolar, dollar, dollars, falanga, faranga, faranka, fc, franc, francs, "
    "franga, madola, usd"
) | {"$"}
_NOT_COUNT_AFTER = folded_set(
    "%, an, ans, bao, bidons, but, buts, cartons, contact, contacts, degres, fois, goals, ibitego, "
    "inshuro, e, eme, ieme, er, ere, nd, rd, th, kg, kilo, litre, litres, mabao, magoli, mara, mb, mbala, mega, megas, mois, sac, sacs, "
    "times, unite, unites, years, yrs"
)
_NOT_COUNT_BEFORE = folded_set(
    "kilo, kilos, lita, litiro, mifuko, mufuko, gunia, magunia, imifuka, umufuka, basaki, bataillon, brigade, cap, chapitre, classe, code, du, fois, grid, regiment, secteur, imyaka, inshuro, le, mara, mbala, miaka, mibu, n, no, "
    "numero, pk, ref, rn, tarehe, tel"
)
_AGED = folded_set("aged, age, ages, agee, agees")
_PHONE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Measures:
    """`tokens` are numbers that count nobody; `direction` is N, S, E, W or NE..., from the place that is named."""

    tokens: frozenset[int] = frozenset()
    amounts: dict[str, Range] = field(default_factory=dict)
    distance_km: float | None = None
    direction: str | None = None


def find_measures(tokens: Sequence[Token], lexicon: Lexicon) -> Measures:
    """Return the distance, direction and money of a message, and every number they use."""
    used: set[int] = set()
    distance: float | None = None
    money: Range | None = None
    at = 0
    while at < len(tokens):
        number = None if tokens[at].sign else number_at(tokens, at, lexicon.numbers)
        if number is None:
            at += 1
            continue
        value, end = number.value, number.end
        unit = tokens[end].key if end < len(tokens) else ""
        before = tokens[at - 1].key if at else ""
        if unit in _KM or before in _KM or _is_metres(tokens, end, value):
            used.update(range(at, end))
            distance = distance or (value / 1000 if unit in _METRES else float(value))
        elif unit in _MONEY or before in _MONEY_BEFORE:
            used.update(range(at, end))
            money = money or Range(value, value)
        elif _counts_nobody(tokens, at, end, unit, before, lexicon.times.units):
            used.update(range(_first_of_range(tokens, at, used, lexicon), end))
        elif _is_age(tokens, at, used):
            used.update(range(at, end))
        at = end
    amounts = {"money": money} if money else {}
    return Measures(frozenset(used), amounts, distance, _direction(tokens, lexicon))


def _first_of_range(
    tokens: Sequence[Token], at: int, used: Container[int], lexicon: Lexicon
) -> int:
    """Return where "10 a 13 ans" begins, when a number stands before the one that has the unit."""
    if at < 2 or tokens[at - 1].key not in lexicon.numbers.ranges | lexicon.numbers.joiners:
        return at
    before = tokens[at - 2]
    is_number = before.number is not None or before.key in lexicon.numbers.values
    return at - 2 if is_number and at - 2 not in used else at


def _is_age(tokens: Sequence[Token], at: int, used: Container[int]) -> bool:
    """Whether "aged 12 and 15" tells how old somebody is."""
    before = tokens[at - 1].key if at else ""
    return before in _AGED or (at > 1 and before in {"and", "et", "na"} and at - 2 in used)


def _is_metres(tokens: Sequence[Token], end: int, value: int) -> bool:
    return end < len(tokens) and tokens[end].key in _METRES and value >= 20


def _counts_nobody(
    tokens: Sequence[Token], at: int, end: int, unit: str, before: str, units: Container[str]
) -> bool:
    # "20h deux militaires": the hour has its number already.
    timed = before in units and not (at > 1 and tokens[at - 2].number is not None)
    named = before in _NOT_COUNT_BEFORE and not _joins_numbers(tokens, at, end, before)
    if unit in _NOT_COUNT_AFTER or named or unit in units or timed:
        return True
    if len(tokens[at].key) >= _PHONE_DIGITS and tokens[at].number is not None:
        return True
    if tokens[at].number is None:
        return False
    if 1950 <= (tokens[at].number or 0) <= 2100 and len(tokens[at].key) == 4:
        return True
    return _is_fraction(tokens, at, end)


def _joins_numbers(tokens: Sequence[Token], at: int, end: int, before: str) -> bool:
    """Whether "n" is short for "and", and no number of a camp: "18 goats n 2 cows"."""
    if before != "n":
        return False
    earlier = any(token.number is not None for token in tokens[max(0, at - 4) : at - 1])
    return earlier and end < len(tokens) and not tokens[end].sign


def _is_fraction(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Fractions: "suite 2/2", "1.5667N", "3-1", "12/05": a number with a sign and another number against it."""
    after = tokens[end : end + 2]
    before = tokens[max(0, at - 2) : at]
    touches_after = (
        len(after) == 2
        and after[0].key in {"/", ".", ","}
        and after[1].number is not None
        and after[0].start == tokens[at].end
        and after[1].start == after[0].end
    )
    touches_before = (
        len(before) == 2
        and before[1].key in {"/", ".", ","}
        and before[0].number is not None
        and before[1].end == tokens[at].start
        and before[0].end == before[1].start
    )
    return touches_after or touches_before


def _direction(tokens: Sequence[Token], lexicon: Lexicon) -> str | None:
    points = [
        lexicon.compass[token.key]
        for at, token in enumerate(tokens)
        if token.key in lexicon.compass and (token.key != "est" or _is_east(tokens, at))
    ]
    if len(points) > 1 and points[0] in "NS" and points[1] in "EW":
        return points[0] + points[1]
    return points[0] if points else None


def _is_east(tokens: Sequence[Token], at: int) -> bool:
    """The word "est" is the French verb unless an article or another point of the compass stands before it."""
    return at > 0 and tokens[at - 1].key in {"l", "nord", "sud", "vers", "cote"}
