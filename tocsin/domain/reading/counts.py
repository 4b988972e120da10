"""How many of what: numbers with their range and their role, so that 30 attackers never become 30 dead."""

from collections.abc import Sequence

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.number_words import PEOPLE
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.counted import Counted, Counting
from tocsin.domain.reading.counted_alone import count_alone
from tocsin.domain.reading.counted_armed import acts, counts_the_armed, role_of_armed
from tocsin.domain.reading.counted_nouns import (
    EACH,
    OF_THINGS,
    PERSONS,
    UNCOUNTED,
    noun_of,
    span_of,
)
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.fates import FATE_REACH, FATES, JOINERS, nearest_fate
from tocsin.domain.reading.lone_persons import is_article, lone_persons
from tocsin.domain.reading.numbers import Amount, find_amounts
from tocsin.domain.reading.result import Range
from tocsin.domain.reading.told import Told

# "walibakwa wakitoka kutafuta kuni, walikuwa watano": who they were was told before.
_PRONOUN_REACH = 12
_LEAST_MONEY = 100
_LEAST_FEE = 500
_DEMANDS = concepts("extort ransom")
_PAYING = concepts("vehicle motorbike household house")
_OF = folded_set("wa, ya, w, de, d, of, y")
_BUT = folded_set("mais, lakini, kasi, but, ariko, c est, ni, plutot, au lieu de, sio, pas")
_IN_ALL = (
    "au total",
    "en tout",
    "in all",
    "in total",
    "kwa jumla",
    "bose hamwe",
    "nyonso",
    "jumla",
)
# One body needs no number: "umurambo wabonetse".
_ONE_BODY = folded_set("umurambo, mwili, ebembe, cadavre, body")


def find_counts(
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    *,
    lexicon: Lexicon,
    not_counts: frozenset[int],
) -> Counted:
    """Return ranges by role; numbers at `not_counts` are times, distances, money or grid references."""
    told = Told.of(tokens, hits, lexicon, not_counts)
    alone = lone_persons(tokens, hits, lexicon)
    within = {place for hit in alone for place in range(hit.start, hit.end)}
    amounts = [
        amount
        for amount in find_amounts(tokens, lexicon, not_counts)
        if amount.start not in within and not is_article(tokens, hits, amount.start, amount.end)
    ]
    counted = _count_amounts(amounts, told)
    numbered = frozenset(counted.amounts)
    count_alone(alone, counted, told)
    counts = counted.roles
    if "killed" not in counts and _is_one_body(told):
        counts["killed"] = Range(1, 1)
    seen_taken = _is_seen_taken(hits)
    if seen_taken and "missing" in counts and "abducted" not in counts:
        counts["abducted"] = counts.pop("missing")
    people = counted.people[0] if len(counted.people) == 1 else None
    is_missing = not seen_taken and any(h.concept == "missing" and not h.negated for h in hits)
    sides = _sides(told)
    return Counted(
        counts,
        people,
        is_missing=is_missing,
        by_state="state" in sides and "armed" not in sides,
        by_armed="armed" in sides and "state" not in sides,
        numbered=numbered,
    )


def _count_amounts(amounts: Sequence[Amount], told: Told) -> Counting:
    counted = Counting()
    last = 0
    for amount in amounts:
        noun = noun_of(amount, told)
        start = span_of(amount, noun)[0]
        if noun is not None and _belongs_to_somebody(start, told):
            continue
        role = _role(amount, noun, told)
        if role is None and noun is not None and noun.concept in PERSONS:
            role = _role_of_companions(last, start, counted, told)
        if amount.part and counted.places and role not in counted.amounts and _are_people(noun):
            # "210 menages dont 45 femmes enceintes": they are counted already.
            continue
        if role and _is_corrected(last, amount, told):
            counted.forget(role)
        last = amount.end
        if role:
            counted.add(role, amount, start)
        elif role is None and noun is not None and noun.concept in PERSONS:
            counted.people.append(amount)
    return counted


def _are_people(noun: Hit | None) -> bool:
    return noun is not None and noun.concept in PERSONS


def _role_of_companions(last: int, start: int, counted: Counting, told: Told) -> str | None:
    """Return what befell those told right before: "bilenge motoba na basi mibale"."""
    between = told.tokens[last:start]
    if not counted.places or len(between) != 1 or between[0].key not in JOINERS:
        return None
    return next((r for _, r in counted.places[-1:] if r in FATES.values()), None)


