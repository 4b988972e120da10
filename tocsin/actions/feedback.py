"""What we owe the source and the village, and telling it only by a safe way at a safe hour."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.contacts import barred
from tocsin.actions.debts import telling_for
from tocsin.actions.journal import ENGINE
from tocsin.actions.live_runs import keep, live_runs
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.runs import KEPT, ladder_of, run_of
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import villager_text
from tocsin.actions.watch import Watch
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.corrections import village_purpose
from tocsin.domain.escalation_changes import after_feedback
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import FEEDBACK_SILENT
from tocsin.domain.promise_words import RumourState
from tocsin.domain.words import DeliveryState, FeedbackClock, FeedbackState, Priority, Purpose
from tocsin.records.models import Feedback, User
from tocsin.records.openable import openable
from tocsin.records.updating import update_all

PURPOSES = {
    FeedbackClock.RECEIPT: Purpose.RECEIPT,
    FeedbackClock.FIRST_NEWS: Purpose.FIRST_NEWS,
    FeedbackClock.CLOSING: Purpose.CLOSING,
    FeedbackClock.NEIGHBOURS: Purpose.NEIGHBOURS,
}
FOUND = {
    RumourState.TRUE: Purpose.RUMOUR_TRUE,
    RumourState.FALSE: Purpose.RUMOUR_FALSE,
    RumourState.UNCLEAR: Purpose.RUMOUR_UNCLEAR,
}
TOLD_AT_ONCE = 50


@transaction.atomic
def send_due_feedback(*, at: datetime) -> int:
    """Tell what is due now and safe to tell; return how many were told."""
    due = openable(
        Feedback.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=FeedbackState.OWED, send_at__isnull=False, send_at__lte=at)
        .select_related("focal_point", "incident", "message", "rumour", "correction")
        .order_by("send_at")[:TOLD_AT_ONCE]
    )
    if not due:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for one in due:
        if reason := barred(one.focal_point):
            # Since it was owed: a person must tell them another way, or say that nobody can.
            one.send_at, one.reason = None, reason
            continue
        _tell(sheet, one, watch)
    sheet.write()
    update_all(due, ["state", "notification", "send_at", "reason", "settled_at"])
    return len(due)


@transaction.atomic
def send_feedback(feedback: Feedback, *, by: User, at: datetime) -> None:
    """Tell it at the next safe hour, because a person says so: at once when it is one now.

    Raises Problem for somebody whom no text reaches safely.
    """
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if feedback.state not in (FeedbackState.OWED, FeedbackState.FAILED):
        return
    telling = telling_for(feedback.focal_point, at=at)
    if telling.send_at is None:
        raise Problem(FEEDBACK_SILENT)
    sheet = Sheet(at=at, by=by)
    if telling.send_at <= at:
        _tell(sheet, feedback, Watch.load(at=at))
    else:
        feedback.state, feedback.send_at = FeedbackState.OWED.value, telling.send_at
        sheet.note("feedback.waits", feedback, incident=feedback.incident)
        sheet.announce("wake:feedback")
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


def _tell(sheet: Sheet, feedback: Feedback, watch: Watch) -> None:
    person = feedback.focal_point
    assert person is not None
    clock = FeedbackClock(feedback.clock)
    purpose = _purpose(feedback, clock)
    is_drill = feedback.incident.is_drill if feedback.incident else _is_drill(feedback)
    about = About(
        purpose=purpose,
        priority=Priority.P2,
        incident=feedback.incident,
        answers=feedback.message,
        is_drill=is_drill,
    )
    text = villager_text(purpose, person, is_drill=is_drill, words=feedback.text)
    feedback.notification, (delivery,) = notify(
        sheet, about, [Recipient(text=text, focal_point=person)], lines=watch.lines
    )
    feedback.settled_at = sheet.at
    if delivery.state == DeliveryState.FAILED:
        # Nothing carries it now: it stays owed, to a person who sees it in the register.
        feedback.state, feedback.reason = FeedbackState.FAILED.value, "feedback.not_delivered"
        return
    feedback.state = FeedbackState.SENT.value
    sheet.note("feedback.sent", feedback, incident=feedback.incident, clock=clock.value)
    if feedback.incident:
        sheet.announce(f"incident:{feedback.incident.number}")
        if clock in (FeedbackClock.FIRST_NEWS, FeedbackClock.CLOSING):
            _fed_back(sheet, feedback)


def _purpose(feedback: Feedback, clock: FeedbackClock) -> Purpose:
    if feedback.text:
        return Purpose.ANSWER
    if feedback.rumour:
        return FOUND[RumourState(feedback.rumour.state)]
    if feedback.correction:
        return village_purpose(CorrectionKind(feedback.correction.kind))
    return Purpose.NOBODY_COMES if feedback.reason == "nobody_comes" else PURPOSES[clock]


def _fed_back(sheet: Sheet, feedback: Feedback) -> None:
    assert feedback.incident is not None
    if (
        feedback.incident.feedbacks.filter(
            state=FeedbackState.OWED, clock=FeedbackClock.FIRST_NEWS, focal_point__isnull=False
        )
        .exclude(pk=feedback.pk)
        .exists()
    ):
        return
    rows = live_runs(feedback.incident)
    for row in rows:
        keep(sheet, row, after_feedback(ladder_of(row.version), run_of(row), at=sheet.at).run)
    update_all(rows, KEPT)


def _is_drill(feedback: Feedback) -> bool:
    if feedback.rumour:
        return feedback.rumour.is_drill
    return feedback.message.is_drill if feedback.message else False
