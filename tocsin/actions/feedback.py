"""What we owe the source and the village, and telling it only by a safe way at a safe hour."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.live_runs import keep, live_runs
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.runs import KEPT, ladder_of, run_of
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local, villager_text
from tocsin.actions.watch import Watch
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.escalation_changes import after_feedback
from tocsin.domain.feedback import Contact, Telling, when_to_tell
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import FEEDBACK_SILENT
from tocsin.domain.words import FeedbackClock, FeedbackState, Priority, Purpose
from tocsin.records.models import Escalation, Feedback, FocalPoint, Incident, Message, User

PURPOSES = {
    FeedbackClock.RECEIPT: Purpose.RECEIPT,
    FeedbackClock.FIRST_NEWS: Purpose.FIRST_NEWS,
    FeedbackClock.CLOSING: Purpose.CLOSING,
}
CLOCKS = {
    FeedbackClock.RECEIPT: Clock.RECEIPT,
    FeedbackClock.FIRST_NEWS: Clock.FIRST_NEWS,
    FeedbackClock.CLOSING: Clock.CLOSING,
}
TOLD_AT_ONCE = 50


def owe_receipt(
    sheet: Sheet,
    message: Message,
    person: FocalPoint | None,
    incident: Incident | None,
    priority: Priority,
) -> None:
    """Owe the source "we have it" (F1). Somebody unknown to us is a debt that a person settles."""
    _owe(
        sheet,
        FeedbackClock.RECEIPT,
        priority=priority,
        incident=incident,
        message=message,
        person=person,
    )


def owe_first_news(sheet: Sheet, incident: Incident, *, nobody_comes: bool) -> None:
    """Owe everybody who warned the first news (F2). The truth that nobody comes waits for a person.

    Owing twice changes nothing; bad news replaces good news that was not told yet.
    """
    told = set(
        incident.feedbacks.filter(clock=FeedbackClock.FIRST_NEWS).values_list(
            "focal_point", flat=True
        )
    )
    for person in _sources(incident):
        if person.pk not in told:
            _owe(
                sheet,
                FeedbackClock.FIRST_NEWS,
                priority=Priority(incident.priority),
                incident=incident,
                person=person,
                reason="nobody_comes" if nobody_comes else "",
            )
    if nobody_comes:
        incident.feedbacks.filter(clock=FeedbackClock.FIRST_NEWS, state=FeedbackState.OWED).update(
            reason="nobody_comes"
        )


def owe_closing(sheet: Sheet, incident: Incident) -> None:
    """Owe everybody who warned the end of it (F3)."""
    for person in _sources(incident):
        _owe(
            sheet,
            FeedbackClock.CLOSING,
            priority=Priority(incident.priority),
            incident=incident,
            person=person,
        )


@transaction.atomic
def send_due_feedback(*, at: datetime) -> int:
    """Tell what is due now and safe to tell; return how many were told."""
    due = list(
        Feedback.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=FeedbackState.OWED, send_at__isnull=False, send_at__lte=at)
        .select_related("focal_point", "incident", "message")
        .order_by("send_at")[:TOLD_AT_ONCE]
    )
    if not due:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for one in due:
        _tell(sheet, one, watch)
    sheet.write()
    Feedback.objects.bulk_update(due, ["state", "notification", "send_at", "reason", "settled_at"])
    return len(due)


@transaction.atomic
def send_feedback(feedback: Feedback, *, by: User, at: datetime) -> None:
    """Tell it now, because a person says so. Raises Problem for somebody who is never written to."""
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if feedback.state != FeedbackState.OWED:
        return
    person = feedback.focal_point
    if person is None or person.is_silent or not person.is_active:
        raise Problem(FEEDBACK_SILENT)
    sheet = Sheet(at=at, by=by)
    _tell(sheet, feedback, Watch.load(at=at))
    sheet.write()
    feedback.save()


@transaction.atomic
def record_feedback(
    feedback: Feedback, *, by: User, at: datetime, state: FeedbackState, reason: str
) -> None:
    """Write down that it was told by voice, or why it cannot be told."""
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    sheet = Sheet(at=at, by=by)
    feedback.state, feedback.reason, feedback.settled_at = state.value, reason, at
    feedback.send_at = None
    feedback.save()
    sheet.note("feedback.recorded", feedback, incident=feedback.incident, state=state.value)
    if feedback.incident and state in (FeedbackState.SENT, FeedbackState.DELIVERED):
        _fed_back(sheet, feedback)
    sheet.write()


def _owe(
    sheet: Sheet,
    clock: FeedbackClock,
    *,
    priority: Priority,
    incident: Incident | None,
    person: FocalPoint | None,
    message: Message | None = None,
    reason: str = "",
) -> None:
    within = allowed(CLOCKS[clock], priority) or allowed(CLOCKS[clock], Priority.P3)
    assert within is not None
    telling = Telling(None, reason) if reason else _telling(person, at=sheet.at)
    feedback = sheet.add(
        Feedback(
            incident=incident,
            message=message,
            clock=clock.value,
            focal_point=person,
            community=person.community if person else None,
            due_at=sheet.at + within,
            send_at=telling.send_at,
            reason=telling.reason,
            created_at=sheet.at,
        )
    )
    sheet.note("feedback.owed", feedback, incident=incident, clock=clock.value)
    sheet.announce("wake:feedback")


def _tell(sheet: Sheet, feedback: Feedback, watch: Watch) -> None:
    person = feedback.focal_point
    assert person is not None
    clock = FeedbackClock(feedback.clock)
    bad_news = feedback.reason == "nobody_comes"
    purpose = Purpose.NOBODY_COMES if bad_news else PURPOSES[clock]
    is_drill = feedback.incident.is_drill if feedback.incident else _is_drill(feedback)
    about = About(
        purpose=purpose,
        priority=Priority.P2,
        incident=feedback.incident,
        answers=feedback.message,
        is_drill=is_drill,
    )
    text = villager_text(purpose, person, at=sheet.at, is_drill=is_drill)
    feedback.notification = notify(
        sheet, about, [Recipient(text=text, focal_point=person)], lines=watch.lines
    )
    feedback.state, feedback.settled_at = FeedbackState.SENT.value, sheet.at
    sheet.note("feedback.sent", feedback, incident=feedback.incident, clock=clock.value)
    if feedback.incident:
        sheet.announce(f"incident:{feedback.incident.number}")
        if clock is not FeedbackClock.RECEIPT:
            _fed_back(sheet, feedback)


def _fed_back(sheet: Sheet, feedback: Feedback) -> None:
    assert feedback.incident is not None
    if (
        feedback.incident.feedbacks.filter(state=FeedbackState.OWED, clock=FeedbackClock.FIRST_NEWS)
        .exclude(pk=feedback.pk)
        .exists()
    ):
        return
    rows = live_runs(feedback.incident)
    for row in rows:
        keep(sheet, row, after_feedback(ladder_of(row.version), run_of(row), at=sheet.at).run)
    Escalation.objects.bulk_update(rows, KEPT)


def _is_drill(feedback: Feedback) -> bool:
    return feedback.message.is_drill if feedback.message else False


def _sources(incident: Incident) -> list[FocalPoint]:
    return list(
        FocalPoint.objects.filter(
            alerts__incident_links__incident=incident,
            alerts__incident_links__unlinked_at__isnull=True,
            alerts__incident_links__is_suggestion=False,
        )
        .select_related("community")
        .distinct()
    )


def _telling(person: FocalPoint | None, *, at: datetime) -> Telling:
    if person is None:
        # Nobody said at which hours an unknown number is safe, so a person must decide.
        return Telling(None, "feedback.unknown_sender")
    contact = Contact(
        code=person.code,
        is_silent=person.is_silent,
        is_active=person.is_active,
        has_number=bool(person.number),
        safe_from=person.safe_from,
        safe_until=person.safe_until,
    )
    return when_to_tell(contact, local(at))
