"""What a number counts: the noun after it in French and English, before it in Bantu languages, and never one of another class."""

from collections.abc import Callable, Iterator, Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.number_words import PEOPLE, THINGS
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.fates import FATES, JOINERS
from tocsin.domain.reading.numbers import Amount
from tocsin.domain.reading.told import Told

# A thing counted by its own noun.
OF_THINGS = {
    "house": "houses",
    "shop": "shops",
    "cattle": "cattle",
    "vehicle": "vehicles",
    "motorbike": "motorbikes",
    "household": "households",
    "armed": "armed_men",
    "thing_phone": "phones",
}
PERSONS = concepts("civil child one")
# Guns, schools and sacks of flour have numbers that are nobody's.
UNCOUNTED = concepts("weapon goods school clinic")
# One person in Lingala, and a motorbike in all languages: "moto mibale" are two motorbikes.
_NEVER_MANY = frozenset({"moto"})
_BANTU = frozenset({"sw", "ln", "rw"})
_REACH_AFTER = 3
# "watoto wake wanne", "inka zacu umunani", "nyumba zimechomwa tano".
_REACH_BEFORE = 3
# "2000 kila pikipiki": so much for each of them.
EACH = folded_set("kila, par, per, each, chaque, buri")
_PARTING = EACH | {","}
# "nous sommes 11 dans la maison": what stands behind a preposition of place is where they are, and not counted.
_WHERE = folded_set("dans, chez, in, inside, at, devant, derriere, mu, ndani")


def noun_of(amount: Amount, told: Told) -> Hit | None:
    """Return what is counted: an actor counts as armed men, and what befell somebody when it is said by a noun ("2 morts")."""
    after = [hit for hit in _after(amount, told) if _agrees(amount, hit, told)]
    near = [hit for hit in after if hit.start - amount.end <= 1]
    before = [hit for hit in _before(amount, told) if _agrees(amount, hit, told)]
    order = (
        (before, near, after) if _follows_its_noun(amount, before, near) else (near, before, after)
    )
    # "4 eleves": the pupils, not the school.
    nouns = (
        noun
        for group in order
        for hit in sorted(group, key=lambda one: (_gap(amount, one), _rank(one)))
        if (noun := _as_noun(hit))
    )
    found = next(nouns, None)
    near_fate = next((hit for hit in near if hit.concept in FATES), None)
    behind = _follows_its_noun(amount, before, near)
    if near_fate is not None and near_fate.start == amount.end and not behind:
        return found if found is not None and found.start == amount.end else near_fate
    if found is None or (near_fate is not None and found.start > near_fate.start):
        fates = (hit for group in order[:2] for hit in group if hit.concept in FATES)
        return next(fates, found)
    return found


def span_of(amount: Amount, noun: Hit | None) -> tuple[int, int]:
    """Return the tokens of a number together with what it counts."""
    if noun is None:
        return amount.start, amount.end
    return min(amount.start, noun.start), max(amount.end, noun.end)


def _gap(amount: Amount, hit: Hit) -> int:
    return hit.start - amount.end if hit.start >= amount.end else amount.start - hit.end


def _rank(hit: Hit) -> int:
    """Of two meanings of one word, the pupils come before the school, and telephones before goods."""
    return 0 if hit.concept in PERSONS else 2 if hit.concept in UNCOUNTED else 1


def _follows_its_noun(amount: Amount, before: Sequence[Hit], near: Sequence[Hit]) -> bool:
    """Whether a number stands behind what it counts, as words of Bantu languages do, and digits between such words."""
    if amount.bantu:
        return True
    # "familles 25 zahunze": a borrowed noun in a sentence of theirs.
    told_on = any(
        hit.start == amount.end and hit.language in _BANTU and hit.concept in FATES for hit in near
    )
    return any(
        (hit.language in _BANTU or told_on)
        and hit.end == amount.start
        and hit.concept in PERSONS | OF_THINGS.keys()
        for hit in before
    ) and not any(hit.concept == "armed" and hit.start == amount.end for hit in near)


def _agrees(amount: Amount, hit: Hit, told: Told) -> bool:
    if hit.concept in PERSONS and told.word(hit.start) in _NEVER_MANY:
        # One man is "moto moko": the number stands behind him.
        return amount.low == 1 and amount.start >= hit.end
    if amount.agrees == PEOPLE:
        return hit.concept not in OF_THINGS.keys() - {"cattle", "armed"} | UNCOUNTED
    return amount.agrees != THINGS or hit.concept not in PERSONS


def _as_noun(hit: Hit) -> Hit | None:
    if hit.concept in OF_THINGS or hit.concept in PERSONS or hit.concept in UNCOUNTED:
        return hit
    if hit.concept.startswith("actor:") and hit.concept != "actor:MISSION":
        return Hit("armed", hit.start, hit.end, language=hit.language)
    return None


def _after(amount: Amount, told: Told) -> Iterator[Hit]:
    last = amount.end + _REACH_AFTER
    for hit in told.beside(amount.end, last, 0):
        if amount.end <= hit.start <= last and not _between(
            told.tokens, amount.end, hit.start, lambda token: token.key in _PARTING | _WHERE
        ):
            if hit.concept in FATES and told.word(amount.end) in JOINERS:
                # "killed 2 and took 3 women": what is told next befell others.
                continue
            yield hit


def _before(amount: Amount, told: Told) -> Iterator[Hit]:
    """Yield the words before a number, nearest first, that have no number of their own."""
    reach = _REACH_BEFORE if amount.bantu else 1
    for hit in reversed(told.beside(amount.start, amount.start, reach)):
        gap = amount.start - hit.end
        if not 0 <= gap <= reach or (gap > 1 and hit.concept not in PERSONS | OF_THINGS.keys()):
            continue
        if hit.concept in UNCOUNTED and hit.language not in _BANTU:
            # "braconniers armes 12": the number is of the poachers.
            continue
        if gap and _between(told.tokens, hit.end, amount.start, lambda token: token.sign):
            continue
        if gap and any(
            one.concept in FATES and hit.end <= one.start < amount.start for one in told.hits
        ):
            # "frpi killed 2": the number is of those killed.
            continue
        if gap and any(told.is_number(at) for at in range(hit.end, amount.start)):
            # "nyumba arobaini na kanisa moja": the houses have a number, and one is the church.
            continue
        if not _is_numbered(hit, told.tokens) and not _is_for_each(hit, told.tokens):
            yield hit


def _between(
    tokens: Sequence[Token], first: int, last: int, parts: Callable[[Token], bool]
) -> bool:
    return any(
        token.stops or token.number is not None or parts(token) for token in tokens[first:last]
    )


def _is_numbered(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether a noun has a number of its own: in "2 vaches 3 blesses" the cows are not three."""
    return hit.start > 0 and tokens[hit.start - 1].number is not None


def _is_for_each(hit: Hit, tokens: Sequence[Token]) -> bool:
    """As in "kila pikipiki elfu mbili": so much for each, and nobody knows how many there are."""
    return hit.start > 0 and tokens[hit.start - 1].key in EACH
