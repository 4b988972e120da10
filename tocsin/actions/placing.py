"""Put a new alert where it belongs: into an open incident, beside one as a question, or in its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from tocsin.actions.incidents_open import code_for, next_numbers
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.correlation import (
    RULES,
    AlertFacts,
    Band,
    IncidentFacts,
    Match,
    rank_matches,
)
from tocsin.domain.words import Access, BaseKind, IncidentLife, Kind, Priority
from tocsin.records.models import Alert, Incident, IncidentAlert

CONSIDERED = timedelta(hours=48)
SUGGESTED = 3
CELL = 0.5  # degrees; the widest gate, 40 km, lies within the cells around a point
PLACING_LOCK = 0x70C52


@dataclass(slots=True)
class OpenIncidents:
    """The incidents that an alert may belong to, by cell of the ground; grows within a batch."""

    facts: dict[UUID, IncidentFacts] = field(default_factory=dict)
    rows: dict[UUID, Incident] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)  # drawn ahead for a whole batch
    _cells: dict[tuple[int, int], set[UUID]] = field(default_factory=dict)
    _nowhere: set[UUID] = field(default_factory=set)

    @classmethod
    def load(cls, *, at: datetime, may_open: int) -> "OpenIncidents":
        """Return them under a lock that keeps a second engine from opening a twin meanwhile.

        `may_open` is how many new incidents this batch can open at most.
        """
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [PLACING_LOCK])
        found = cls(numbers=next_numbers("incident", may_open)[::-1])
        for incident in Incident.objects.filter(
            life__in=[IncidentLife.OPEN, IncidentLife.STABLE, IncidentLife.CLOSED],
            last_alert_at__gt=at - CONSIDERED,
        ).select_related("base", "community"):
            found.add(incident)
        return found

    def add(self, incident: Incident, what: AlertFacts | None = None) -> None:
        self.rows[incident.pk] = incident
        self.facts[incident.pk] = IncidentFacts(
            id=str(incident.pk),
            what=what or facts_of_incident(incident),
            life=IncidentLife(incident.life),
            closed_at=incident.closed_at,
        )
        for cell in self._around(incident.lat, incident.lon, reach=0):
            self._cells.setdefault(cell, set()).add(incident.pk)
        if incident.lat is None:
            self._nowhere.add(incident.pk)

    def ranked(self, alert: AlertFacts, *, now: datetime) -> list[Match]:
        return rank_matches(alert, among=[self.facts[pk] for pk in self._near(alert)], now=now)

    def _near(self, alert: AlertFacts) -> set[UUID]:
        if alert.lat is None or alert.lon is None:
            return set(self.facts)
        near = set(self._nowhere)
        for cell in self._around(alert.lat, alert.lon, reach=1):
            near |= self._cells.get(cell, set())
        return near

    @staticmethod
    def _around(lat: float | None, lon: float | None, *, reach: int) -> Iterator[tuple[int, int]]:
        if lat is None or lon is None:
            return
        row, column = int(lat // CELL), int(lon // CELL)
        for north in range(-reach, reach + 1):
            for east in range(-reach, reach + 1):
                yield row + north, column + east


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an alert went. `is_new` opens an incident; `rises` makes an old one graver."""

    incident: Incident
    is_new: bool
    rises: bool


def place_alert(
    sheet: Sheet,
    alert: Alert,
    facts: AlertFacts,
    *,
    among: OpenIncidents,
    watch: Watch,
    known: Incident | None = None,
) -> Placed | None:
    """Put the alert and its links on the sheet. None: a denial with nothing to deny.

    `known` is the incident that near-identical words already opened. A high score links by
    itself, a middle one is a question on the new incident, and nothing is ever merged here.
    """
    matches = among.ranked(facts, now=sheet.at)
    best = matches[0] if matches else None
    if known is None and best is not None and best.band is Band.HIGH:
        known = among.rows[UUID(best.incident)]
    if known is None and alert.access == Access.DENIES:
        # A denial contradicts what is nearest to it; it never opens an incident of its own.
        known, best = _denied(matches, among)
    if known is not None:
        return _join(sheet, alert, known, best)
    if alert.access == Access.DENIES:
        return None
    incident = open_incident(sheet, alert, number=among.numbers.pop(), watch=watch)
    among.add(incident, facts)
    _link(sheet, alert, incident, None, is_suggestion=False)
    for match in matches[:SUGGESTED]:
        if match.band is Band.MIDDLE:
            _link(sheet, alert, among.rows[UUID(match.incident)], match, is_suggestion=True)
    return Placed(incident, is_new=True, rises=False)


def _denied(
    matches: list[Match], among: OpenIncidents
) -> tuple[Incident, Match] | tuple[None, None]:
    for match in matches:
        incident = among.rows[UUID(match.incident)]
        if incident.life != IncidentLife.CLOSED:
            return incident, match
    return None, None


def open_incident(sheet: Sheet, alert: Alert, *, number: int, watch: Watch) -> Incident:
    """Put a new incident for an alert on the sheet, with the base that is nearest to it."""
    base = alert.community.base if alert.community else None
    if alert.lat is not None and alert.lon is not None:
        base = watch.nearest(BaseKind.BASE, alert.lat, alert.lon) or base
    incident = sheet.add(
        Incident(
            number=number,
            code=code_for(number),
            kind=alert.kind,
            priority=alert.priority,
            is_restricted=alert.is_restricted,
            is_drill=alert.is_drill,
            place_id=alert.place_id,
            place_name=alert.place_name,
            lat=alert.lat,
            lon=alert.lon,
            community=alert.community,
            base=base,
            direction=alert.direction,
            opened_at=sheet.at,
            last_alert_at=alert.received_at,
        )
    )
    sheet.note(
        "incident.opened", incident, incident=incident, kind=alert.kind, priority=alert.priority
    )
    sheet.announce(f"incident:{number}")
    return incident


def facts_of_incident(incident: Incident) -> AlertFacts:
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
        marking=incident.marking,
        is_restricted=incident.is_restricted,
        is_drill=incident.is_drill,
    )


def _join(sheet: Sheet, alert: Alert, incident: Incident, best: Match | None) -> Placed:
    match = best if best and best.incident == str(incident.pk) else None
    _link(sheet, alert, incident, match, is_suggestion=False)
    rises = alert.access != Access.DENIES and Priority(alert.priority).is_graver_than(
        Priority(incident.priority)
    )
    if rises:
        incident.priority, incident.priority_reason = alert.priority, "incident.graver_alert"
    sheet.announce(f"incident:{incident.number}")
    return Placed(incident, is_new=False, rises=rises)


def _link(
    sheet: Sheet, alert: Alert, incident: Incident, match: Match | None, *, is_suggestion: bool
) -> None:
    sheet.add(
        IncidentAlert(
            incident=incident,
            alert=alert,
            linked_at=sheet.at,
            score=match.score if match else None,
            reasons=list(match.reasons) if match else [],
            rule=RULES,
            is_suggestion=is_suggestion,
        )
    )
    sheet.note(
        "alert.suggested" if is_suggestion else "alert.linked",
        alert,
        incident=incident,
        score=match.score if match else None,
        rule=RULES,
    )
