"""What a coded text becomes: a reading like any other, with the code as its reason."""

from datetime import datetime, timedelta

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.coded_fields import Coded
from tocsin.domain.reading.judgement import Judgement
from tocsin.domain.reading.mentions import Named, resolve_mention
from tocsin.domain.reading.questions import CODE, find_missing
from tocsin.domain.reading.result import (
    ActorMention,
    PlaceMention,
    PlaceRole,
    Reading,
    Reason,
    ScoredKind,
    Span,
    TimeSpan,
)
from tocsin.domain.reading.times import When, local_time
from tocsin.domain.reading.urgency import usual_priority
from tocsin.domain.words import NOT_WARNINGS, Flag, Kind, Priority

# A code is chosen, not guessed; only the hand that typed it may have erred.
_SURE = 0.97
_UNLIKELY = 0.02
_SECOND = 0.5
# Named without a time these go on; an attack of this morning is over.
_UNDER_WAY = frozenset({Kind.ATTACK, Kind.SHOTS, Kind.CLASH, Kind.AMBUSH})
_FRESH = timedelta(hours=2)


def coded_reading(
    coded: Coded,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    sent_at: datetime,
    sender_place: tuple[float, float] | None,
) -> Reading:
    """Return the reading of a text whose every word was understood."""
    kind = coded.kinds[0]
    is_alert = kind not in NOT_WARNINGS
    places = _places(coded, gazetteer, sender_place)
    actors = _actors(coded, lexicon)
    local = local_time(sent_at)
    span = _time(coded, local)
    priority, rule = _priority(coded, kind, span, local)
    judged = Judgement(((kind, 1.0),), is_alert, _SURE, frozenset())
    when = When(span, frozenset(), days_ago=(local - span.end) / timedelta(1) if span else None)
    missing = find_missing(judged, places, coded.counts, actors, when, (), coded.direction)
    unknown = coded.number is not None and coded.number not in lexicon.code_sheet
    return Reading(
        language=None,
        language_score=0.0,
        kind=kind,
        kinds=_kinds(coded),
        is_alert=is_alert,
        alert_score=_SURE if is_alert else _UNLIKELY,
        priority=priority,
        places=places,
        actors=actors,
        counts=dict(coded.counts),
        time=span,
        flags=(Flag.IN_PROGRESS,) if priority is Priority.P1 else (),
        why=(_because(coded, kind, unknown=unknown), Reason("priority", rule)),
        missing=(CODE, *missing) if unknown else missing,
        direction=coded.direction,
        distance_km=coded.km,
    )


def _because(coded: Coded, kind: Kind, *, unknown: bool) -> Reason:
    span = Span(coded.tokens[0].start, coded.tokens[0].end)
    rule = "coded.unknown" if unknown else "coded.code"
    return Reason(f"kind:{kind.value}", rule, coded.text[span.start : span.end], span)


def _kinds(coded: Coded) -> tuple[ScoredKind, ...]:
    kinds = list(dict.fromkeys(coded.kinds))[:3]
    weights = [_SECOND**place for place in range(len(kinds))]
    return tuple(
        ScoredKind(kind, weight / sum(weights)) for kind, weight in zip(kinds, weights, strict=True)
    )


def _places(
    coded: Coded, gazetteer: Gazetteer, sender_place: tuple[float, float] | None
) -> tuple[PlaceMention, ...]:
    return tuple(
        resolve_mention(
            coded.text,
            coded.tokens,
            Named(first, end, " ".join(token.key for token in coded.tokens[first:end]), "strong"),
            gazetteer,
            sender_place,
            role=PlaceRole.TO if towards else PlaceRole.WHERE,
        )
        for first, end, towards in coded.places
    )


def _actors(coded: Coded, lexicon: Lexicon) -> tuple[ActorMention, ...]:
    """Return the actors once each; armed men of whom nothing else is told are unknown."""
    found: dict[str, ActorMention] = {}
    for code, first, end in coded.actors:
        span = Span(coded.tokens[first].start, coded.tokens[end - 1].end)
        found.setdefault(code, ActorMention(code, coded.text[span.start : span.end], span=span))
    armed = any(lexicon.actors[code].side == "armed" for code in found)
    if not armed and "HA" in coded.words:
        token = coded.tokens[coded.words.index("HA")]
        found["UNK"] = ActorMention(
            "UNK", coded.text[token.start : token.end], span=Span(token.start, token.end)
        )
    return tuple(found.values())


def _time(coded: Coded, local: datetime) -> TimeSpan | None:
    """Return when: a clock time is the last one that has been, a day is that day."""
    if coded.minutes is None and coded.days_ago is None:
        return None
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    first, end = coded.time_at or (0, 1)
    surface = coded.text[coded.tokens[first].start : coded.tokens[end - 1].end]
    day = midnight - timedelta(days=coded.days_ago or 0)
    if coded.minutes is None:
        return TimeSpan(surface, day, min(local, day + timedelta(days=1)))
    moment = day + timedelta(minutes=coded.minutes)
    if coded.days_ago is None and moment > local + timedelta(minutes=30):
        moment -= timedelta(days=1)
    return TimeSpan(surface, moment, moment + timedelta(hours=1))


def _priority(
    coded: Coded, kind: Kind, span: TimeSpan | None, local: datetime
) -> tuple[Priority | None, str]:
    if coded.priority is not None:
        return coded.priority, "coded.priority"
    if coded.number is not None and kind is Kind.WARNING_SIGN:
        return Priority.P2, "coded.unknown"
    fresh = span is None or span.start > local - _FRESH
    if (kind in _UNDER_WAY and fresh) or (coded.now and kind not in NOT_WARNINGS):
        return Priority.P1, "coded.under_way"
    return usual_priority(kind), f"usual_{kind.value.lower()}"
