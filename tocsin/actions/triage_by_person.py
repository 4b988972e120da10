"""A person looks at a message: confirms, corrects, lowers, dismisses, joins."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tocsin.actions.alerting import alert_from, facts_of
from tocsin.actions.escalation import start_escalation, stop_escalations
from tocsin.actions.feedback import owe_receipt
from tocsin.actions.incidents import escalate_again
from tocsin.actions.incidents_open import next_numbers, save, still_open
from tocsin.actions.origins import recount
from tocsin.actions.placing import OpenIncidents, place_alert
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import MESSAGE_ALREADY_TRIAGED, REASON_MISSING
from tocsin.domain.reading import from_json
from tocsin.domain.triage import Assessment
from tocsin.domain.words import (
    RESTRICTED_KINDS,
    Access,
    AlertLife,
    Kind,
    MessageState,
    Priority,
)
from tocsin.records.models import (
    Alert,
    AlertMessage,
    Incident,
    Message,
    Place,
    Triage,
    User,
)


@transaction.atomic
def confirm_triage(
    message: Message,
    *,
    by: User,
    at: datetime,
    kind: Kind,
    priority: Priority,
    place: Place | None = None,
    reason: str = "",
) -> Alert:
    """Confirm or correct what the machine read. Lowering needs a reason; nothing else does.

    Returns the alert, opened here when the machine had opened none. A priority that rises pages
    again, one that falls changes the incident only when this was its gravest alert.
    """
    message = _locked(message)
    sheet = Sheet(at=at, by=by)
    alert = _alert_of(message)
    before = Priority(alert.priority) if alert else _proposed(message)
    if before and before.is_graver_than(priority) and not reason.strip():
        raise Problem(REASON_MISSING)
    _note_triage(sheet, message, alert, kind=kind, priority=priority, reason=reason)
    if alert is None:
        alert = _open(sheet, [message], kind=kind, priority=priority, place=place)
        sheet.write()
        return alert
    _correct(alert, kind=kind, priority=priority, place=place, by=by, at=at)
    incident = _incident_of(alert)
    if incident is not None:
        _follow(sheet, incident, kind=kind, reason=reason)
    sheet.write()
    return alert


@transaction.atomic
def dismiss_message(message: Message, *, by: User, at: datetime, reason: str) -> None:
    """Say that nothing need be done, and why. What was paged for it alone is stopped and noted."""
    if not reason.strip():
        raise Problem(REASON_MISSING)
    message = _locked(message)
    sheet = Sheet(at=at, by=by)
    alert = _alert_of(message)
    _note_triage(sheet, message, alert, kind=None, priority=None, reason=reason)
    Message.objects.filter(pk=message.pk).update(state=MessageState.DISMISSED)
    if alert is not None:
        Alert.objects.filter(pk=alert.pk).update(life=AlertLife.DISMISSED)
        incident = _incident_of(alert)
        if incident is not None and _is_alone(alert, incident):
            stop_escalations(sheet, still_open(incident), reason="triage.dismissed")
    sheet.write()


@transaction.atomic
def reopen_message(message: Message, *, by: User, at: datetime) -> None:
    """Take a dismissal back: the message returns to the inbox, its alert pages again."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state != MessageState.DISMISSED:
        return
    sheet = Sheet(at=at, by=by)
    alert = _alert_of(message)
    state = MessageState.REPORTED if alert else MessageState.READ
    Message.objects.filter(pk=message.pk).update(state=state)
    if alert is not None:
        Alert.objects.filter(pk=alert.pk).update(life=AlertLife.OPEN)
        incident = _incident_of(alert)
        if incident and not incident.escalations.filter(ended_at__isnull=True).exists():
            start_escalation(sheet, still_open(incident), watch=Watch.load(at=at))
    sheet.note("message.reopened", message)
    sheet.announce(f"message:{message.pk}", "wake:clock")
    sheet.write()


@transaction.atomic
def join_messages(
    messages: Sequence[Message],
    *,
    by: User,
    at: datetime,
    kind: Kind,
    priority: Priority,
    place: Place | None = None,
) -> Alert:
    """Make one alert of several messages of one source. Their own alerts are superseded."""
    rows = [_locked(message) for message in sorted(messages, key=lambda m: m.pk)]
    sheet = Sheet(at=at, by=by)
    for row in rows:
        alert = _alert_of(row)
        _note_triage(sheet, row, alert, kind=kind, priority=priority, reason="joined")
        if alert is not None:
            Alert.objects.filter(pk=alert.pk).update(life=AlertLife.SUPERSEDED)
            AlertMessage.objects.filter(message=row).delete()
    whole = _open(sheet, rows, kind=kind, priority=priority, place=place)
    sheet.write()
    return whole


def _locked(message: Message) -> Message:
    row = (
        Message.objects.select_for_update(of=("self",))
        .select_related("focal_point__community__base", "reading", "gateway")
        .get(pk=message.pk)
    )
    if row.state in (MessageState.DISMISSED, MessageState.JOINED, MessageState.HELD_PART):
        raise Problem(MESSAGE_ALREADY_TRIAGED)
    return row


