"""How many of what: numbers with their range and their role, so that 30 attackers never become 30 dead."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.counted import Counted
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.lone_persons import is_article, lone_persons
from tocsin.domain.reading.numbers import Amount, find_amounts
from tocsin.domain.reading.result import Range

# A thing counted by its own noun: the nearest noun after (or, in Bantu languages, before) the number decides.
_THINGS = {
    "house": "houses",
    "shop": "shops",
    "cattle": "cattle",
    "vehicle": "vehicles",
    "motorbike": "motorbikes",
    "household": "households",
    "armed": "armed_men",
    "thing_phone": "phones",
}
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
# What one unnamed person may have suffered without a number: "le chauffeur enlevé".
_FATES_OF_ONE = concepts("kill dead injure abduct rape arrest missing")
# What armed men themselves may suffer, and how near it must stand: "3 elements FDLR se sont rendus".
_SUFFERED = {"surrender": 7, "dead": 2, "injure": 2, "arrest": 2}
_PEOPLE = frozenset({"civil", "child", "one"})
# Guns, schools and sacks of flour have numbers that are nobody's.
_UNCOUNTED = dict.fromkeys(("weapon", "goods", "school", "clinic"), "")
_MOTION = concepts("move enter approach seen occupy attack loot threat")
_NOUN_REACH = 3
_FATE_REACH = 7
_ONE_REACH = 3
_ARMED_REACH = 12
_LEAST_MONEY = 100
# Men of whom nothing is told but that they came.
_MEN = folded_set(
    "hommes, homme, men, watu, batu, bato, abantu, pers, personnes, people, hom, wanaume, mibali"
)
# "2000 kila pikipiki": so much for each of them.
_EACH = folded_set("kila, par, per, each, chaque, buri")
_PARTING = _EACH | {","}
_BY = frozenset({"par", "by", "na", "avec"})


@dataclass(frozen=True, slots=True)
class _Message:
    tokens: Sequence[Token]
    hits: Sequence[Hit]


def find_counts(
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    *,
    lexicon: Lexicon,
    not_counts: frozenset[int],
) -> Counted:
    """Return ranges by role; numbers at `not_counts` are times, distances, money or grid references."""
    message = _Message(tokens, hits)
    alone = lone_persons(tokens, hits)
    within = {place for hit in alone for place in range(hit.start, hit.end)}
    counts: dict[str, Range] = {}
    people: list[Amount] = []
    for amount in find_amounts(tokens, lexicon, not_counts):
        if amount.start in within or is_article(tokens, hits, amount.start, amount.end):
            continue
        role = _role(amount, message)
        if role:
            counts[role] = _joined(counts.get(role), amount)
        elif _is_of_people(amount, message):
            people.append(amount)
    for hit in alone:
        role = _role_of_one(hit, message)
        if role:
            counts[role] = _joined(counts.get(role), Amount(hit.start, hit.end, 1, 1))
    concepts_told = {hit.concept for hit in hits if not hit.negated}
    is_missing = "missing" in concepts_told and "abduct" not in concepts_told
    return Counted(counts, people[0] if len(people) == 1 else None, is_missing=is_missing)


def _joined(known: Range | None, amount: Amount) -> Range:
    """Two numbers for one role add up: 1 nurse and 2 patients taken are three; a subset does not."""
    if known is None:
        return Range(amount.low, amount.high)
    if amount.subset:
        return known
    return Range(known.min + amount.low, known.max + amount.high)


def _role(amount: Amount, message: _Message) -> str | None:
    noun = _noun(amount, message)
    if noun is not None and noun.concept in _UNCOUNTED and amount.end < noun.start:
        # "1 infirmiere + 2 malades CS": the health post is where, not what.
        noun = None
    if noun is not None and noun.concept in _THINGS | _UNCOUNTED.keys():
        return _role_of_thing(amount, noun, message)
    if _acts(amount, noun, message):
        return "armed_men"
    fate = _fate(amount, noun, message)
    if fate is not None:
        return fate
    if (noun is None or noun.concept in _PEOPLE) and _is_demanded(amount, message):
        return "money"
    return "armed_men" if _counts_the_armed(amount, noun, message) else None


def _role_of_thing(amount: Amount, noun: Hit, message: _Message) -> str | None:
    if noun.concept != "armed":
        return _THINGS.get(noun.concept)
    suffered = [
        (_distance(amount, hit), _FATES[hit.concept])
        for hit in message.hits
        if hit.start >= amount.end and _distance(amount, hit) <= _SUFFERED.get(hit.concept, -1)
    ]
    return min(suffered)[1] if suffered else "armed_men"


def _acts(amount: Amount, noun: Hit | None, message: _Message) -> bool:
    """Whether "par 4 hommes" names those who did it."""
    before = message.tokens[amount.start - 1].key if amount.start else ""
    return before in _BY and noun is not None and noun.concept == "civil" and noun.language == "fr"


def _is_of_people(amount: Amount, message: _Message) -> bool:
    noun = _noun(amount, message)
    return noun is not None and noun.concept in _PEOPLE


def _noun(amount: Amount, message: _Message) -> Hit | None:
    """Return what is counted: the word just after the number, or just before it."""
    after = list(_after(amount.end, amount.end + _NOUN_REACH, message))
    before = [hit for hit in message.hits if hit.end in (amount.start, amount.start - 1)]
    near = [hit for hit in after if hit.start - amount.end <= 1]
    # "watu watatu", "bato mibale": a Bantu number word follows what it counts.
    free = [hit for hit in before if not _is_numbered(hit, message.tokens)]
    # "kila pikipiki elfu mbili": so much for each, and nobody knows how many there are.
    free = [hit for hit in free if not _is_for_each(hit, message.tokens)]
    order = (free, near, after) if amount.bantu else (near, free, after)
    nouns = (_as_noun(hit) for group in order for hit in group)
    found = next((hit for hit in nouns if hit is not None), None)
    fates = (hit for group in order[:2] for hit in group if hit.concept in _FATES)
    near_fate = next((hit for hit in near if hit.concept in _FATES), None)
    if found is None or (near_fate is not None and found.start > near_fate.start):
        return next(fates, found)
    return found


def _as_noun(hit: Hit) -> Hit | None:
    if hit.concept in _THINGS or hit.concept in _PEOPLE or hit.concept in _UNCOUNTED:
        return hit
    if hit.concept.startswith("actor:") and hit.concept != "actor:MISSION":
        return Hit("armed", hit.start, hit.end)
    return None


def _is_for_each(hit: Hit, tokens: Sequence[Token]) -> bool:
    return hit.start > 0 and tokens[hit.start - 1].key in _EACH


def _is_numbered(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether a noun has a number of its own: in "2 vaches 3 blesses" the cows are not three."""
    return hit.start > 0 and tokens[hit.start - 1].number is not None


