"""How soon somebody must act: P1 is imminent or under way; the past, the denied and the heard-of never are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tocsin.domain.folding import Token, folded_set
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.judgement import GRAVE, Judgement
from tocsin.domain.reading.times import When
from tocsin.domain.words import Flag, Kind, Priority

# Where each kind stands when nothing in the message raises or lowers it.
_USUAL = {
    Kind.ATTACK: 2, Kind.KILLING: 2, Kind.ABDUCTION: 2, Kind.AMBUSH: 2, Kind.CLASH: 2, Kind.SHOTS: 2,
    Kind.MOVEMENT: 3, Kind.PRESENCE: 3, Kind.THREAT: 2, Kind.LOOTING: 3, Kind.CATTLE: 3, Kind.ARSON: 2,
    Kind.EXTORTION: 3, Kind.FORCED_LABOUR: 3, Kind.ARREST: 3, Kind.SEXUAL_VIOLENCE: 2, Kind.RECRUITMENT: 2,
    Kind.SCHOOL: 2, Kind.EXPLOSIVE: 2, Kind.DISPLACEMENT: 3, Kind.RETURN: 4, Kind.TENSION: 3, Kind.MOB: 3,
    Kind.WARNING_SIGN: 3, Kind.WITHDRAWAL: 2, Kind.ROAD: 4, Kind.NEED: 3, Kind.HAZARD: 3, Kind.SURRENDER: 3,
    Kind.POSITIVE: 4, Kind.RUMOUR: 3, Kind.ALL_CLEAR: 4, Kind.FEEDBACK: 4, Kind.RETRACTION: 3,
    Kind.NETWORK: 4, Kind.CHECK_IN: 4, Kind.QUESTION: 4, Kind.ADMINISTRATION: 4, Kind.TEST: 4,
}  # fmt: skip
_VIOLENT = frozenset(
    {Kind.ATTACK, Kind.KILLING, Kind.ABDUCTION, Kind.AMBUSH, Kind.CLASH, Kind.SHOTS, Kind.ARSON, Kind.SCHOOL,
     Kind.EXPLOSIVE, Kind.SEXUAL_VIOLENCE}
)  # fmt: skip
_ARMED = frozenset(
    {Kind.MOVEMENT, Kind.PRESENCE, Kind.LOOTING, Kind.DISPLACEMENT, Kind.ARSON, Kind.CATTLE}
)
_MANY = 15
# In days: as long as what was seen may still go on, and as long as a time may lie ahead of the clock.
_HOUR = 1.01 / 24
_SOON = 1 / 48
# So sure is the instinct that no word need say so.
_FELT_IMMINENT = 1.0
# What goes on "since this morning"; somebody taken since yesterday is gone.
_LASTING = frozenset({"shots", "clash", "attack", "explode", "burn"})
# Without one of these, or a group named three times, no sign of `_is_imminent` can hold.
_IMMINENT = GRAVE | {"help", "urgent", "approach", "move", "enter", "hiding"}
_WORSE = frozenset({"kill", "injure", "abduct", "help", "urgent"})
_ENDED = frozenset({"done", "past", "plan"})
# A grenade or a mine goes off once; shells keep falling.
_ONCE = ("grenad", "gren", "gurunet", "grunet", "mine", "mina", "engin")
# Who entered and has done this already was there.
_DONE_BY_NOW = frozenset({"kill", "dead", "abduct", "loot", "burn"})
_THEY = folded_set(
    "ils, wako, bako, bari, bazali, they, wamefika, bayei, bakomi, baje, wanakuja, bazoya"
)


@dataclass(frozen=True, slots=True)
class Urgency:
    """`priority` is None when there is nothing to act on; `rule` says what decided."""

    priority: Priority | None
    rule: str


def find_urgency(
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    judged: Judgement,
    when: When,
    lexicon: Lexicon,
    armed_men: int,
) -> Urgency:
    """Return the priority of a message and the rule that gave it."""
    kind = judged.kind
    if not judged.is_alert:
        usual = 2 if any(hit.concept == "callback" for hit in hits) else _USUAL.get(kind)
        return Urgency(_level(usual) if usual else None, "usual")
    active = [hit for hit in hits if not hit.negated]
    lowered = _lowered(judged, active)
    if lowered:
        return lowered
    if _is_imminent(tokens, active, judged, when, lexicon):
        return Urgency(Priority.P1, "imminent")
    return _by_kind(kind, active, when, armed_men)


def may_be_imminent(hits: Sequence[Hit]) -> bool:
    """Whether words alone could make this a P1: where none of these stands, nothing needs to be weighed again."""
    active = [hit for hit in hits if not hit.negated]
    actors = sum(hit.concept.startswith("actor:") for hit in active)
    return actors > 2 or any(hit.concept in _IMMINENT for hit in active)


def usual_priority(kind: Kind) -> Priority | None:
    """Return where a kind stands when nothing raises or lowers it."""
    usual = _USUAL.get(kind)
    return _level(usual) if usual else None


def _level(number: int) -> Priority:
    return tuple(Priority)[number - 1]


def _lowered(judged: Judgement, active: Sequence[Hit]) -> Urgency | None:
    """The past, the quoted, the withdrawn and the heard-of are never P1."""
    flags = judged.flags
    if flags & {Flag.PAST, Flag.QUOTED, Flag.RETRACTS, Flag.NEGATED}:
        return Urgency(_level(max(3, _USUAL.get(judged.kind, 3))), "past_or_denied")
    if Flag.HEARSAY in flags and not any(hit.concept == "help" for hit in active):
        # Armed men who are said to be coming while people flee already: no certainty, but no waiting either.
        usual = 2 if {"approach", "flee"} <= {h.concept for h in active} else _USUAL[judged.kind]
        return Urgency(_level(max(2, usual)), "hearsay")
    return None


def _is_imminent(
    tokens: Sequence[Token],
    active: Sequence[Hit],
    judged: Judgement,
    when: When,
    lexicon: Lexicon,
) -> bool:
    """Whether somebody calls for help, it goes on now, it is told without an end, or armed men are coming."""
    concepts = {hit.concept for hit in active}
    grave = [hit for hit in active if hit.concept in GRAVE]
    armed = "armed" in concepts or _has_armed_actor(active, lexicon)
    called = "help" in concepts or ("urgent" in concepts and _is_loud(tokens, active))
    if judged.kind not in _VIOLENT | _ARMED or ("calm" in concepts and not called):
        return False
    under_way = any(hit.tense == "now" and not _is_told_on(hit, grave) for hit in grave)
    told = when.on_past_day or "yesterday" in concepts
    if _is_over(when, concepts) and (told or not under_way):
        return False
    called_for = called and bool(grave or armed or "approach" in concepts)
    hiding = "hiding" in concepts and (bool(grave) or armed or "approach" in concepts)
    lasting = any(hit.concept in _LASTING for hit in grave) and when.since
    # "hajarudi mpaka sasa": somebody is missing until now, and nobody saw them taken.
    said_now = bool(grave) and "now" in concepts and "missing" not in concepts
    coming = "approach" in concepts and (armed or called or _speaks_of_them(tokens))
    passing = armed and {"now", "move"} <= concepts and not concepts & {"gone", "calm"}
    gone = "gone" in concepts and not called
    entered = armed and not gone and _have_entered(concepts, when)
    signs = (
        called_for and judged.kind is not Kind.SEXUAL_VIOLENCE,
        under_way,
        lasting,
        said_now,
        coming or passing,
        entered,
        hiding,
        not gone
        and _is_bare(
            judged.kind,
            active,
            concepts,
            is_dated=not _is_of_this_hour(when),
            goes_off_once=any(token.key.startswith(_ONCE) for token in tokens),
        ),
        judged.felt_imminent > _FELT_IMMINENT,
        _is_cried(active),
    )
    return any(signs)


def _have_entered(concepts: Collection[str], when: When) -> bool:
    """Whether they came in and nothing says that it is past."""
    is_fresh = when.span is None and not _DONE_BY_NOW & set(concepts)
    return "enter" in concepts and ("now" in concepts or is_fresh)


def _is_told_on(hit: Hit, grave: Sequence[Hit]) -> bool:
    """Kinyarwanda tells on in the present: in "bashimuse umuganga baramujyana" both are over."""
    return hit.language == "rw" and any(
        one.start < hit.start and one.tense == "done" and one.language == "rw" for one in grave
    )


def _is_cried(active: Sequence[Hit]) -> bool:
    """Whether a group is named three times over, and hardly more is said: "Adf Adf Adf Kainama"."""
    actors = [hit.concept for hit in active if hit.concept.startswith("actor:")]
    return len(active) <= len(actors) + 1 and len(actors) > 2 and len(set(actors)) == 1


def _speaks_of_them(tokens: Sequence[Token]) -> bool:
    """Whether "ils sont la" leaves unsaid who: those whom everybody fears."""
    return any(token.key in _THEY for token in tokens)


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
    kind: Kind,
    active: Sequence[Hit],
    concepts: set[str],
    *,
    is_dated: bool,
    goes_off_once: bool,
) -> bool:
    """An attack named without any sign that it is over: "tirs", "attaque a Masisi centre", "obus tombe"."""
    if concepts & {"yesterday", "found", "device", "threat", "future", "thanks"}:
        return False
    if kind is Kind.EXPLOSIVE:
        return "explode" in concepts and not goes_off_once
    if kind not in {Kind.SHOTS, Kind.ATTACK, Kind.CLASH} or is_dated:
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


def _has_armed_actor(active: Sequence[Hit], lexicon: Lexicon) -> bool:
    return any(
        hit.concept.startswith("actor:") and lexicon.actors[hit.concept[6:]].side == "armed"
        for hit in active
    )


def _by_kind(kind: Kind, active: Sequence[Hit], when: When, armed_men: int) -> Urgency:
    level = _USUAL.get(kind, 3)
    concepts = {hit.concept for hit in active}
    if kind in {Kind.MOVEMENT, Kind.PRESENCE} and (armed_men >= _MANY or "urgent" in concepts):
        level = 2
    if kind is Kind.HAZARD and concepts & {"dead", "house", "help"}:
        level = 2
    if kind in {Kind.LOOTING, Kind.DISPLACEMENT} and concepts & _WORSE:
        level = 2
    if (
        kind in {Kind.SHOTS, Kind.CLASH, Kind.ATTACK}
        and _is_days_old(when)
        and not concepts & {"kill", "dead"}
    ):
        level = 3
    if when.days_ago is not None and when.days_ago > 1.5:
        level = max(level, 3)
    return Urgency(_level(level), f"usual_{kind.value.lower()}")


def _is_days_old(when: When) -> bool:
    return when.days_ago is not None and when.days_ago > 0.3
