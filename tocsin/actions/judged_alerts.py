"""What a person's judgement does to alerts and their incidents."""

from collections.abc import Sequence
from datetime import datetime

from tocsin.actions.alerting import alert_from, facts_of, place_rows
from tocsin.actions.by_hand import understood
from tocsin.actions.correcting import Truth, correct_incident
from tocsin.actions.incidents import escalate_again
from tocsin.actions.incidents_open import next_numbers, save, still_open
from tocsin.actions.nearby import OpenIncidents, point_of
from tocsin.actions.origins import recount
from tocsin.actions.paging import Placing, page_for
from tocsin.actions.placing import place_alert
from tocsin.actions.receipts import Debts
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.correlation_facts import AlertFacts
from tocsin.domain.triage import Assessment, access_of
from tocsin.domain.triage_facts import Source, Understood
from tocsin.domain.words import (
    RESTRICTED_KINDS,
    Access,
    AlertLife,
    Flag,
    Kind,
    MessageState,
    Priority,
)
from tocsin.records.models import Alert, AlertMessage, Incident, Message, Place, User


def open_by_person(
    sheet: Sheet,
    messages: Sequence[Message],
    *,
    kind: Kind,
    priority: Priority,
    place: Place | None,
) -> Alert:
    """Put an alert that a person opened on the sheet, and page for it."""
    first = messages[0]
    reading = understood(first, kind=kind, priority=priority, at=sheet.at)
    (number,) = next_numbers("alert", 1)
    judged = Assessment(
        kind=kind,
        priority=priority,
        opens_alert=True,
        pages_at_once=priority is Priority.P1,
        access=_access(first, kind, frozenset(reading.flags)),
        is_restricted=kind in RESTRICTED_KINDS,
        needs_call_back=False,
        repeats=None,
        copies=None,
        reasons=("triage.by_person",),
    )
    alert = sheet.add(
        alert_from(
            first,
            reading,
            judged,
            number=number,
            places=place_rows([reading]),
            at=sheet.at,
        )
    )
    _set_place(alert, place)
    alert.confirmed_at = sheet.at
    alert.confirmed_by = sheet.by if isinstance(sheet.by, User) else None
    for message in messages:
        sheet.add(AlertMessage(alert=alert, message=message))
    sheet.note("alert.opened", alert, kind=kind.value, priority=priority.value, by_person=True)
    facts = facts_of(alert, reading, first.reading.fingerprint, text=first.text)
    incident = _place_and_page(sheet, alert, facts, at_once=judged.pages_at_once)
    Message.objects.filter(pk__in=[m.pk for m in messages]).update(state=MessageState.REPORTED)
    if first.focal_point and not first.feedbacks.exists():
        debts = Debts.load(sheet, [first.focal_point])
        debts.owe_receipt(first, first.focal_point, incident, priority)
    return alert


def _place_and_page(
    sheet: Sheet, alert: Alert, facts: AlertFacts, *, at_once: bool
) -> Incident | None:
    """Return the incident that the alert belongs to, after paging those on its ladder."""
    watch = Watch.load(at=sheet.at)
    placed = place_alert(
        sheet,
        alert,
        facts,
        among=OpenIncidents.load(at=sheet.at, near=[point_of(alert.lat, alert.lon)]),
        watch=watch,
    )
    if placed is None:
        return None
    pages = Placing(placed.incident, placed.is_new, placed.rises, at_once)
    page_for(sheet, [pages], watch=watch)
    return placed.incident


def _access(message: Message, kind: Kind, flags: frozenset[Flag]) -> Access:
    # Somebody of the village is first-hand until they say who told them; the person's kind stands,
    # so that a "no" in the text denies it no longer.
    is_known = message.focal_point is not None
    words = Understood(kind, is_alert=True, flags=flags - {Flag.NEGATED, Flag.RETRACTS})
    return access_of(words, Source("", is_known=is_known, is_there=is_known))[0]


def correct_alert(
    alert: Alert,
    *,
    kind: Kind,
    priority: Priority,
    place: Place | None,
    by: User,
    at: datetime,
) -> None:
    """Take over what a person says an alert is."""
    alert.kind, alert.priority = kind.value, priority.value
    alert.is_restricted = alert.is_restricted or kind in RESTRICTED_KINDS
    alert.life = AlertLife.OPEN.value
    alert.confirmed_at, alert.confirmed_by = at, by
    _set_place(alert, place)
    alert.save()


def _set_place(alert: Alert, place: Place | None) -> None:
    if place is not None:
        alert.place, alert.place_name = place, place.name
        alert.lat, alert.lon = place.lat, place.lon
        alert.named = []


def incident_of(alert: Alert) -> Incident | None:
    """Return the incident an alert belongs to now, None for one that stands alone."""
    link = (
        alert.incident_links.filter(unlinked_at__isnull=True, is_suggestion=False)
        .select_related("incident")
        .first()
    )
    return link.incident if link else None


def follow_alert(sheet: Sheet, incident: Incident, *, by: User, kind: Kind, reason: str) -> None:
    """Let the incident be as grave as its gravest alert, and page again when it rose.

    What its only alert turns out to be, or where, is told to everybody who was told otherwise.
    """
    incident = still_open(incident)
    alerts = Alert.objects.filter(
        incident_links__incident=incident,
        incident_links__unlinked_at__isnull=True,
        incident_links__is_suggestion=False,
        life=AlertLife.OPEN,
    )
    gravest = min((Priority(alert.priority) for alert in alerts), default=None)
    if gravest is None:
        return
    if len(alerts) == 1 and (truth := _other_than_told(incident, alerts[0], kind)):
        said = reason or "triage.corrected"
        correct_incident(
            incident, CorrectionKind.CORRECTED, by=by, at=sheet.at, reason=said, truth=truth
        )
        incident = still_open(incident)
    before = Priority(incident.priority)
    incident.priority, incident.priority_reason = gravest.value, reason
    if len(alerts) == 1:
        incident.named = alerts[0].named
    save(incident, "priority", "priority_reason", "named")
    if gravest.is_graver_than(before):
        escalate_again(sheet, incident)
    recount(incident)
    sheet.announce(f"incident:{incident.number}", "wake:clock")


def _other_than_told(incident: Incident, only: Alert, kind: Kind) -> Truth | None:
    """Return what the incident is instead, None when it is what was told."""
    moved = only.place if only.place and only.place_name != incident.place_name else None
    changed = kind if kind != incident.kind else None
    return Truth(changed, moved) if changed or moved else None
