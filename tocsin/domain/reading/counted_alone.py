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
_THEIRS = folded_set("son, sa, leur, his, her, their, wake, yake, wao, we, wabo, na ye")


def count_alone(alone: Sequence[Hit], counted: Counting, told: Told) -> None:
    """Add persons told without a number; those told together ("le vieux et son fils") had one fate."""
    groups = _together(alone, told.tokens)
    # Those who did it are no others whom it may have befallen.
    others = counted.people or any(role != "armed_men" for _, role in counted.places)
    reach = _ONE_REACH if len(groups) > 1 or others else _ONLY_REACH
    for group in groups:
        start, end = group[0].start, group[-1].end
        role = _role_beside(end, counted, told) or nearest_fate(
            start, end, told, fates=_FATES_OF_ONE, reach=reach
        )
        if role == "injured" and len(groups) == 1 and _died(end, told):
            role = "killed"
        if role and not _is_of_each(start, told.tokens):
            counted.add(role, Amount(start, end, len(group), len(group)), start)


def _died(end: int, told: Told) -> bool:
    """Whether the only person of a message died of what befell them: "alipigwa risasi ... akafa"."""
    return any(
        hit.concept in ("dead", "kill") and not hit.negated and hit.start >= end
        for hit in told.hits
    )


def _together(alone: Sequence[Hit], tokens: Sequence[Token]) -> list[list[Hit]]:
    groups: list[list[Hit]] = []
    for hit in alone:
        between = tokens[groups[-1][-1].end : hit.start] if groups else ()
        most = _JOINED_AT_MOST + 2 * _is_theirs(hit, tokens)
        if 0 < len(between) <= most and any(t.key in _JOINERS for t in between):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return groups


def _is_theirs(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether somebody is told as one of another's: "sa femme", "mlinzi wake"."""
    beside = {
        token.key
        for token in (*tokens[hit.start - 1 : hit.start + 1], *tokens[hit.end : hit.end + 1])
    }
    return bool(beside & _THEIRS)


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
