"""Judgement: is it a warning, of which kind, and how soon must somebody act; each with its reason."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.concepts import concepts
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.kinds import Scores
from tocsin.domain.reading.times import When
from tocsin.domain.words import NOT_WARNINGS, Flag, Kind

# Happenings that can be denied, quoted or long past.
HAPPENINGS = concepts(
    "attack kill dead injure abduct ransom ambush clash shots explode device loot burn extort "
    "forced_labour arrest rape recruit flee displaced tension mob threat approach hazard withdraw"
)
GRAVE = concepts("attack kill abduct ambush clash shots explode burn rape")
# What stands against a warning, and how heavily the first and further words of it count.
_AGAINST = {
    "football": (2.2, 1.4),
    "film": (1.6, 0.9),
    "dream": (4.0, 0.5),
    "news": (2.6, 1.2),
    "far": (3.2, 1.0),
    "history": (3.2, 1.2),
    "proverb": (4.0, 1.0),
    "price": (1.3, 0.6),
    "spam": (1.3, 0.9),
    "admin": (0.8, 0.5),
    "test": (2.6, 0.8),
    "feedback": (1.8, 0.8),
    "thanks": (1.6, 0.5),
    "retract": (2.6, 1.0),
    "calm": (2.2, 0.7),
    "nothing": (2.6, 0.5),
    "question": (0.5, 0.3),
    "chain": (4.5, 1.0),
    "rumour": (2.6, 2.0),
    "debunk": (5.2, 0.6),
    "asks": (2.4, 0.4),
    "network": (0.3, 0.2),
    "mourning": (2.6, 0.6),
    "feast": (2.0, 0.8),
    "vaccine": (2.0, 0.6),
}
_FOR = {
    "armed": 0.5,
    "help": 0.8,
    "cry": 0.8,
    "urgent": 0.6,
    "weapon": 0.4,
    "now": 0.3,
    "civil": 0.1,
}
# What does not speak against these: a return or an agreement is told together with calm and thanks.
_QUIET = frozenset({"calm", "thanks", "admin", "price"})
_SPARED = {
    Kind.RETURN: _QUIET,
    Kind.POSITIVE: _QUIET,
    Kind.SURRENDER: _QUIET,
    Kind.NEED: _QUIET,
    Kind.HAZARD: _QUIET,
    Kind.ROAD: _QUIET | {"network"},
    Kind.EXTORTION: frozenset({"price", "admin"}),
    Kind.WITHDRAWAL: frozenset({"calm"}),
}
_THRESHOLD = 1.0
# No word of the lexicon warns of anything.
_NOTHING = -2.0
# How far what is felt moves the balance.
_FELT = 1.3
_FELT_AT_MOST = 6.0
_FELT_ALONE = 1.5
# What a text loses that names no place, nobody armed and nothing that goes on.
_NOWHERE = 2.5
_TELLING = GRAVE | concepts(
    "armed weapon help cry enter urgent approach flee hiding missing dead injure"
)
# Where these stand, only words may still make a warning of it.
_DECISIVE = concepts("chain debunk dream proverb football film far test mourning feast vaccine")
_DOUBTED = 2
_PLACE = 0.8
_SHARE_OF_OTHERS = 0.35


@dataclass(frozen=True, slots=True)
class Judgement:
    """`kinds` are the heaviest first, with weights; `against` is what spoke against a warning."""

    kinds: tuple[tuple[Kind, float], ...]
    is_alert: bool
    alert_score: float
    flags: frozenset[Flag]
    felt_imminent: float = 0.0

    @property
    def kind(self) -> Kind:
        return self.kinds[0][0]


def judge(
    hits: Sequence[Hit],
    scores: Scores,
    flags: frozenset[Flag],
    *,
    lexicon: Lexicon,
    has_place: bool | None,
) -> Judgement:
    """Return what a message is; a text without any evidence is chat with an alert score near nought.

    `has_place` is None where no gazetteer could tell: that speaks for nothing and against nothing.
    """
    warnings = scores.ranked(warnings=True)
    balance = _balance(warnings, hits, flags, lexicon)
    if scores.felt is not None:
        most = _felt_at_most(hits, has_words=bool(warnings), has_place=has_place)
        balance += _FELT * max(-_FELT_AT_MOST, min(most, scores.felt.alert))
    # A warning nearly always says where, or else who or that it goes on; interface texts, sermons and small talk do not.
    if has_place:
        balance += _PLACE
    elif (
        has_place is False and scores.felt is not None and not any(_is_telling(hit) for hit in hits)
    ):
        balance -= _NOWHERE
    # What takes a message back, or tells it to be a film or far away, weighs more than its words alone.
    balance -= 0.8 * max(0.0, scores.weights.get(Kind.RETRACTION, 0.0) - 2.5)
    balance -= 0.6 * max(0.0, scores.weights.get(Kind.IRRELEVANT, 0.0) - 3.5)
    is_alert = balance > 0
    return Judgement(
        kinds=_leading(scores, flags, is_alert=is_alert),
        is_alert=is_alert,
        alert_score=1 / (1 + math.exp(-1.3 * max(-12.0, min(12.0, balance)))),
        flags=flags,
        felt_imminent=scores.felt.imminent if scores.felt else 0.0,
    )


def _felt_at_most(hits: Sequence[Hit], *, has_words: bool, has_place: bool | None) -> float:
    """Return how much may be felt: nothing against what words decide, and little where no word warns and no place is named."""
    active = {hit.concept for hit in hits if not hit.negated}
    doubted = sum(hit.concept == "rumour" for hit in hits) >= _DOUBTED
    if active & _DECISIVE or doubted or ("nothing" in active and not active & HAPPENINGS):
        return 0.0
    return _FELT_AT_MOST if has_words or has_place is not False else _FELT_ALONE


def _is_telling(hit: Hit) -> bool:
    named = hit.concept.startswith("actor:") or hit.concept in _TELLING
    return named and not hit.negated


def _leading(
    scores: Scores, flags: frozenset[Flag], *, is_alert: bool
) -> tuple[tuple[Kind, float], ...]:
    """Return the three kinds to show: first a warning if it is one, or else what it is instead."""
    extra: dict[Kind, float] = {}
    if Flag.NEGATED in flags and Flag.RETRACTS not in flags and not is_alert:
        # Denied happenings mean all clear.
        extra[Kind.ALL_CLEAR] = 2.0
    # What words deny is denied by the rules alone, however it feels: a denial is kept, never filed.
    ranked = (replace(scores, felt=None) if extra else scores).likeliest(extra)
    first = next((pair for pair in ranked if (pair[0] not in NOT_WARNINGS) == is_alert), None)
    if first is None:
        # A message about nothing we know is chat.
        first = (Kind.CHAT, 0.1)
    return (first, *[pair for pair in ranked if pair[0] is not first[0]][:2])


def _balance(
    warnings: Sequence[tuple[Kind, float]],
    hits: Sequence[Hit],
    flags: frozenset[Flag],
    lexicon: Lexicon,
) -> float:
    if not warnings:
        return _NOTHING
    active = [hit for hit in hits if not hit.negated]
    concepts = {hit.concept for hit in active}
    spared = _SPARED.get(warnings[0][0], frozenset())
    concepts |= {
        "armed"
        for hit in active
        if hit.concept.startswith("actor:") and lexicon.actors[hit.concept[6:]].side == "armed"
    }
    pro = warnings[0][1] + _SHARE_OF_OTHERS * sum(weight for _, weight in warnings[1:4])
    pro += sum(weight for concept, weight in _FOR.items() if concept in concepts)
    against = _against(active, spared)
    if Flag.PAST in flags and "history" not in concepts:
        against += 2.0
    if Flag.NEGATED in flags:
        against += 1.5
    if _is_under_way(active):
        against *= 0.6
    return pro - against - _THRESHOLD


def _against(active: Sequence[Hit], spared: frozenset[str]) -> float:
    counts = Counter(hit.concept for hit in active if hit.concept not in spared)
    found = [(counts[one], weights) for one, weights in _AGAINST.items() if one in counts]
    return sum(first + more * min(2, count - 1) for count, (first, more) in found)


def _is_under_way(active: Sequence[Hit]) -> bool:
    grave_now = any(hit.concept in GRAVE and hit.tense == "now" for hit in active)
    return grave_now or (
        any(hit.concept in GRAVE for hit in active) and any(hit.concept == "help" for hit in active)
    )


def find_flags(
    tokens: Sequence[Token], hits: Sequence[Hit], when: When, sent_at: datetime
) -> frozenset[Flag]:
    """Return what qualifies the message (design.md §2)."""
    flags: set[Flag] = set()
    concepts = {hit.concept for hit in hits if not hit.negated}
    events = [hit for hit in hits if hit.concept in HAPPENINGS or hit.concept == "armed"]
    if events and all(hit.negated for hit in events):
        flags.add(Flag.NEGATED)
    if concepts & {"hearsay", "rumour"}:
        flags.add(Flag.HEARSAY)
    if concepts & {"news", "far"} and events:
        flags.add(Flag.QUOTED)
    if concepts & {"retract", "debunk"}:
        flags.add(Flag.RETRACTS)
    if _is_past(tokens, concepts, when, sent_at):
        flags.add(Flag.PAST)
    if _is_in_progress(hits, concepts, when) and Flag.PAST not in flags:
        flags.add(Flag.IN_PROGRESS)
    return frozenset(flags)


def _is_past(tokens: Sequence[Token], concepts: set[str], when: When, sent_at: datetime) -> bool:
    """A year is old only when it is not the year of the message."""
    if "history" in concepts or (when.days_ago is not None and when.days_ago > 4):
        return True
    years = [t.number for t in tokens if t.number is not None and len(t.key) == 4]
    return any(1950 <= year < sent_at.year for year in years)


def _is_in_progress(hits: Sequence[Hit], concepts: set[str], when: When) -> bool:
    grave = [hit for hit in hits if hit.concept in HAPPENINGS and not hit.negated]
    if any(hit.tense == "now" for hit in grave):
        return True
    return bool(grave) and ("now" in concepts or when.since)