def _sides(told: Told) -> set[str]:
    """Where only soldiers, police or services are named they arrest; where only armed groups are, they abduct."""
    return {
        told.lexicon.actors[hit.concept[6:]].side
        for hit in told.hits
        if hit.concept.startswith("actor:") and hit.concept != "actor:BANDITS"
    }


def _is_seen_taken(hits: Sequence[Hit]) -> bool:
    """Whether somebody saw the missing being taken: other words say so than those that miss them."""
    missed = {hit.start for hit in hits if hit.concept == "missing"}
    return any(
        hit.concept == "abduct" and not hit.negated and hit.start not in missed for hit in hits
    )


def _belongs_to_somebody(first: int, told: Told) -> bool:
    """Whether these only tell whose father or mother somebody is: "baba wa watoto watano"."""
    return (
        first > 1
        and told.word(first - 1) in _OF
        and any(hit.end == first - 1 and hit.concept in PERSONS for hit in told.hits)
    )


def _is_corrected(last: int, amount: Amount, told: Told) -> bool:
    """Whether this number takes the place of the one before: "nilisema watano lakini ni watatu"."""
    return any(hit.concept in ("retract", "debunk") for hit in told.hits) and any(
        token.key in _BUT for token in told.tokens[last : amount.start]
    )


def _role(amount: Amount, noun: Hit | None, told: Told) -> str | None:
    if noun is not None and noun.concept in UNCOUNTED and amount.end < noun.start:
        # "1 infirmiere + 2 malades CS": the health post is where, not what.
        noun = None
    if noun is not None and noun.concept == "armed":
        if amount.low >= _LEAST_FEE and not EACH.isdisjoint(told.words):
            # "wanakusanya elfu mbili kwa kila mtu": so much from each.
            return "money"
        return role_of_armed(amount, noun, told)
    if noun is not None and noun.concept in OF_THINGS.keys() | UNCOUNTED:
        # "imodoka itanga ibihumbi icumi": what each car pays.
        if noun.concept == "cattle" and _is_a_fee(told):
            return None
        paid = noun.concept in _PAYING and amount.low >= _LEAST_FEE and _is_demanded(amount, told)
        return "money" if paid else OF_THINGS.get(noun.concept)
    return _role_of_people(amount, noun, told)


def _role_of_people(amount: Amount, noun: Hit | None, told: Told) -> str | None:
    if acts(amount, noun, told):
        return "armed_men"
    fate = _fate(amount, noun, told)
    if fate is None and (noun is None or noun.concept in PERSONS) and _is_demanded(amount, told):
        return "money"
    if fate is None and counts_the_armed(amount, noun, told):
        return "armed_men"
    return fate


def _fate(amount: Amount, noun: Hit | None, told: Told) -> str | None:
    start, end = span_of(amount, noun)
    by_noun = FATES.get(noun.concept) if noun is not None else None
    fate = (
        by_noun
        if by_noun is not None
        else nearest_fate(
            start,
            end,
            told,
            fates=FATES,
            # "10 colis, 2 blesses": of what nobody knows, only the same clause tells.
            in_clause=noun is None and amount.agrees != PEOPLE and not _is_total(amount, told),
            reach=_PRONOUN_REACH if noun is None and amount.agrees == PEOPLE else FATE_REACH,
        )
    )
    # One who ran is no displacement.
    return None if fate == "displaced" and amount.high == 1 else fate


def _is_total(amount: Amount, told: Told) -> bool:
    """As in "les blesses, cinq au total": how many there are in all is of whom was spoken."""
    behind = " ".join(token.key for token in told.tokens[amount.end : amount.end + 2])
    return behind.startswith(_IN_ALL)


def _is_a_fee(told: Told) -> bool:
    """As in "2 poules ou 5000 fc par menage": what each must give is nobody's loss yet."""
    return "extort" in told.concepts and not EACH.isdisjoint(told.words)


def _is_demanded(amount: Amount, told: Told) -> bool:
    if amount.low >= _LEAST_FEE and not EACH.isdisjoint(told.words):
        return True
    return amount.low >= _LEAST_MONEY and not _DEMANDS.isdisjoint(told.concepts)


def _is_one_body(told: Told) -> bool:
    return any(
        hit.concept == "dead" and not hit.negated and told.tokens[hit.start].key in _ONE_BODY
        for hit in told.hits
    )
