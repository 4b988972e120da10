"""Whether it goes on now or is about to: somebody calls for help, armed men are coming, nothing says that it is over."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.comers import Comers
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.judgement import GRAVE, Judgement
from tocsin.domain.reading.times import When
from tocsin.domain.words import Kind

_VIOLENT = frozenset(
    {Kind.ATTACK, Kind.KILLING, Kind.ABDUCTION, Kind.AMBUSH, Kind.CLASH, Kind.SHOTS, Kind.ARSON, Kind.SCHOOL,
     Kind.EXPLOSIVE, Kind.SEXUAL_VIOLENCE}
)  # fmt: skip
_ARMED = frozenset(
    {Kind.MOVEMENT, Kind.PRESENCE, Kind.LOOTING, Kind.DISPLACEMENT, Kind.ARSON, Kind.CATTLE}
)
# In days: as long as what was seen may still go on, and as long as a time may lie ahead of the clock.
_HOUR = 1.01 / 24
_SOON = 1 / 48
# So sure is the instinct that no word need say so.
_FELT_IMMINENT = 1.0
# What goes on "since this morning"; somebody taken since yesterday is gone.
_LASTING = frozenset({"shots", "clash", "attack", "explode", "burn"})
# Without one of these, or a group named three times, no sign of `is_imminent` can hold.
_IMMINENT = GRAVE | {"help", "cry", "trapped", "urgent", "approach", "move", "enter", "hiding"}
_ENDED = frozenset({"done", "past", "plan"})
# A grenade or a mine goes off once; shells keep falling.
_ONCE = ("grenad", "gren", "gurunet", "grunet", "mine", "mina", "engin")


def may_be_imminent(hits: Sequence[Hit]) -> bool:
    """Whether words alone could make this a P1: where none of these stands, nothing needs to be weighed again."""
    active = [hit for hit in hits if not hit.negated]
    actors = sum(hit.concept.startswith("actor:") for hit in active)
    return actors > 2 or any(hit.concept in _IMMINENT for hit in active)


def is_imminent(
    tokens: Sequence[Token],
    active: Sequence[Hit],
    judged: Judgement,
    when: When,
    lexicon: Lexicon,
) -> bool:
    """Whether somebody calls for help, it goes on now, it is told without an end, or armed men are coming."""
    concepts = {hit.concept for hit in active}
    called = bool(concepts & {"help", "cry"}) or ("urgent" in concepts and _is_loud(tokens, active))
    if judged.kind is Kind.HAZARD and "trapped" in concepts:
        # Who lies under the mud may be dead within the hour.
        return not _is_over(when, concepts)
    if judged.kind not in _VIOLENT | _ARMED or ("calm" in concepts and not called):
        return False
    grave = [hit for hit in active if hit.concept in GRAVE]
    under_way = any(hit.tense == "now" and not _is_told_on(hit, grave) for hit in grave)
    told = when.on_past_day or "yesterday" in concepts
    if _is_over(when, concepts) and (told or not under_way):
        return False
    comers = Comers.of(tokens, active, concepts, called=called, lexicon=lexicon)
    return (
        under_way
        or _goes_on(grave, concepts, when)
        or comers.are_coming
        or comers.have_entered(when)
        or _is_feared_for(judged.kind, grave, concepts, comers)
        or (not comers.gone and _is_bare(judged.kind, tokens, active, concepts, when))
        or judged.felt_imminent > _FELT_IMMINENT
        or _is_cried(active)
    )


def _is_feared_for(
    kind: Kind, grave: Sequence[Hit], concepts: Collection[str], comers: Comers
) -> bool:
    """Whether somebody in danger calls for help, or hides."""
    if not (grave or comers.armed or comers.in_reach):
        return False
    # Whoever found a grenade asks for somebody to take it away: nothing has gone off.
    found = kind is Kind.EXPLOSIVE and "found" in concepts
    called_for = comers.called and not found and kind is not Kind.SEXUAL_VIOLENCE
    return called_for or "hiding" in concepts


def _goes_on(grave: Sequence[Hit], concepts: Collection[str], when: When) -> bool:
    """Whether it lasts since a time that is told, or goes on "until now"."""
    lasting = any(hit.concept in _LASTING for hit in grave) and when.since
    # "hajarudi mpaka sasa": somebody is missing until now, and nobody saw them taken.
    return lasting or (bool(grave) and "now" in concepts and "missing" not in concepts)


def _is_told_on(hit: Hit, grave: Sequence[Hit]) -> bool:
    """Kinyarwanda tells on in the present: in "bashimuse umuganga baramujyana" both are over."""
    return hit.language == "rw" and any(
        one.start < hit.start and one.tense == "done" and one.language == "rw" for one in grave
    )


def _is_cried(active: Sequence[Hit]) -> bool:
    """Whether a group is named three times over, and hardly more is said: "Adf Adf Adf Kainama"."""
    actors = [hit.concept for hit in active if hit.concept.startswith("actor:")]
    return len(active) <= len(actors) + 1 and len(actors) > 2 and len(set(actors)) == 1


def _is_over(when: When, concepts: set[str]) -> bool:
    """Yesterday, or a plan for tomorrow, unless it goes on since then or somebody calls for help now."""
    if when.since or "now" in concepts:
        return False
    if "yesterday" in concepts and when.days_ago is not None and when.days_ago > 0.2:
        return True
    return when.days_ago is not None and abs(when.days_ago) > 0.4


def _is_of_this_hour(when: When) -> bool:
    """Whether no time is told, or one within the last hour: "il y a 10 minutes"."""
    if when.span is None:
        return True
    age = (when.days_ago or 0.0) + (when.span.end - when.span.start) / timedelta(days=1)
    return -_SOON <= age <= _HOUR and (when.days_ago or 0.0) >= -_SOON


def _is_bare(
    kind: Kind, tokens: Sequence[Token], active: Sequence[Hit], concepts: set[str], when: When
) -> bool:
    """An attack named without any sign that it is over: "tirs", "attaque a Masisi centre", "obus tombe"."""
    if concepts & {"yesterday", "found", "device", "threat", "future", "thanks"}:
        return False
    if kind is Kind.EXPLOSIVE:
        goes_off_once = any(token.key.startswith(_ONCE) for token in tokens)
        return "explode" in concepts and not goes_off_once
    if kind not in {Kind.SHOTS, Kind.ATTACK, Kind.CLASH} or not _is_of_this_hour(when):
        return False
    # Somebody beaten or hurt has been; only an attack, shots or a fight may still go on.
    if not concepts & {"attack", "shots", "clash", "explode"}:
        return False
    ended = any(hit.concept in GRAVE and hit.tense in _ENDED for hit in active)
    return not ended and not concepts & {"dead", "kill"}


def _is_loud(tokens: Sequence[Token], active: Sequence[Hit]) -> bool:
    signs = sum(token.key == "!" for token in tokens)
    urgent = sum(hit.concept == "urgent" for hit in active)
    return signs >= 2 or urgent >= 2
