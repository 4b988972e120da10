"""How many of what: numbers with their range and their role, so that 30 attackers never become 30 dead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.numbers import Amount, find_amounts
from tocsin.domain.reading.result import Range

# A thing counted by its own noun: the nearest noun after (or, in Bantu languages, before) the number decides.
_THINGS = {
    "house": "houses",
    "cattle": "cattle",
    "vehicle": "vehicles",
    "motorbike": "motorbikes",
    "household": "households",
    "armed": "armed_men",
    "weapon": "weapons",
    "thing_phone": "phones",
}
# What happened to people, in the order in which a clause is asked.
_FATES = {
    "kill": "killed",
    "dead": "killed",
    "injure": "injured",
    "abduct": "abducted",
    "rape": "raped",
    "arrest": "arrested",
    "recruit": "recruited",
    "flee": "displaced",
    "displaced": "displaced",
    "return": "returned",
    "surrender": "surrendered",
    "missing": "missing",
}
_PEOPLE = frozenset({"civil", "child"})
_MOTION = frozenset({"move", "enter", "approach", "seen", "occupy", "attack", "loot", "threat"})
_NOUN_REACH = 3
_FATE_REACH = 7


@dataclass(frozen=True, slots=True)
class _Link:
    hit: Hit
    distance: int


def find_counts(
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    *,
    lexicon: Lexicon,
    not_counts: frozenset[int],
) -> dict[str, Range]:
    """Return ranges by role; numbers at `not_counts` are times, distances, money or grid references."""
    counts: dict[str, Range] = {}
    for amount in find_amounts(tokens, lexicon, not_counts):
        role = _role(amount, tokens, hits)
        if role:
            counts[role] = _joined(counts.get(role), amount)
    return counts


def _joined(known: Range | None, amount: Amount) -> Range:
    """Two numbers for one role add up: 1 nurse and 2 patients taken are three; a subset does not."""
    if known is None:
        return Range(amount.low, amount.high)
    if amount.subset:
        return known
    return Range(known.min + amount.low, known.max + amount.high)


def _role(amount: Amount, tokens: Sequence[Token], hits: Sequence[Hit]) -> str | None:
    noun = _noun(amount, tokens, hits)
    if noun is not None and noun.concept in _THINGS:
        return _THINGS[noun.concept]
    fate = _fate(amount, noun, tokens, hits)
    if fate is not None:
        return fate
    if noun is None and _counts_the_armed(amount, tokens, hits):
        return "armed_men"
    return None


def _noun(amount: Amount, tokens: Sequence[Token], hits: Sequence[Hit]) -> Hit | None:
    """Return what is counted: the word just after the number, or just before it."""
    after = [h for h in _nearby(amount.end, amount.end + _NOUN_REACH, hits, tokens)]
    before = [h for h in hits if h.end == amount.start or h.end == amount.start - 1]
    after_near = [h for h in after if h.start - amount.end <= 1]
    for group in (after_near, before, after):
        for hit in group:
            if hit.concept in _THINGS or hit.concept in _PEOPLE or hit.concept in _FATES:
                return hit
            if hit.concept.startswith("actor:") and hit.concept != "actor:MISSION":
                return Hit("armed", hit.start, hit.end)
    return None


def _nearby(first: int, last: int, hits: Sequence[Hit], tokens: Sequence[Token]) -> Iterator[Hit]:
    for hit in hits:
        if first <= hit.start <= last and not any(t.stops for t in tokens[first : hit.start]):
            yield hit


def _fate(
    amount: Amount, noun: Hit | None, tokens: Sequence[Token], hits: Sequence[Hit]
) -> str | None:
    if noun is not None and noun.concept in _FATES:
        return _FATES[noun.concept]
    links = sorted(
        (
            _Link(hit, _distance(amount, hit))
            for hit in hits
            if hit.concept in _FATES
            and not hit.negated
            and _distance(amount, hit) <= _FATE_REACH
            and not _is_parted(amount, hit, tokens)
        ),
        key=lambda link: link.distance,
    )
    return _FATES[links[0].hit.concept] if links else None


def _distance(amount: Amount, hit: Hit) -> int:
    return hit.start - amount.end if hit.start >= amount.end else amount.start - hit.end + 1


def _is_parted(amount: Amount, hit: Hit, tokens: Sequence[Token]) -> bool:
    first, last = (
        sorted((amount.end, hit.start)) if hit.start >= amount.end else (hit.end, amount.start)
    )
    return any(token.stops for token in tokens[first:last])


def _counts_the_armed(amount: Amount, tokens: Sequence[Token], hits: Sequence[Hit]) -> bool:
    """A bare number beside armed men who move counts them: "wako nombre ya 30", "braconniers armes 12"."""
    sides = [h for h in hits if h.concept == "armed" or h.concept.startswith("actor:")]
    moving = any(h.concept in _MOTION for h in hits)
    return moving and any(_distance(amount, hit) <= _FATE_REACH for hit in sides)
