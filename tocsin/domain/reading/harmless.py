"""What sounds like violence and is none: a death in bed, an animal that was hunted, beans that were burnt, a vaccination."""

from collections.abc import Sequence

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit

# Words that make a text harmless, and are dropped themselves where anything below stands beside them.
HARMLESS = concepts("mourning feast game vaccine everyday")
_ARMED = concepts("armed weapon injure abduct rape ambush")
# What people also do to food, work and balls: "mama amechoma mahindi", "attaquer le chapitre cinq".
_DOINGS = concepts("burn attack shots explode loot clash kill dead")
_OBJECTS = concepts("everyday civil child one house household armed cattle vehicle shop")
_VIOLENT = concepts(
    "attack abduct ambush clash shots explode burn rape injure armed weapon found loot extort recruit arrest forced_labour "
    "threat ransom"
)
_DEADLY = concepts("kill hazard")
_ANIMALS = concepts("cattle game")
_KILLINGS = concepts("kill dead")
_OBJECT_REACH = 4
_VACCINE_REACH = 5
_COUNT_REACH = 2
_AGE_AT_LEAST = 20


def leave_out_harmless(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> list[Hit]:
    """Return the evidence without killings of animals, deaths that are mourned and diseases vaccinated against.

    Where somebody armed, hurt or taken is told of, nothing is harmless, and the words that would say so are left out instead.
    """
    if not any(hit.concept in HARMLESS for hit in hits) and not _kills_cattle(hits):
        return list(hits)
    if not any(_is_armed(hit, lexicon) for hit in hits):
        hits = _without_everyday(tokens, hits)
    if any(hit.concept in _VIOLENT or _is_armed(hit, lexicon) for hit in hits if not hit.negated):
        return [hit for hit in hits if hit.concept not in HARMLESS]
    kept = _without_slaughter(tokens, hits)
    kept = _without_vaccinated(kept)
    if not any(hit.concept == "mourning" for hit in kept):
        return kept
    if any(hit.concept in _DEADLY for hit in kept) or _are_many_dead(tokens, kept, lexicon):
        return [hit for hit in kept if hit.concept != "mourning"]
    return [hit for hit in kept if hit.concept != "dead"]


def _kills_cattle(hits: Sequence[Hit]) -> bool:
    found = {hit.concept for hit in hits}
    return "kill" in found and "cattle" in found


def _is_armed(hit: Hit, lexicon: Lexicon) -> bool:
    if hit.concept.startswith("actor:"):
        return lexicon.actors[hit.concept[6:]].side != "mission" and not hit.negated
    return hit.concept in _ARMED and not hit.negated


def _without_everyday(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Drop what is done to something of every day, the nearest thing told beside it."""
    if not any(hit.concept == "everyday" for hit in hits):
        return list(hits)
    done = {
        hit.start
        for hit in hits
        if hit.concept in _DOINGS and _nearest_object(tokens, hit, hits) == "everyday"
    }
    return [hit for hit in hits if hit.concept not in _DOINGS or hit.start not in done]


def _nearest_object(tokens: Sequence[Token], doing: Hit, hits: Sequence[Hit]) -> str:
    beside = [
        (
            hit.start - doing.end if hit.start >= doing.end else doing.start - hit.end + 1,
            hit.concept,
        )
        for hit in hits
        if hit.concept in _OBJECTS and hit.start != doing.start
    ]
    near = [pair for pair in beside if 0 <= pair[0] <= _OBJECT_REACH]
    behind = [
        (hit.start - doing.end, hit.concept)
        for hit in hits
        if hit.concept in _OBJECTS
        and doing.end <= hit.start <= doing.end + _OBJECT_REACH
        and not any(token.stops for token in tokens[doing.end : hit.start])
    ]
    return min(behind or near, default=(0, ""))[1]


def _without_slaughter(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """A feast or a hunt kills no people, unless people stand beside the killing."""
    festive = any(hit.concept in ("feast", "game") for hit in hits)
    slaughters = {
        hit.start
        for hit in hits
        if hit.concept in _KILLINGS
        and (_object_is_animal(tokens, hit, hits) or (festive and not _is_of_people(hit, hits)))
    }
    return [h for h in hits if h.concept not in _KILLINGS or h.start not in slaughters]


def _object_is_animal(tokens: Sequence[Token], kill: Hit, hits: Sequence[Hit]) -> bool:
    behind = [
        hit
        for hit in hits
        if kill.end <= hit.start <= kill.end + _OBJECT_REACH
        and hit.concept in _ANIMALS | {"civil", "child", "one"}
        and not any(token.stops for token in tokens[kill.end : hit.start])
    ]
    return bool(behind) and min(behind, key=lambda hit: hit.start).concept in _ANIMALS


def _is_of_people(kill: Hit, hits: Sequence[Hit]) -> bool:
    return any(
        hit.concept in ("civil", "child", "one") and abs(hit.start - kill.start) <= _OBJECT_REACH
        for hit in hits
    )


def _without_vaccinated(hits: Sequence[Hit]) -> list[Hit]:
    given = [hit for hit in hits if hit.concept == "vaccine"]
    if not given or any(hit.concept in ("sick", "dead") for hit in hits):
        return list(hits)
    return [
        hit
        for hit in hits
        if hit.concept != "hazard"
        or all(abs(hit.start - one.start) > _VACCINE_REACH for one in given)
    ]


def _are_many_dead(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> bool:
    """Whether a number beside the dead says that they are several; an age is no number of dead."""
    for hit in hits:
        if hit.concept != "dead":
            continue
        beside = (
            *tokens[max(0, hit.start - _COUNT_REACH) : hit.start],
            *tokens[hit.end : hit.end + _COUNT_REACH],
        )
        values = (
            token.number if token.number is not None else lexicon.numbers.values.get(token.key, 0)
            for token in beside
        )
        if any(1 < (value or 0) < _AGE_AT_LEAST for value in values):
            return True
    return False
