"""Which incident an alert belongs to, with the parts of the score and the reasons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.correlation_facts import AlertFacts, IncidentFacts, Point
from tocsin.domain.earth import COMPASS, direction, kilometres
from tocsin.domain.kinship import MOVING, gate_between, likeness
from tocsin.domain.origins import is_copy
from tocsin.domain.words import NOT_WARNINGS, IncidentLife, Priority

RULES = "correlation-3"
_CLOSED_FOR = timedelta(hours=24)
_GOES_ON = timedelta(hours=1)  # who names no place again this soon still speaks of the same one
_HIGH, _MIDDLE = 0.72, 0.5
_WEIGHTS = {"kind": 0.25, "space": 0.3, "time": 0.15, "actors": 0.15, "counts": 0.05, "marks": 0.1}
_NEUTRAL = 0.5
UNKNOWN_ACTOR = "UNK"


class Band(StrEnum):
    """What is done with a match."""

    HIGH = "high"  # linked, and shown
    MIDDLE = "middle"  # suggested; a person says
    LOW = "low"  # an incident of its own


@dataclass(frozen=True, slots=True)
class Match:
    """How well an alert fits an incident. `priority` is the graver of both: joining lowers none."""

    incident: str
    score: float
    band: Band
    parts: Mapping[str, float]
    reasons: tuple[str, ...]
    priority: Priority
    rule_version: str = RULES


def rank_matches(
    alert: AlertFacts, *, among: Sequence[IncidentFacts], now: datetime
) -> list[Match]:
    """Return the incidents this alert may belong to, best first: those without a doubt stand before all others.

    Exercise and real, and different markings, never meet. A P1 has paged before this is asked.
    """
    matches = (_match(alert, incident) for incident in among if _may_meet(alert, incident, now))
    return sorted((match for match in matches if match), key=_rank)


def _rank(match: Match) -> tuple[bool, float, str]:
    # A doubt speaks against one incident. It must not open a third one beside the second that is meant.
    return match.band is not Band.HIGH, -match.score, match.incident


def _may_meet(alert: AlertFacts, incident: IncidentFacts, now: datetime) -> bool:
    what = incident.what
    if (alert.marking, alert.is_restricted, alert.is_drill) != (
        what.marking,
        what.is_restricted,
        what.is_drill,
    ):
        return False
    if incident.life is IncidentLife.CLOSED:
        return incident.closed_at is not None and now - incident.closed_at < _CLOSED_FOR
    return incident.life in (IncidentLife.OPEN, IncidentLife.STABLE)


def _match(alert: AlertFacts, incident: IncidentFacts) -> Match | None:
    what = incident.what
    alike = likeness(alert.kind, what.kind)
    apart = _gap(alert, what)
    gate = gate_between(
        alert.kind, what.kind, apart=apart, is_by_road=alert.is_by_road or what.is_by_road
    )
    km = _distance(alert, what)
    if not alike or apart > gate.within or (km is not None and km > gate.km):
        return None
    if km is None and not _same_addressee(alert, what) and not _same_words(alert, what):
        space = 0.4
    else:
        space = 1 - (km or 0.0) / gate.km
    parts = {
        "kind": alike,
        "space": space * _heading(alert, what),
        "time": 1 - apart / gate.within,
        "actors": _actors(alert, what),
        "counts": _counts(alert, what),
        "marks": 1.0 if alert.marks & what.marks else _NEUTRAL,
    }
    score = sum(_WEIGHTS[name] * part for name, part in parts.items())
    if _same_words(alert, what):
        score = min(1.0, score + 0.15)
    doubts = tuple(_doubts(alert, incident, km, within_km=gate.km))
    return Match(
        incident=incident.id,
        score=round(score, 3),
        band=_band(score, doubts),
        parts={name: round(part, 3) for name, part in parts.items()},
        reasons=(*_likenesses(alert, what, parts), *doubts),
        priority=_graver(alert.priority, what.priority),
    )


def _gap(alert: AlertFacts, what: AlertFacts) -> timedelta:
    if alert.since > (what.until or what.since):
        return alert.since - (what.until or what.since)
    return max(timedelta(0), what.since - (alert.until or alert.since))


def _distance(alert: AlertFacts, what: AlertFacts) -> float | None:
    """Kilometres between the circles of uncertainty, None when either place is unknown."""
    if alert.lat is None or alert.lon is None or what.lat is None or what.lon is None:
        return None
    between = kilometres(alert.lat, alert.lon, what.lat, what.lon)
    return max(0.0, between - alert.radius_km - what.radius_km)


def _heading(alert: AlertFacts, what: AlertFacts) -> float:
    """Lower what does not lie where the movement was said to go."""
    if what.kind not in MOVING or not what.direction or not _distance(alert, what):
        return 1.0
    if alert.lat is None or alert.lon is None or what.lat is None or what.lon is None:
        return 1.0
    seen = direction(what.lat, what.lon, alert.lat, alert.lon)
    turn = abs(COMPASS.index(seen) - COMPASS.index(what.direction))
    return (1.0, 1.0, 0.7, 0.4, 0.4)[min(turn, 8 - turn)]


def _actors(alert: AlertFacts, what: AlertFacts) -> float:
    known, others = alert.actors - {UNKNOWN_ACTOR}, what.actors - {UNKNOWN_ACTOR}
    if not known or not others:
        return _NEUTRAL
    return 1.0 if known & others else 0.0


def _counts(alert: AlertFacts, what: AlertFacts) -> float:
    shared = alert.counts.keys() & what.counts.keys()
    if not shared:
        return _NEUTRAL
    pairs = ((alert.counts[name], what.counts[name]) for name in shared)
    fits = sum(a[0] <= b[1] and b[0] <= a[1] for a, b in pairs)
    return fits / len(shared)


def _same_addressee(alert: AlertFacts, what: AlertFacts) -> bool:
    return bool(alert.community) and alert.community == what.community


def _same_words(alert: AlertFacts, what: AlertFacts) -> bool:
    return is_copy(alert.fingerprint, what.fingerprint)


def _doubts(
    alert: AlertFacts, incident: IncidentFacts, km: float | None, *, within_km: float
) -> Iterator[str]:
    """Why a machine must not link by itself, however high the score."""
    if _names_elsewhere(alert, incident.what, within_km):
        yield "correlation.names_elsewhere"
    if _tells_of_another(alert, incident.what, within_km):
        yield "correlation.incident_named_elsewhere"
    if km is None and not _same_addressee(alert, incident.what):
        yield "correlation.place_unknown"
    if _actors(alert, incident.what) == 0.0:
        yield "correlation.actors_contradict"
    if incident.life is IncidentLife.CLOSED:
        yield "correlation.incident_closed"
    if alert.kind in NOT_WARNINGS:
        yield "correlation.not_a_warning"


def _names_elsewhere(alert: AlertFacts, what: AlertFacts, km: float) -> bool:
    """Say whether the words name a place, and none that they can mean lies near the incident.

    Near what the incident's own words may mean is near it too: two may tell of the same far place.
    """
    if not alert.named or what.lat is None or what.lon is None:
        return False
    return not _meet(alert.named, ((what.lat, what.lon), *what.named), km)


def _tells_of_another(alert: AlertFacts, what: AlertFacts, km: float) -> bool:
    """Say whether the incident lies here only because its source lives here, and this is not its story.

    Its words name a far place. Who says where, or lives here and has not told of it, speaks of
    another event; the same source without a place goes on with the first for a while. "After
    Mahagi they attack us here" names the far place as well, and tells of home: what it opened is
    of both (`placing.py`), and one incident for all who say so.
    """
    if not what.named or what.lat is None or what.lon is None:
        return False
    if alert.speaks_of_here:
        return not _meet(what.named, ((what.lat, what.lon),), km)
    if _meet(what.named, ((what.lat, what.lon), *alert.may_mean), km):
        return False
    goes_on = bool(alert.tellers & what.tellers) and _gap(alert, what) <= _GOES_ON
    return alert.says_where or not goes_on


def _meet(some: Iterable[Point], others: Sequence[Point], km: float) -> bool:
    return any(kilometres(*one, *other) <= km for one in some for other in others)


def _likenesses(alert: AlertFacts, what: AlertFacts, parts: Mapping[str, float]) -> Iterator[str]:
    yield "correlation.same_kind" if parts["kind"] == 1.0 else "correlation.kinds_agree"
    if parts["space"] > 0.9:
        yield "correlation.same_place"
    for name in ("actors", "counts", "marks"):
        if parts[name] == 1.0:
            yield f"correlation.same_{name}"
    if _same_words(alert, what):
        yield "correlation.same_words"


def _band(score: float, doubts: tuple[str, ...]) -> Band:
    if score >= _HIGH and not doubts:
        return Band.HIGH
    return Band.MIDDLE if score >= _MIDDLE else Band.LOW


def _graver(a: Priority, b: Priority) -> Priority:
    return a if a.is_graver_than(b) else b
