"""The open incidents around an alert: those that it may belong to, and no others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from tocsin.actions.alerting import points_of
from tocsin.actions.incident_codes import codes_for
from tocsin.domain.correlation import Match, rank_matches
from tocsin.domain.correlation_facts import AlertFacts, IncidentFacts, Point
from tocsin.domain.words import IncidentLife, Kind, Priority
from tocsin.records.models import Incident
from tocsin.records.prepared import ask
from tocsin.records.questions import Gap, Question

CONSIDERED = timedelta(hours=48)
CELL = 0.5  # degrees; the widest gate, 40 km, lies within the cells around a point
PLACING_LOCK = 0x70C52
CONSIDERED_LIVES = (IncidentLife.OPEN, IncidentLife.STABLE, IncidentLife.CLOSED)
# A cell and its neighbours: three times CELL. By an array, so that the ground's index finds them.
IN_CELLS = """records_incident.id = any(array(
    select i.id from unnest(%s::float8[], %s::float8[]) as c(south, west)
    join records_incident i
      on i.lat >= c.south and i.lat < c.south + 1.5 and i.lon >= c.west and i.lon < c.west + 1.5
    union select id from records_incident where lat is null
))"""


def _considered() -> QuerySet[Incident]:
    recent = Incident.objects.filter(life__in=CONSIDERED_LIVES).select_related("base", "community")
    return recent.extra(where=["records_incident.last_alert_at > %s"], params=[Gap("since")])


EVERYWHERE = Question(_considered)
NEAR = Question(
    lambda: _considered().extra(where=[IN_CELLS], params=[Gap("south"), Gap("west")])  # noqa: S610 - our own text
)
LOCK_AND_NUMBER = """
with ours as materialized (select pg_advisory_xact_lock(%s))
select nextval('incident_number') from ours, generate_series(1, %s)
"""
TELLERS = """
select l.incident_id, a.focal_point_id
from records_incidentalert l join records_alert a on a.id = l.alert_id
where l.incident_id = any(%s::uuid[]) and l.unlinked_at is null and not l.is_suggestion
  and a.focal_point_id is not null
"""
Tellers = Mapping[UUID, frozenset[str]]  # by incident: whose words it is made of


@dataclass(slots=True)
class OpenIncidents:
    """The incidents that an alert may belong to, by cell of the ground; grows within a batch."""

    facts: dict[UUID, IncidentFacts] = field(default_factory=dict)
    rows: dict[UUID, Incident] = field(default_factory=dict)
    names: list[tuple[int, str]] = field(default_factory=list)  # number and code, drawn for a batch
    _cells: dict[tuple[int, int], set[UUID]] = field(default_factory=dict)
    _nowhere: set[UUID] = field(default_factory=set)

    @classmethod
    def load(cls, *, at: datetime, near: Iterable[Point | None]) -> "OpenIncidents":
        """Return those around these points, under a lock that keeps a second engine from a twin.

        One point for each alert that may open an incident; None where nobody knows where it is,
        which may be anywhere.
        """
        points, since = list(near), at - CONSIDERED
        found = cls(names=_names_under_lock(len(points)))
        rows = EVERYWHERE.ask(since=since) if None in points else _around(points, since)
        tellers = _tellers(rows)
        for incident in rows:
            found.add(incident, facts_of_incident(incident, tellers))
        return found

    def add(self, incident: Incident, what: AlertFacts | None = None) -> None:
        self.rows[incident.pk] = incident
        self.facts[incident.pk] = IncidentFacts(
            id=str(incident.pk),
            what=what or facts_of_incident(incident, _tellers([incident])),
            life=IncidentLife(incident.life),
            closed_at=incident.closed_at,
        )
        point = point_of(incident.lat, incident.lon)
        if point is None:
            self._nowhere.add(incident.pk)
        else:
            self._cells.setdefault(_cell(point), set()).add(incident.pk)

    def taken_in(self, incident: Incident) -> Incident:
        """Return this batch's own row of an incident that was found in another way."""
        if incident.pk not in self.rows:
            self.add(incident)
        return self.rows[incident.pk]

    def tell_more(self, incident: Incident, alert: AlertFacts) -> None:
        """Let an incident know who else told of it within this batch."""
        facts = self.facts[incident.pk]
        tellers = facts.what.tellers | alert.tellers
        self.facts[incident.pk] = replace(facts, what=replace(facts.what, tellers=tellers))

    def ranked(self, alert: AlertFacts, *, now: datetime) -> list[Match]:
        return rank_matches(alert, among=[self.facts[pk] for pk in self._near(alert)], now=now)

    def _near(self, alert: AlertFacts) -> set[UUID]:
        point = point_of(alert.lat, alert.lon)
        if point is None:
            return set(self.facts)
        near = set(self._nowhere)
        for cell in _cells_around(point):
            near |= self._cells.get(cell, set())
        return near


def _names_under_lock(count: int) -> list[tuple[int, str]]:
    """Return numbers and codes, the first last; the lock keeps a code from being given twice."""
    numbers = [number for (number,) in ask(LOCK_AND_NUMBER, [PLACING_LOCK, count])]
    return [*codes_for(numbers).items()][::-1]


def point_of(lat: float | None, lon: float | None) -> Point | None:
    return None if lat is None or lon is None else (lat, lon)


def _cell(point: Point) -> tuple[int, int]:
    return int(point[0] // CELL), int(point[1] // CELL)


def _cells_around(point: Point) -> Iterator[tuple[int, int]]:
    row, column = _cell(point)
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            yield row + north, column + east


def _around(points: Sequence[Point | None], since: datetime) -> list[Incident]:
    """Return the recent incidents in the cells around these points, and those that lie nowhere."""
    corners = {(row - 1, column - 1) for row, column in map(_cell, filter(None, points))}
    return NEAR.ask(
        south=[row * CELL for row, _ in corners],
        west=[column * CELL for _, column in corners],
        since=since,
    )


def _tellers(rows: Iterable[Incident]) -> Tellers:
    """Return who told of the incidents that lie where their sources live; of others nobody asks."""
    wanted = [incident.pk for incident in rows if incident.named]
    found = defaultdict[UUID, set[str]](set)
    for incident, teller in ask(TELLERS, [wanted]) if wanted else ():
        found[incident].add(str(teller))
    return {incident: frozenset(who) for incident, who in found.items()}


def facts_of_incident(incident: Incident, tellers: Tellers) -> AlertFacts:
    """Return an incident as its alerts describe it together."""
    return AlertFacts(
        kind=Kind(incident.kind),
        priority=Priority(incident.priority),
        since=incident.opened_at,
        until=incident.last_alert_at,
        lat=incident.lat,
        lon=incident.lon,
        community=str(incident.community_id or ""),
        direction=incident.direction,
        named=points_of(incident.named),
        tellers=tellers.get(incident.pk, frozenset()),
        marking=incident.marking,
        is_restricted=incident.is_restricted,
        is_drill=incident.is_drill,
    )
