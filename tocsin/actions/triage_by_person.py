"""A person looks at a message: confirms, corrects, lowers, dismisses, joins."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tocsin.actions.confirmations import forget, learn_from
from tocsin.actions.escalation import start_escalation
from tocsin.actions.incidents_open import locked, still_open
from tocsin.actions.judged_alerts import (
    correct_alert,
    follow_alert,
    incident_of,
    open_by_person,
)
from tocsin.actions.kept_apart import is_alone, keep_apart
from tocsin.actions.live_runs import stop_escalations
from tocsin.actions.origins import recount
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import MESSAGE_ALREADY_TRIAGED, REASON_MISSING
from tocsin.domain.words import (
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
    again, one that falls changes the incident only when this was its gravest alert. An alert that turns
    out to be restricted leaves an incident that is not, for one of its own: of what is closed too.
    """
    message = _locked(message)
    sheet = Sheet(at=at, by=by)
    alert = _alert_of(message)
    before = Priority(alert.priority) if alert else _proposed(message)
    if before and before.is_graver_than(priority) and not reason.strip():
        raise Problem(REASON_MISSING)
    _note_triage(sheet, message, alert, kind=kind, priority=priority, reason=reason)
    if alert is None:
        alert = open_by_person(sheet, [message], kind=kind, priority=priority, place=place)
        sheet.write()
        _count_again(incident_of(alert))
        return alert
    was_restricted = alert.is_restricted
    correct_alert(alert, kind=kind, priority=priority, place=place, by=by, at=at)
    incident = incident_of(alert)
    if incident is not None and alert.is_restricted:
        # What is restricted never stands among what everybody reads, nor does it hide that from them.
        incident = keep_apart(sheet, alert, incident, is_found=not was_restricted, by=by)
    if incident is not None:
        follow_alert(sheet, incident, by=by, kind=kind, reason=reason)
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
        incident = incident_of(alert)
        if incident is not None and is_alone(alert, incident):
            stop_escalations(sheet, still_open(incident), reason="triage.dismissed")
        _count_again(incident)
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
        incident = incident_of(alert)
        if incident and not incident.escalations.filter(ended_at__isnull=True).exists():
            start_escalation(sheet, still_open(incident), watch=Watch.load(at=at))
        _count_again(incident)
    forget(message, at=at)
    sheet.note("message.reopened", message)
    sheet.announce(f"message:{message.pk}", "wake:clock", "wake:learning")
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
    whole = open_by_person(sheet, rows, kind=kind, priority=priority, place=place)
    sheet.write()
    _count_again(incident_of(whole))
    return whole


def _count_again(incident: Incident | None) -> None:
    if incident is not None:
        recount(locked(incident))


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
    learn_from(sheet, row, message)
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
