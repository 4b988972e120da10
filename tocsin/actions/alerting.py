"""An alert from what was read, and the plain facts that placing it needs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.domain.correlation_facts import AlertFacts, Point
from tocsin.domain.reading import Reading
from tocsin.domain.reading.here import speaks_of_here
from tocsin.domain.reading.result import PlaceMention, PlaceRole
from tocsin.domain.triage import Assessment
from tocsin.domain.words import Kind, Priority
from tocsin.records.models import Alert, Community, Message
from tocsin.records.prepared import ask
from tocsin.records.queries.marks import Kept

AT_HOME_KM = 3.0  # how uncertain a place is when nobody named one
NAMED_KM = 1.5
AS_WRITTEN = 0.9  # a misspelt name of somewhere far is mostly a hamlet that no list has
SENT_LATE = timedelta(days=2)  # a sender's clock further off than this is not believed

Places = Mapping[str, UUID]  # rows of places by the gazetteer's id


def alert_from(
    message: Message,
    reading: Reading,
    assessment: Assessment,
    *,
    number: int,
    places: Places,
    at: datetime,
) -> Alert:
    """Return the alert of one source, unsaved. Where no place was named it is the source's own.

    `places` is what `place_rows` found for a batch that this reading is of.
    """
    person = message.focal_point
    home = person.community if person else None
    named = where_of(reading)
    doubtful = () if named else _points(reading, score=AS_WRITTEN)
    return Alert(
        number=number,
        kind=assessment.kind.value,
        priority=assessment.priority.value,
        access=assessment.access.value,
        is_restricted=assessment.is_restricted,
        is_drill=message.is_drill,
        actors=[actor.code for actor in reading.actors if not actor.negated],
        counts={name: {"min": c.min, "max": c.max} for name, c in reading.counts.items()},
        direction=reading.direction or "",
        focal_point=person,
        community=home,
        place_id=places.get(named.place_id or "") if named else None,
        place_name=(named.name or named.surface) if named else (home.name if home else ""),
        lat=named.lat if named else (home.lat if home else None),
        lon=named.lon if named else (home.lon if home else None),
        named=[list(point) for point in doubtful],
        happened_at=_happened(message, reading, at=at),
        received_at=message.received_at,
        reasons=list(assessment.reasons),
    )


def where_of(reading: Reading) -> PlaceMention | None:
    """Return the place where it happens, None when none was named or nobody can tell which."""
    sure = [place for place in reading.places if place.accepted and place.lat is not None]
    here = [place for place in sure if place.role is PlaceRole.WHERE]
    found = here or sure
    return found[0] if found else None


def accepted_places(reading: Reading) -> frozenset[str]:
    """Return the ids of the places that nobody need be asked about."""
    return frozenset(p.place_id for p in reading.places if p.accepted and p.place_id)


def place_rows(readings: Iterable[Reading], *, mark: str | None = None) -> Places:
    """Return the rows of the places where it happens, by gazetteer id; without those lost since.

    `mark` is the gazetteer's (`Glance`): rows found under it need not be looked up again.
    """
    named = (where_of(reading) for reading in readings)
    wanted = {place.place_id for place in named if place and place.place_id}
    if not wanted:
        return {}
    known = _PLACES.get(mark, dict)
    if missing := wanted - known.keys():
        known.update(dict(ask(FIND_PLACES, [list(missing)])))
    return {source: known[source] for source in wanted if source in known}


FIND_PLACES = "select source_id, id from records_place where source_id = any(%s::text[])"
_PLACES: Kept[dict[str, UUID]] = Kept()


def facts_of(alert: Alert, reading: Reading, fingerprint: int, *, text: str) -> AlertFacts:
    """Return the alert as correlation knows it. `text` are the words that were read."""
    counts = {name: (int(c["min"]), int(c["max"])) for name, c in alert.counts.items()}
    return AlertFacts(
        kind=Kind(alert.kind),
        priority=Priority(alert.priority),
        since=alert.happened_at,
        until=max(alert.happened_at, alert.received_at),
        lat=alert.lat,
        lon=alert.lon,
        radius_km=NAMED_KM if alert.place_id else AT_HOME_KM,
        actors=frozenset(alert.actors),
        counts=counts,
        community=str(alert.community_id or ""),
        direction=alert.direction,
        is_by_road=any(why.rule == "by_road" for why in reading.why),
        is_restricted=alert.is_restricted,
        is_drill=alert.is_drill,
        fingerprint=fingerprint,
        named=points_of(alert.named),
        # Who names a place that is sure tells of that one, whatever else they name.
        may_mean=() if where_of(reading) else _points(reading),
        says_where=_says_where(alert, reading, text),
        speaks_of_here=speaks_of_here(text),
        tellers=frozenset({str(alert.focal_point_id)}) if alert.focal_point_id else frozenset(),
    )


def points_of(named: Iterable[Sequence[float]]) -> tuple[Point, ...]:
    """Return the points that a row keeps."""
    return tuple((lat, lon) for lat, lon in named)


def _says_where(alert: Alert, reading: Reading, text: str) -> bool:
    named = any(place.role is PlaceRole.WHERE for place in reading.places)
    return alert.place_id is not None or named or bool(where_of(reading)) or speaks_of_here(text)


def home_of(message: Message) -> Community | None:
    """Return the community that a message comes from, None for a sender we do not know."""
    return message.focal_point.community if message.focal_point else None


def _points(reading: Reading, *, score: float = 0.0) -> tuple[Point, ...]:
    """Return where the place may be that somebody named about as it is written, and nobody confirmed."""
    return tuple(
        (choice.lat, choice.lon)
        for place in reading.places
        if not place.accepted and place.role is PlaceRole.WHERE and place.score >= score
        for choice in place.choices
    )


def _happened(message: Message, reading: Reading, *, at: datetime) -> datetime:
    if message.happened_at:
        return message.happened_at
    if reading.time is not None and abs(at - reading.time.start) <= SENT_LATE:
        return min(reading.time.start, message.received_at)
    return message.received_at
