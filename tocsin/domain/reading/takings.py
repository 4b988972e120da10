"""What was taken decides what a taking is: people carried off are abducted, cows and phones are loot."""

from collections.abc import Sequence
from dataclasses import replace

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit

_PEOPLE = concepts("civil child one household")
_GOODS = concepts("cattle house shop vehicle motorbike thing_phone goods weapon")
_AFTER = 5
_BEFORE = 5
# People are also taken to hospital, to school and to a wedding, by those who love them.
_KINDLY = concepts("clinic school spam admin sick")
# "prises par les miliciens": the noun after is who took.
_BY = folded_set("par, by, na, n, ba, kwa")
# "taken from a widow": who is named behind lost it.
_FROM = folded_set("from, chez, a, aux, au, kwa, kuri")


def settle_takings(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> list[Hit]:
    """Return the evidence with each `take` and `carry` made an abduction or a theft, or left out.

    `take` says nothing without an object ("ont pris la route"); `carry` ("emporter") is a theft without one.
    """
    if not any(hit.concept in ("take", "carry") for hit in hits):
        return list(hits)
    armed = any(_is_armed(hit, lexicon) for hit in hits)
    kindly = not armed and any(hit.concept in _KINDLY for hit in hits)
    settled: list[Hit] = []
    for hit in hits:
        if hit.concept not in ("take", "carry"):
            settled.append(hit)
            continue
        concept = None if kindly else _object_of(tokens, hit, hits)
        if concept is None and hit.concept == "carry":
            concept = "loot"
        if concept is not None:
            settled.append(replace(hit, concept=concept))
    return settled


def _is_armed(hit: Hit, lexicon: Lexicon) -> bool:
    if hit.concept.startswith("actor:"):
        return lexicon.actors[hit.concept[6:]].side != "mission"
    return hit.concept in ("armed", "weapon")


def _object_of(tokens: Sequence[Token], taking: Hit, hits: Sequence[Hit]) -> str | None:
    taken_from = taking.end < len(tokens) and tokens[taking.end].key in _FROM
    after = (
        []
        if taken_from
        else [
            (hit.start - taking.end, _sort(hit))
            for hit in hits
            if 0 <= hit.start - taking.end <= _AFTER
            and not _is_parted(tokens, taking.end, hit.start)
            and _sort(hit)
        ]
    )
    before = [
        (taking.start - hit.end + 1, _sort(hit))
        for hit in hits
        if 0 <= taking.start - hit.end <= _BEFORE
        and not _is_parted(tokens, hit.end, taking.start)
        and _sort(hit)
    ]
    nearest = min(after or before, default=None)
    return nearest[1] if nearest else None


def _sort(hit: Hit) -> str:
    if hit.concept in _PEOPLE:
        return "abduct"
    return "loot" if hit.concept in _GOODS else ""


def _is_parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    between = tokens[first:last]
    return any(token.stops for token in between) or any(token.key in _BY for token in between[:1])
