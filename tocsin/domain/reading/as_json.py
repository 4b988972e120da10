"""A reading as JSON, with the stable names of design.md §6, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tocsin.domain.place_rows import Unit
from tocsin.domain.reading.result import (
    ActorMention,
    Candidate,
    PlaceMention,
    PlaceRole,
    Range,
    Reading,
    Reason,
    RulesSaid,
    ScoredKind,
    Span,
    TimeSpan,
)
from tocsin.domain.words import Flag, Kind, Priority

Json = dict[str, Any]


def to_json(reading: Reading, id: str | int | None = None) -> Json:  # noqa: A002 - the name that readers of the JSON know.
    """Return plain values only; `from_json` gives the same reading back."""
    told = _to_json(reading, id)
    return told if reading.rules is None else {**told, "rules": _rules(reading.rules)}


def _to_json(reading: Reading, key: str | int | None) -> Json:
    return {
        "id": key,
        "language": reading.language,
        "language_score": round(reading.language_score, 3),
        "kind": reading.kind.value,
        "kinds": [{"code": k.code.value, "score": round(k.score, 3)} for k in reading.kinds],
        "is_alert": reading.is_alert,
        "alert_score": round(reading.alert_score, 3),
        "priority": reading.priority.value if reading.priority else None,
        "places": [_place(place) for place in reading.places],
        "actors": [_actor(actor) for actor in reading.actors if not actor.negated],
        "denied": [_actor(actor) for actor in reading.actors if actor.negated],
        "counts": {name: {"min": c.min, "max": c.max} for name, c in reading.counts.items()},
        "time": _time(reading.time),
        "flags": [flag.value for flag in reading.flags],
        "why": [_reason(reason) for reason in reading.why],
        "missing": list(reading.missing),
        "direction": reading.direction,
        "distance_km": reading.distance_km,
    }


def from_json(row: Mapping[str, Any]) -> Reading:
    """Return the reading that `to_json` wrote."""
    return Reading(
        language=row["language"],
        language_score=row["language_score"],
        kind=Kind(row["kind"]),
        kinds=tuple(ScoredKind(Kind(k["code"]), k["score"]) for k in row["kinds"]),
        is_alert=row["is_alert"],
        alert_score=row["alert_score"],
        priority=Priority(row["priority"]) if row["priority"] else None,
        places=tuple(_read_place(place) for place in row["places"]),
        actors=(
            *(_read_actor(actor, negated=False) for actor in row["actors"]),
            *(_read_actor(actor, negated=True) for actor in row.get("denied", ())),
        ),
        counts={name: Range(c["min"], c["max"]) for name, c in row["counts"].items()},
        time=_read_time(row["time"]),
        flags=tuple(Flag(flag) for flag in row["flags"]),
        why=tuple(_read_reason(reason) for reason in row["why"]),
        missing=tuple(row.get("missing", ())),
        direction=row.get("direction"),
        distance_km=row.get("distance_km"),
        rules=_read_rules(row.get("rules")),
    )


def _rules(said: RulesSaid) -> Json:
    priority = said.priority.value if said.priority else None
    kind = said.kind.value
    return {"kind": kind, "priority": priority, "is_alert": said.is_alert, "model": said.model}


def _read_rules(row: Mapping[str, Any] | None) -> RulesSaid | None:
    if row is None:
        return None
    priority = Priority(row["priority"]) if row["priority"] else None
    return RulesSaid(Kind(row["kind"]), priority, row["is_alert"], row["model"])


def _place(place: PlaceMention) -> Json:
    return {
        "surface": place.surface,
        "name": place.name,
        "place_id": place.place_id,
        "lat": place.lat,
        "lon": place.lon,
        "score": round(place.score, 3),
        "accepted": place.accepted,
        "role": place.role.value,
        "span": _span(place.span),
        "choices": [_candidate(choice) for choice in place.choices],
        "pcode": place.pcode,
        "units": [{"name": unit.name, "pcode": unit.pcode} for unit in place.units],
    }


def _candidate(choice: Candidate) -> Json:
    return {
        "place_id": choice.place_id,
        "name": choice.name,
        "lat": choice.lat,
        "lon": choice.lon,
        "score": round(choice.score, 3),
        "km": None if choice.km is None else round(choice.km, 1),
    }


def _actor(actor: ActorMention) -> Json:
    return {
        "code": actor.code,
        "surface": actor.surface,
        "presumed": actor.presumed,
        "span": _span(actor.span),
    }


def _time(time: TimeSpan | None) -> Json | None:
    if time is None:
        return None
    return {"surface": time.surface, "from": time.start.isoformat(), "to": time.end.isoformat()}


def _reason(reason: Reason) -> Json:
    return {
        "part": reason.part,
        "rule": reason.rule,
        "surface": reason.surface,
        "span": _span(reason.span),
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _read_span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(pair[0], pair[1])


def _read_place(row: Mapping[str, Any]) -> PlaceMention:
    return PlaceMention(
        surface=row["surface"],
        role=PlaceRole(row["role"]),
        score=row["score"],
        accepted=row["accepted"],
        place_id=row["place_id"],
        name=row["name"],
        lat=row["lat"],
        lon=row["lon"],
        choices=tuple(Candidate(**choice) for choice in row.get("choices", ())),
        span=_read_span(row.get("span")),
        pcode=row.get("pcode", ""),
        units=tuple(Unit(**unit) for unit in row.get("units", ())),
    )


def _read_actor(row: Mapping[str, Any], *, negated: bool) -> ActorMention:
    return ActorMention(
        code=row["code"],
        surface=row["surface"],
        presumed=row.get("presumed", False),
        negated=negated,
        span=_read_span(row.get("span")),
    )


def _read_time(row: Mapping[str, Any] | None) -> TimeSpan | None:
    if row is None:
        return None
    return TimeSpan(
        row["surface"], datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"])
    )


def _read_reason(row: Mapping[str, Any]) -> Reason:
    return Reason(row["part"], row["rule"], row["surface"], _read_span(row["span"]))
