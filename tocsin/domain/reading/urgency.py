"""How soon somebody must act: P1 is imminent or under way; the past, the denied and the heard-of never are."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.imminence import is_imminent
from tocsin.domain.reading.judgement import Judgement
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
_MANY = 15
_WORSE = frozenset({"kill", "injure", "abduct", "help", "urgent"})


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
    if is_imminent(tokens, active, judged, when, lexicon):
        return Urgency(Priority.P1, "imminent")
    return _by_kind(kind, active, when, armed_men)


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
