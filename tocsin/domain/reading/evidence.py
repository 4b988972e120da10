"""Evidence: the words of a message that mean something, what they mean, and whether they are denied."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.morphology import PROGRESSIVE, SPLIT_PREFIXES
from tocsin.domain.phrases import Beginning
from tocsin.domain.reading.concepts import concepts

_GAP = "_"
_GAP_AT_MOST = 3
_NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `start` to `end` (excluded) mean `concept`; `tense` is now, done, past, plan or empty."""

    concept: str
    start: int
    end: int
    tense: str = ""
    language: str = ""
    negated: bool = False
    gapped: bool = False


def find_evidence(
    tokens: Sequence[Token],
    lexicon: Lexicon,
    is_place: Callable[[str], bool] = lambda _: False,
) -> list[Hit]:
    """Return what the lexicon of every language finds, the longest reading of each place in the text.

    `is_place` says which folded words are names, so that they are not taken for words misspelt.
    """
    found: dict[tuple[str, int], Hit] = {}
    keys = frozenset(token.key for token in tokens)
    for start in range(len(tokens)):
        for hit in _hits_at(tokens, start, lexicon, is_place, keys):
            known = found.get((hit.concept, start))
            if known is None or _is_better(hit, known):
                found[hit.concept, start] = hit
    return _without_contained(sorted(found.values(), key=lambda hit: (hit.start, hit.end)))


def _is_better(hit: Hit, known: Hit) -> bool:
    if hit.end != known.end:
        return hit.end > known.end
    return _TENSE_RANK[hit.tense] > _TENSE_RANK[known.tense]


# What a phrase such as "bibye inka" is about still counts by its own word.
_NOUNS = concepts(
    "cattle house shop household vehicle motorbike civil child one thing_phone weapon"
)
_VERBS = concepts(
    "attack kill dead injure abduct missing loot burn extort arrest rape recruit flee displaced return "
    "surrender hazard move seen enter approach found ambush withdraw"
)
# Phrases in which an actor stays an actor.
_NAMING = concepts("withdraw surrender occupy arrest armed loot enter one")
# What a French verb may say of a time by its auxiliary or its ending; who is encircled still is.
_HAPPEN = concepts("attack kill injure abduct clash shots explode loot burn rape enter")
_PERFECT = frozenset({"ont", "ete", "avons", "avaient", "avait", "ai"})
_IMPERFECT = ("ait", "aient")
_LASTING = ("encercl", "asieg", "entour", "envah")
# When a form can be read in two ways, the one that says more of the time is kept.
_TENSE_RANK = {"": 0, "done": 1, "past": 2, "plan": 3, "now": 4}


def _misspelt(
    token: Token, lexicon: Lexicon, is_place: Callable[[str], bool]
) -> tuple[Beginning, ...]:
    """A word that names a place is not a mistake for another word."""
    return () if is_place(token.key) else lexicon.misspelt(token.key)