def _after(first: int, last: int, message: _Message) -> Iterator[Hit]:
    for hit in message.hits:
        if first <= hit.start <= last and not any(
            token.stops or token.key in _PARTING or token.number is not None
            for token in message.tokens[first : hit.start]
        ):
            yield hit


def _fate(amount: Amount, noun: Hit | None, message: _Message) -> str | None:
    if noun is not None and noun.concept in _FATES:
        return _FATES[noun.concept]
    return _nearest_fate(amount, message, _FATES, _FATE_REACH)


def _nearest_fate(
    amount: Amount, message: _Message, fates: Container[str], reach: int
) -> str | None:
    near = [
        (_distance(amount, hit), hit.start, hit.concept)
        for hit in message.hits
        if hit.concept in fates
        and not hit.negated
        and _distance(amount, hit) <= reach
        and not _is_parted(amount, hit, message.tokens)
    ]
    return _FATES[min(near)[2]] if near else None


def _distance(amount: Amount, hit: Hit) -> int:
    return hit.start - amount.end if hit.start >= amount.end else amount.start - hit.end + 1


def _is_parted(amount: Amount, hit: Hit, tokens: Sequence[Token]) -> bool:
    after = hit.start >= amount.end
    first, last = (amount.end, hit.start) if after else (hit.end, amount.start)
    return any(token.stops for token in tokens[first:last])


def _role_of_one(hit: Hit, message: _Message) -> str | None:
    amount = Amount(hit.start, hit.end, 1, 1)
    return _nearest_fate(amount, message, _FATES_OF_ONE, _ONE_REACH)


def _is_demanded(amount: Amount, message: _Message) -> bool:
    return amount.low >= _LEAST_MONEY and any(
        hit.concept in {"extort", "ransom"} for hit in message.hits
    )


def _counts_the_armed(amount: Amount, noun: Hit | None, message: _Message) -> bool:
    """A number beside armed men who move counts them: "wako nombre ya 30", "braconniers armes 12"."""
    if noun is not None and message.tokens[noun.start].key not in _MEN:
        return False
    moving = any(hit.concept in _MOTION for hit in message.hits)
    return moving and any(
        _distance(amount, hit) <= _ARMED_REACH
        for hit in message.hits
        if hit.concept == "armed" or hit.concept.startswith("actor:")
    )
