"""One person told without a number: "le chauffeur", "mwana ya mwasi"."""

from collections.abc import Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit

_DONE_BY = frozenset({"par", "by", "chez"})
_OF = folded_set("ya, wa, yangu, wangu, w, ng, na, ngai")
_OF_AT_MOST = 3
_ARTICLES = frozenset({"un", "une"})
_FATES = concepts("kill dead injure abduct missing")
_FALLEN = ("bles", "mort", "tue", "disparu", "otage", "deced", "cadavre", "corps")


def lone_persons(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Return the words for one person, each person once, without those by whom something was done.

    "le chef" and "chef de localite" overlap, "mwana ya mwasi" is one girl, and "par un homme" names who did it, "chez mon oncle" where.
    """
    found: list[Hit] = []
    for hit in hits:
        if hit.concept != "one" or (hit.start and tokens[hit.start - 1].key in _DONE_BY):
            continue
        if not (found and _is_same(tokens, found[-1], hit)):
            found.append(hit)
    return found


def _is_same(tokens: Sequence[Token], known: Hit, hit: Hit) -> bool:
    between = tokens[known.end : hit.start]
    if hit.start < known.end:
        return True
    return 0 < len(between) <= _OF_AT_MOST and all(token.key in _OF for token in between)


def is_article(tokens: Sequence[Token], hits: Sequence[Hit], start: int, end: int) -> bool:
    """Whether a number is an article: "un" stands before anything, and counts only before a fate: "un blesse"."""
    if end - start != 1 or tokens[start].key not in _ARTICLES:
        return False
    return not any(
        hit.start == end and hit.concept in _FATES and tokens[end].key.startswith(_FALLEN)
        for hit in hits
    )