def _alert_of(message: Message) -> Alert | None:
    link = AlertMessage.objects.filter(message=message).select_related("alert").first()
    return link.alert if link else None


def _proposed(message: Message) -> Priority | None:
    reading = getattr(message, "reading", None)
    return Priority(reading.priority) if reading and reading.priority else None


def _note_triage(
    sheet: Sheet,
    message: Message,
    alert: Alert | None,
    *,
    kind: Kind | None,
    priority: Priority | None,
    reason: str,
) -> None:
    reading = getattr(message, "reading", None)
    proposed_kind = alert.kind if alert else (reading.kind if reading else "")
    proposed_priority = alert.priority if alert else ((reading.priority or "") if reading else "")
    verdict = _verdict(proposed_kind, proposed_priority, kind, priority, reason)
    row = sheet.add(
        Triage(
            message=message,
            verdict=verdict,
            kind=kind.value if kind else "",
            priority=priority.value if priority else "",
            proposed_kind=proposed_kind,
            proposed_priority=proposed_priority,
            reason=reason,
            by=sheet.by if isinstance(sheet.by, User) else None,
            at=sheet.at,
        )
    )
    sheet.note(f"message.{verdict}", row, message=str(message.pk), has_reason=bool(reason))
    sheet.announce(f"message:{message.pk}")


def _verdict(
    kind: str, priority: str, new_kind: Kind | None, new_priority: Priority | None, reason: str
) -> str:
    if new_kind is None or new_priority is None:
        return "dismissed"
    if reason == "joined":
        return "joined"
    if priority and Priority(priority).is_graver_than(new_priority):
        return "lowered"
    return "confirmed" if (kind, priority) == (new_kind, new_priority) else "corrected"


def _open(
    sheet: Sheet,
    messages: Sequence[Message],
    *,
    kind: Kind,
    priority: Priority,
    place: Place | None,
) -> Alert:
    first = messages[0]
    reading = from_json(json.loads(first.reading.body))
    (number,) = next_numbers("alert", 1)
    judged = Assessment(
        kind=kind,
        priority=priority,
        opens_alert=True,
        pages_at_once=priority is Priority.P1,
        access=Access.UNKNOWN,
        is_restricted=kind in RESTRICTED_KINDS,
        needs_call_back=False,
        repeats=None,
        copies=None,
        reasons=("triage.by_person",),
    )
    alert = sheet.add(alert_from(first, reading, judged, number=number, at=sheet.at))
    _set_place(alert, place)
    alert.confirmed_at = sheet.at
    alert.confirmed_by = sheet.by if isinstance(sheet.by, User) else None
    for message in messages:
        sheet.add(AlertMessage(alert=alert, message=message))
    sheet.note("alert.opened", alert, kind=kind.value, priority=priority.value, by_person=True)
    watch = Watch.load(at=sheet.at)
    placed = place_alert(
        sheet,
        alert,
        facts_of(alert, reading, first.reading.fingerprint),
        among=OpenIncidents.load(at=sheet.at, may_open=1),
        watch=watch,
    )
    if placed is not None and placed.is_new:
        start_escalation(sheet, placed.incident, watch=watch)
    Message.objects.filter(pk__in=[m.pk for m in messages]).update(state=MessageState.REPORTED)
    if first.focal_point and not first.feedbacks.exists():
        incident = placed.incident if placed else None
        owe_receipt(sheet, first, first.focal_point, incident, priority)
    return alert


def _correct(
    alert: Alert,
    *,
    kind: Kind,
    priority: Priority,
    place: Place | None,
    by: User,
    at: datetime,
) -> None:
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


def _incident_of(alert: Alert) -> Incident | None:
    link = (
        alert.incident_links.filter(unlinked_at__isnull=True, is_suggestion=False)
        .select_related("incident")
        .first()
    )
    return link.incident if link else None


def _is_alone(alert: Alert, incident: Incident) -> bool:
    others = incident.alert_links.filter(unlinked_at__isnull=True, is_suggestion=False)
    return not others.exclude(alert=alert).exclude(alert__life=AlertLife.DISMISSED).exists()


def _follow(sheet: Sheet, incident: Incident, *, kind: Kind, reason: str) -> None:
    """Let the incident be as grave as its gravest alert, and page again when it rose."""
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
    before = Priority(incident.priority)
    incident.priority, incident.priority_reason = gravest.value, reason
    if len(alerts) == 1:
        only = alerts[0]
        incident.kind, incident.place, incident.place_name = kind.value, only.place, only.place_name
        incident.lat, incident.lon = only.lat, only.lon
        incident.is_restricted = incident.is_restricted or only.is_restricted
    save(
        incident,
        *("priority", "priority_reason", "kind", "place", "place_name", "lat", "lon"),
        "is_restricted",
    )
    if gravest.is_graver_than(before):
        escalate_again(sheet, incident)
    recount(incident)
    sheet.announce(f"incident:{incident.number}", "wake:clock")
