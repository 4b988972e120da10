"""One message through every step of reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from tocsin.domain.folding import READ_AT_MOST, Token, tokenise
from tocsin.domain.languages import Guess, LanguageTable
from tocsin.domain.learning import Weights, blend
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.actors import find_actors
from tocsin.domain.reading.coded import read_coded
from tocsin.domain.reading.context import apply_context
from tocsin.domain.reading.counted import Counted
from tocsin.domain.reading.counts import find_counts
from tocsin.domain.reading.cries import CALLS, CRY_AT_MOST, hear_cries
from tocsin.domain.reading.denial import apply_denials
from tocsin.domain.reading.evidence import Hit, find_evidence
from tocsin.domain.reading.harmless import leave_out_harmless
from tocsin.domain.reading.imminence import may_be_imminent
from tocsin.domain.reading.instinct import Felt, Instinct
from tocsin.domain.reading.judgement import Judgement, find_flags, judge
from tocsin.domain.reading.kinds import Scores, weigh
from tocsin.domain.reading.learned import Verdict, never_below
from tocsin.domain.reading.marks import find_marks
from tocsin.domain.reading.measures import Measures, find_measures
from tocsin.domain.reading.mentions import find_places, places_of_tokens
from tocsin.domain.reading.questions import find_missing
from tocsin.domain.reading.result import (
    ActorMention,
    PlaceMention,
    Range,
    Reading,
    Reason,
    RulesSaid,
    ScoredKind,
    Span,
)
from tocsin.domain.reading.roles import assign_roles
from tocsin.domain.reading.takings import settle_takings
from tocsin.domain.reading.times import When, find_time
from tocsin.domain.reading.urgency import Urgency, find_urgency
from tocsin.domain.words import Flag, Kind, Priority

_REASONS_AT_MOST = 12
_FLAGS = tuple(Flag)
# Prices, goals and dates of meetings count nobody.
_WITHOUT_COUNTS = frozenset(
    {Kind.IRRELEVANT, Kind.CHAT, Kind.ADMINISTRATION, Kind.TEST, Kind.NETWORK, Kind.QUESTION}
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What stands in a message, step by step, before anything is judged; `names` are the tokens of its places.

    `is_placed` is None where no gazetteer could tell: nobody knows then whether it names a place.
    """

    text: str
    tokens: Sequence[Token]
    hits: Sequence[Hit]
    when: When
    measures: Measures
    places: tuple[PlaceMention, ...]
    is_placed: bool | None
    names: frozenset[int]
    counted: Counted


def read_message(
    text: str,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    sent_at: datetime,
    sender_place: tuple[float, float] | None = None,
    learned: Weights | None = None,
    instinct: Instinct | None = None,
) -> Reading:
    """Return what a message says. Never raises on any text, and takes time linear in its length.

    `sent_at` without a time zone is taken to be local time of eastern DR Congo. `sender_place` is the sender's
    usual place (lat, lon): it chooses among namesakes and refuses far ones. `learned` moves the kinds by what
    people have confirmed, never below the rules; None means the rules alone. `instinct` is another than the one that
    ships, to measure it.
    """
    coded = read_coded(
        text, lexicon=lexicon, gazetteer=gazetteer, sent_at=sent_at, sender_place=sender_place
    )
    if coded is not None:
        return coded
    seen = _look(text, lexicon, gazetteer, sent_at, sender_place)
    scores = weigh(seen.hits, lexicon)
    scores.felt = _feel(seen, lexicon, instinct or Instinct.load())
    flags = find_flags(seen.tokens, seen.hits, seen.when, sent_at)
    verdict = partial(_judge, seen, lexicon, flags)
    rules = final = _at_least_what_words_say(verdict, scores, seen.hits)
    if learned is not None and learned.rows:
        scores.weights = dict(blend(tuple(scores.weights.items()), learned, text[:READ_AT_MOST]))
        final = never_below(rules, verdict(scores))
    reading = _reading(seen, scores, final, lexicon)
    return reading if learned is None else replace(reading, rules=_said_by(rules, learned))


def _look(
    text: str,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    sent_at: datetime,
    sender_place: tuple[float, float] | None,
) -> _Seen:
    """Return the words with their meaning, then when and where, and only then what the other numbers count."""
    tokens = tokenise(text)
    hits = find_words(tokens, lexicon, gazetteer)
    when = find_time(text, tokens, hits, lexicon=lexicon, sent_at=sent_at)
    measures = find_measures(tokens, lexicon)
    found = find_places(
        text, tokens, hits, lexicon=lexicon, gazetteer=gazetteer, sender_place=sender_place
    )
    names = places_of_tokens(tokens, found)
    not_counts = when.tokens | measures.tokens | names
    counted = find_counts(tokens, hits, lexicon=lexicon, not_counts=not_counts)
    places = assign_roles(tokens, hits, found)
    is_placed = bool(places) or (False if len(gazetteer.rows) else None)
    return _Seen(text, tokens, hits, when, measures, places, is_placed, names, counted)


def _feel(seen: _Seen, lexicon: Lexicon, instinct: Instinct) -> Felt | None:
    if _is_bare_cry(seen.tokens, seen.hits):
        return None
    features = instinct.features(seen.tokens, seen.hits, lexicon, seen.names)
    return instinct.feel(*features) if features[0].size else None


