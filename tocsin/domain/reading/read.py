"""One message through every step of reading."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from tocsin.domain.folding import READ_AT_MOST, Token, tokenise
from tocsin.domain.languages import Guess, LanguageTable
from tocsin.domain.learning import Weights, blend
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.actors import find_actors
from tocsin.domain.reading.coded import read_coded
from tocsin.domain.reading.context import apply_context
from tocsin.domain.reading.counts import find_counts
from tocsin.domain.reading.denial import apply_denials
from tocsin.domain.reading.evidence import Hit, find_evidence
from tocsin.domain.reading.instinct import Instinct
from tocsin.domain.reading.judgement import Judgement, judge
from tocsin.domain.reading.kinds import Scores, weigh
from tocsin.domain.reading.learned import Verdict, never_below
from tocsin.domain.reading.marks import find_marks
from tocsin.domain.reading.measures import Measures, find_measures
from tocsin.domain.reading.mentions import find_places, places_of_tokens
from tocsin.domain.reading.questions import find_missing
from tocsin.domain.reading.result import (
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
_CRIES = frozenset({"help", "urgent"})
_CRY_AT_MOST = 4  # words
# Prices, goals and dates of meetings count nobody.
_WITHOUT_COUNTS = frozenset(
    {Kind.IRRELEVANT, Kind.CHAT, Kind.ADMINISTRATION, Kind.TEST, Kind.NETWORK, Kind.QUESTION}
)


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
    instinct = instinct or Instinct.load()
    coded = read_coded(
        text, lexicon=lexicon, gazetteer=gazetteer, sent_at=sent_at, sender_place=sender_place
    )
    if coded is not None:
        return coded
    tokens = tokenise(text)
    hits = find_words(tokens, lexicon, gazetteer)
    when = find_time(text, tokens, hits, lexicon=lexicon, sent_at=sent_at)
    measures = find_measures(tokens, lexicon)
    found = find_places(
        text, tokens, hits, lexicon=lexicon, gazetteer=gazetteer, sender_place=sender_place
    )
    places = assign_roles(tokens, hits, found)
    names = places_of_tokens(tokens, found)
    not_counts = when.tokens | measures.tokens | names
    counted = find_counts(tokens, hits, lexicon=lexicon, not_counts=not_counts)
    scores = weigh(hits, lexicon)
    if not _is_bare_cry(tokens, hits):
        features = instinct.features(tokens, hits, lexicon, names)
        scores.felt = instinct.feel(*features) if features[0].size else None
    armed = counted.roles.get("armed_men", Range(0, 0)).max

    def verdict(of: Scores) -> Verdict:
        judged = judge(
            tokens, hits, of, when, lexicon=lexicon, sent_at=sent_at, has_place=bool(places)
        )
        return Verdict(judged, find_urgency(tokens, hits, judged, when, lexicon, armed))

    rules = found_verdict = _at_least_what_words_say(verdict, scores)
    if learned is not None and learned.rows:
        scores.weights = dict(blend(tuple(scores.weights.items()), learned, text[:READ_AT_MOST]))
        found_verdict = never_below(rules, verdict(scores))
    judged, urgency = found_verdict.judged, found_verdict.urgency
    counts = counted.for_kind(judged.kind)
    reading = _reading(
        text, tokens, hits, when, measures, places, counts, scores, judged, urgency, lexicon
    )
    reading = _marked(reading, text, tokens, hits, when, measures, lexicon)
    return reading if learned is None else replace(reading, rules=_said_by(rules, learned))


def _at_least_what_words_say(verdict: Callable[[Scores], Verdict], scores: Scores) -> Verdict:
    """Return what is felt, but never less than mortal danger that words alone have told."""
    felt = verdict(scores)
    if scores.felt is None or felt.urgency.priority is Priority.P1:
        return felt
    words = verdict(replace(scores, felt=None))
    return words if words.urgency.priority is Priority.P1 else felt


def _marked(
    reading: Reading,
    text: str,
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    when: When,
    measures: Measures,
    lexicon: Lexicon,
) -> Reading:
    marks = find_marks(
        text,
        tokens,
        hits,
        reading.counts,
        reading.time,
        reading.flags,
        kind=reading.kind,
        lexicon=lexicon,
        not_counts=when.tokens | measures.tokens,
    )
    return replace(reading, why=(*reading.why, *marks))


def _said_by(rules: Verdict, learned: Weights) -> RulesSaid:
    judged = rules.judged
    return RulesSaid(judged.kind, rules.urgency.priority, judged.is_alert, learned.provenance)


def find_words(tokens: Sequence[Token], lexicon: Lexicon, gazetteer: Gazetteer) -> list[Hit]:
    """Return the evidence of the words, with what was taken, denied and put in doubt settled."""
    found = find_evidence(tokens, lexicon, gazetteer.knows)
    return apply_context(tokens, apply_denials(tokens, settle_takings(tokens, found, lexicon)))


def _reading(
    text: str,
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    when: When,
    measures: Measures,
    places: tuple[PlaceMention, ...],
    counts: dict[str, Range],
    scores: Scores,
    judged: Judgement,
    urgency: Urgency,
    lexicon: Lexicon,
) -> Reading:
    guess = _language(tokens, places)
    actors = () if judged.kind in _WITHOUT_COUNTS else find_actors(text, tokens, hits, lexicon)
    total = sum(weight for _, weight in judged.kinds) or 1.0
    return Reading(
        language=guess.language,
        language_score=guess.score,
        kind=judged.kind,
        kinds=tuple(ScoredKind(kind, weight / total) for kind, weight in judged.kinds),
        is_alert=judged.is_alert,
        alert_score=judged.alert_score,
        priority=urgency.priority,
        places=places,
        actors=actors,
        counts={} if judged.kind in _WITHOUT_COUNTS else counts | measures.amounts,
        time=when.span,
        flags=_flags(judged, urgency),
        why=_why(text, tokens, scores, judged, urgency),
        missing=find_missing(judged, places, counts, actors, when, hits, measures.direction),
        direction=measures.direction,
        distance_km=measures.distance_km,
    )


def _flags(judged: Judgement, urgency: Urgency) -> tuple[Flag, ...]:
    flags = judged.flags
    if urgency.priority is Priority.P1:
        flags |= {Flag.IN_PROGRESS}
    return tuple(flag for flag in Flag if flag in flags)


def _language(tokens: Sequence[Token], places: Sequence[PlaceMention]) -> Guess:
    """Names of places and groups are of no language."""
    named = {place.span.start for place in places if place.span is not None}
    words = [
        token.key
        for token in tokens
        if not token.sign and token.number is None and token.start not in named
    ]
    return LanguageTable.load().guess(words)


def _why(
    text: str, tokens: Sequence[Token], scores: Scores, judged: Judgement, urgency: Urgency
) -> tuple[Reason, ...]:
    shown = {kind for kind, _ in judged.kinds}
    reasons = [
        Reason(f"kind:{kind.value}", rule, *_quoted(text, tokens, hit))
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
    return bool(hits) and len(tokens) <= _CRY_AT_MOST and _CRIES.issuperset(h.concept for h in hits)
