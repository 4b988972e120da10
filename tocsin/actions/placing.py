"""Put a new alert where it belongs: into an open incident, beside one as a question, or in its own."""

from dataclasses import dataclass, replace
from uuid import UUID

from tocsin.actions.nearby import OpenIncidents
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.correlation import RULES, Band, Match
from tocsin.domain.correlation_facts import AlertFacts
from tocsin.domain.words import Access, BaseKind, IncidentLife, Priority
from tocsin.records.models import Alert, Incident, IncidentAlert

SUGGESTED = 3


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
        among.tell_more(known, facts)
        return _join(sheet, alert, known, best)
    if alert.access == Access.DENIES:
        return None
    incident = open_incident(sheet, alert, name=among.names.pop(), watch=watch)
    if facts.speaks_of_here and facts.named and facts.lat is not None and facts.lon is not None:
        # It tells of here as well as of the far place that it names: who goes on of here goes on with it.
        facts = replace(facts, named=(*facts.named, (facts.lat, facts.lon)))
        incident.named = [list(point) for point in facts.named]
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


def open_incident(sheet: Sheet, alert: Alert, *, name: tuple[int, str], watch: Watch) -> Incident:
    """Put a new incident for an alert on the sheet, with the base that is nearest to it.

    `name` is its number and the code that responders quote.
    """
    number, code = name
    base = alert.community.base if alert.community else None
    if alert.lat is not None and alert.lon is not None:
        base = watch.nearest(BaseKind.BASE, alert.lat, alert.lon) or base
    incident = sheet.add(
        Incident(
            number=number,
            code=code,
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
            named=alert.named,
            opened_at=sheet.at,
            last_alert_at=alert.received_at,
        )
    )
    sheet.note(
        "incident.opened", incident, incident=incident, kind=alert.kind, priority=alert.priority
    )
    sheet.announce(f"incident:{number}")
    return incident


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