def _judge(seen: _Seen, lexicon: Lexicon, flags: frozenset[Flag], scores: Scores) -> Verdict:
    judged = judge(seen.hits, scores, flags, lexicon=lexicon, has_place=seen.is_placed)
    armed = seen.counted.roles.get("armed_men", Range(0, 0)).max
    return Verdict(judged, find_urgency(seen.tokens, seen.hits, judged, seen.when, lexicon, armed))


def _at_least_what_words_say(
    verdict: Callable[[Scores], Verdict], scores: Scores, hits: Sequence[Hit]
) -> Verdict:
    """Return what is felt, but never less than mortal danger that words alone have told."""
    felt = verdict(scores)
    if scores.felt is None or felt.urgency.priority is Priority.P1 or not may_be_imminent(hits):
        return felt
    words = verdict(replace(scores, felt=None))
    return words if words.urgency.priority is Priority.P1 else felt


def _said_by(rules: Verdict, learned: Weights) -> RulesSaid:
    judged = rules.judged
    return RulesSaid(judged.kind, rules.urgency.priority, judged.is_alert, learned.provenance)


def find_words(tokens: Sequence[Token], lexicon: Lexicon, gazetteer: Gazetteer) -> list[Hit]:
    """Return the evidence of the words, with what was taken, denied, harmless and put in doubt settled."""
    found = find_evidence(tokens, lexicon, gazetteer.knows)
    settled = leave_out_harmless(tokens, settle_takings(tokens, found, lexicon), lexicon)
    return hear_cries(tokens, apply_context(tokens, apply_denials(tokens, settled)))


def _reading(seen: _Seen, scores: Scores, verdict: Verdict, lexicon: Lexicon) -> Reading:
    judged, urgency, measures = verdict.judged, verdict.urgency, seen.measures
    guess = _language(seen.tokens, seen.places)
    counts: dict[str, Range] = {}
    actors: tuple[ActorMention, ...] = ()
    if judged.kind not in _WITHOUT_COUNTS:
        actors = find_actors(seen.text, seen.tokens, seen.hits, lexicon, kind=judged.kind)
        counts = seen.counted.for_kind(judged.kind) | measures.amounts
    flags = _flags(judged, urgency)
    total = sum(weight for _, weight in judged.kinds) or 1.0
    return Reading(
        language=guess.language,
        language_score=guess.score,
        kind=judged.kind,
        kinds=tuple(ScoredKind(kind, weight / total) for kind, weight in judged.kinds),
        is_alert=judged.is_alert,
        alert_score=judged.alert_score,
        priority=urgency.priority,
        places=seen.places,
        actors=actors,
        counts=counts,
        time=seen.when.span,
        flags=flags,
        why=(*_why(seen, scores, judged, urgency), *_marks(seen, counts, flags, judged, lexicon)),
        missing=find_missing(
            judged, seen.places, seen.counted.for_kind(judged.kind), actors, seen.when, seen.hits,
            measures.direction,
        ),
        direction=measures.direction,
        distance_km=measures.distance_km,
    )  # fmt: skip


def _marks(
    seen: _Seen,
    counts: Mapping[str, Range],
    flags: Sequence[Flag],
    judged: Judgement,
    lexicon: Lexicon,
) -> tuple[Reason, ...]:
    return find_marks(
        seen.text, seen.tokens, seen.hits, counts, seen.when.span, flags,
        kind=judged.kind, lexicon=lexicon, not_counts=seen.when.tokens | seen.measures.tokens,
    )  # fmt: skip


def _flags(judged: Judgement, urgency: Urgency) -> tuple[Flag, ...]:
    flags = judged.flags
    if urgency.priority is Priority.P1:
        flags |= {Flag.IN_PROGRESS}
    return tuple(flag for flag in _FLAGS if flag in flags)


def _language(tokens: Sequence[Token], places: Sequence[PlaceMention]) -> Guess:
    """Names of places and groups are of no language."""
    named = {place.span.start for place in places if place.span is not None}
    words = [
        token.key
        for token in tokens
        if not token.sign and token.number is None and token.start not in named
    ]
    return LanguageTable.load().guess(words)


def _why(seen: _Seen, scores: Scores, judged: Judgement, urgency: Urgency) -> tuple[Reason, ...]:
    shown = {kind for kind, _ in judged.kinds}
    reasons = [
        Reason(f"kind:{kind.value}", rule, *_quoted(seen.text, seen.tokens, hit))
        for kind, rule, hit, _ in sorted(scores.because, key=lambda row: -row[3])
        if kind in shown
    ]
    return (*reasons[:_REASONS_AT_MOST], Reason("priority", urgency.rule))


def _quoted(text: str, tokens: Sequence[Token], hit: Hit | None) -> tuple[str, Span | None]:
    if hit is None:
        return "", None
    span = Span(tokens[hit.start].start, tokens[hit.end - 1].end)
    return text[span.start : span.end], span


def _is_bare_cry(tokens: Sequence[Token], hits: Sequence[Hit]) -> bool:
    """Whether somebody calls for help and says no more: too little to feel what it is about."""
    return bool(hits) and len(tokens) <= CRY_AT_MOST and CALLS.issuperset(h.concept for h in hits)
