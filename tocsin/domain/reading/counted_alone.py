"""Counting persons told without a number: "le chauffeur", "le vieux et son fils"."""

from collections.abc import Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.counted import Counting
from tocsin.domain.reading.counted_nouns import EACH
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.fates import FATES, nearest_fate
from tocsin.domain.reading.numbers import Amount
from tocsin.domain.reading.told import Told

# What one unnamed person may have suffered without a number: "le chauffeur enlevé".
_FATES_OF_ONE = concepts("kill dead injure abduct rape arrest missing recruit")
_ONE_REACH = 3
# The only person of a message is whom it befell, also some words farther.
_ONLY_REACH = 12
_JOINERS = folded_set("et, na, and, mpe, n, no, avec, pamoja na")
_JOINED_AT_MOST = 4


def count_alone(alone: Sequence[Hit], counted: Counting, told: Told) -> None:
    """Add persons told without a number; those told together ("le vieux et son fils") had one fate."""
    groups = _together(alone, told.tokens)
    reach = _ONE_REACH if len(groups) > 1 or counted.places or counted.people else _ONLY_REACH
    for group in groups:
        start, end = group[0].start, group[-1].end
        role = _role_beside(end, counted, told) or nearest_fate(
            start, end, told, fates=_FATES_OF_ONE, reach=reach
        )
        if role and not _is_of_each(start, told.tokens):
            counted.add(role, Amount(start, end, len(group), len(group)), start)


def _together(alone: Sequence[Hit], tokens: Sequence[Token]) -> list[list[Hit]]:
    groups: list[list[Hit]] = []
    for hit in alone:
        between = tokens[groups[-1][-1].end : hit.start] if groups else ()
        if 0 < len(between) <= _JOINED_AT_MOST and any(t.key in _JOINERS for t in between):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return groups


def _role_beside(end: int, counted: Counting, told: Told) -> str | None:
    """Return the role of the number told together with a person: "une femme et ses 2 enfants enleves"."""
    if not {told.word(end - 1), told.word(end)} & _JOINERS:
        return None
    near = (
        role
        for start, role in counted.places
        if 0 <= start - end <= _JOINED_AT_MOST
        and not any(hit.concept in FATES and end <= hit.start < start for hit in told.hits)
    )
    return next((role for role in near if role in FATES.values()), None)


def _is_of_each(start: int, tokens: Sequence[Token]) -> bool:
    return any(token.key in EACH for token in tokens[max(0, start - _JOINED_AT_MOST) : start])