def _hits_at(
    tokens: Sequence[Token],
    start: int,
    lexicon: Lexicon,
    is_place: Callable[[str], bool],
    keys: frozenset[str],
) -> Iterator[Hit]:
    """Yield what begins at a token. Most phrases that begin with a common word lack another: `keys` tells at once."""
    token = tokens[start]
    if token.sign:
        return
    beginnings = (
        lexicon.word_beginnings(token.key)
        if _is_name(tokens, start)
        else lexicon.beginnings(token.key) or _misspelt(token, lexicon, is_place)
    )
    for beginning in beginnings:
        if beginning.needs and beginning.needs not in keys:
            continue
        hit = _match(tokens, start, start + 1, beginning)
        if hit:
            yield _by_auxiliary(tokens, hit)
    behind = tokens[start + 1].key if start + 1 < len(tokens) else ""
    # "bana mibale" are two children, and no verb in two parts.
    if token.key in SPLIT_PREFIXES and behind and behind not in lexicon.numbers.values:
        for beginning in lexicon.verb_beginnings(token.key + behind):
            hit = _match(tokens, start, start + 2, beginning)
            if hit:
                yield hit


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital within a sentence in small letters says that this is a name: "a Bwegera" approaches nobody."""
    if not tokens[at].capital or at == 0 or tokens[at - 1].stops:
        return False
    beside = [t for t in tokens[max(0, at - 2) : at + 3] if not t.sign and t.number is None]
    # Two names beside each other are two names: "de Bibwe vers Mpati".
    return len(beside) > 1 and 1 <= sum(t.capital for t in beside) <= max(1, len(beside) // 2)


def _match(tokens: Sequence[Token], start: int, after: int, beginning: Beginning) -> Hit | None:
    phrase = beginning.phrase
    at = after
    elements = phrase.elements
    for place in range(1, len(elements)):
        if elements[place] == _GAP:
            continue
        reach = _GAP_AT_MOST if elements[place - 1] == _GAP else 0
        found = _next_match(tokens, at, elements[place], reach)
        if found is None:
            return None
        at = found + 1
    return Hit(
        phrase.concept,
        start,
        at,
        beginning.tense,
        phrase.language,
        beginning.negated,
        phrase.has_gap,
    )


def _next_match(tokens: Sequence[Token], at: int, element: str, reach: int) -> int | None:
    for here in range(at, min(at + reach + 1, len(tokens))):
        if tokens[here].stops:
            return None
        if _is_element(tokens[here], element):
            return here
    return None


def _is_element(token: Token, element: str) -> bool:
    if element[-1] == "*":
        return token.key.startswith(element[:-1])
    if element == _NUMBER:
        return token.number is not None
    return token.key == element


def _by_auxiliary(tokens: Sequence[Token], hit: Hit) -> Hit:
    """An infinitive after "bazali" or "barimo" is under way; a French verb after "ont" is done, one in "-ait" was."""
    before = tokens[hit.start - 1].key if hit.start else ""
    if hit.tense != "":
        return hit
    if before in PROGRESSIVE:
        return replace(hit, tense="now")
    if hit.language == "fr" and hit.concept in _HAPPEN:
        return replace(hit, tense=_french_tense(before, tokens[hit.start : hit.end]))
    return hit


def _french_tense(before: str, words: Sequence[Token]) -> str:
    if before in _PERFECT or (words[0].key in _PERFECT and len(words) > 1):
        return "" if any(word.key.startswith(_LASTING) for word in words) else "done"
    return "past" if words[-1].key.endswith(_IMPERFECT) else ""


def _without_contained(hits: list[Hit]) -> list[Hit]:
    """Drop what stands within a longer phrase: the fire of "coups de feu" burns nothing."""
    long_ones = [hit for hit in hits if hit.end - hit.start > 1]
    if not long_ones:
        return hits
    starts = [hit.start for hit in long_ones]
    longest = max(hit.end - hit.start for hit in long_ones)

    def beside(hit: Hit) -> Sequence[Hit]:
        # Only what begins at most a phrase before can contain a word: all others need not be looked at.
        return long_ones[bisect_left(starts, hit.end - longest) : bisect_right(starts, hit.start)]

    return [hit for hit in hits if not any(_contains(outer, hit) for outer in beside(hit))]


def _contains(outer: Hit, inner: Hit) -> bool:
    if outer.concept in ("gone", "cry"):
        # Who left, and that they did, keep their own meaning; so does what makes somebody cry.
        return False
    if inner.concept.startswith("actor:") and outer.concept in _NAMING:
        # Who left is still named by "wanajeshi wameondoka", and who it was by "ba bandit".
        return False
    if inner.concept in _NOUNS and outer.concept in _VERBS:
        return False
    if outer.gapped:
        # What stands in the gap of a phrase means what it means; only its own ends are taken.
        return inner.end - inner.start == 1 and inner.start in (outer.start, outer.end - 1)
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and outer.end - outer.start > inner.end - inner.start
    )
