"""Numbers of armed men: who came and who did it, and what was done to them."""

from tocsin.domain.folding import folded_set
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.counted_nouns import span_of
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.fates import FATES, distance, is_doer
from tocsin.domain.reading.numbers import Amount
from tocsin.domain.reading.told import Told

# What armed men themselves may suffer, and how near it must stand: "3 elements FDLR se sont rendus", "deux policiers tues".
_SUFFERED = {
    "surrender": 7,
    "dead": 3,
    "kill": 2,
    "injure": 2,
    "arrest": 2,
    "abduct": 1,
    "missing": 2,
}
_DONE_TO = concepts("kill injure abduct arrest")
_MOTION = concepts("move enter approach seen occupy attack loot threat")
_ARMED_REACH = 12
# "groupe armé ya watu makumi mbili"
_GROUP_REACH = 3
# "ils etaient une trentaine": who they are was told before.
_TOLD_REACH = 25
_THEY_ARE = folded_set(
    "ils, sont, etaient, wako, walikuwa, ni, bazali, bazalaki, bari, bageze, they, are, were, nombre, kama, nka, lokola"
)
# Men of whom nothing is told but that they came.
_MEN = folded_set(
    "hommes, homme, men, watu, batu, bato, abantu, pers, personnes, people, hom, wanaume, mibali"
)
_BY = frozenset({"par", "by", "na"})
_LITTLE = folded_set(
    "with, avec, qui, who, that, sont, ont, etaient, are, were, have, had, had, lourdement, bien, tous, all, plus, environ, wenye, au, ils, they, which"
)


def role_of_armed(amount: Amount, noun: Hit, told: Told) -> str:
    """Armed men are counted as such, unless what is told of them was done to them."""
    first, last = span_of(amount, noun)
    suffered = [
        (hit.start - last, FATES[hit.concept])
        for hit in told.hits
        if hit.start >= last
        and hit.start - last <= _SUFFERED.get(hit.concept, -1)
        and not is_doer(last, hit, told)
    ]
    done = [
        FATES[hit.concept]
        for hit in told.hits
        if hit.concept in _DONE_TO and hit.end == first and not hit.negated
    ]
    return min(suffered)[1] if suffered else next(iter(done), "armed_men")


def acts(amount: Amount, noun: Hit | None, told: Told) -> bool:
    """Whether "par 4 hommes" names those who did it."""
    before = told.word(amount.start - 1)
    return before in _BY and noun is not None and noun.concept == "civil" and noun.language == "fr"


def counts_the_armed(amount: Amount, noun: Hit | None, told: Told) -> bool:
    """A number beside armed men who move counts them: "wako nombre ya 30", "braconniers armes 12"."""
    if noun is not None and told.tokens[noun.start].key not in _MEN:
        return False
    if noun is None and _counts_something(amount, told):
        return False
    moving = any(hit.concept in _MOTION for hit in told.hits)
    theirs = any(told.word(at) in _THEY_ARE for at in range(amount.start - 3, amount.start))
    reach = _TOLD_REACH if theirs else _ARMED_REACH if moving else _GROUP_REACH
    return any(
        distance(amount.start, amount.end, hit) <= reach
        for hit in told.hits
        if hit.concept == "armed" or hit.concept.startswith("actor:")
    )


def _counts_something(amount: Amount, told: Told) -> bool:
    """Whether a word that nobody knows stands behind a number, and is what it counts: "two machine guns"."""
    if amount.bantu or amount.end >= len(told.tokens):
        return False
    token = told.tokens[amount.end]
    if (
        token.sign
        or token.number is not None
        or token.key in _LITTLE
        or told.lexicon.is_cue(token.key)
    ):
        return False
    return not any(
        hit.start == amount.end and (hit.concept in _MOTION or hit.concept == "armed")
        for hit in told.hits
    )
