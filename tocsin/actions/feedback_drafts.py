"""A text of one's own for a community: drafted by one, looked at by another when it names too much."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.feedback import send_feedback
from tocsin.actions.sheet import Sheet
from tocsin.domain.dialogue_words import plain_words
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import (
    FEEDBACK_BETRAYS,
    FEEDBACK_SAME_PERSON,
    FEEDBACK_SETTLED,
)
from tocsin.domain.second_look import betrays, possible_names, why_look
from tocsin.domain.words import FeedbackState
from tocsin.records.models import Base, Community, Feedback, Place, User

OPEN = (FeedbackState.OWED, FeedbackState.DRAFTED, FeedbackState.FAILED)


@transaction.atomic
def draft_feedback(feedback: Feedback, text: str, *, by: User, at: datetime) -> Feedback:
    """Write a text instead of the approved one. It goes at once unless it names a force or a place.

    Then a second person must look at it first. Raises Problem for a text that carries a number or
    a code of a person.
    """
    feedback = _open(feedback)
    if betrays(text):
        raise Problem(FEEDBACK_BETRAYS)
    why = why_look(text, places=_places_in(text))
    sheet = Sheet(at=at, by=by)
    feedback.text, feedback.drafted_by, feedback.looked_by = text.strip(), by, None
    feedback.look_reasons = list(why)
    feedback.state = (FeedbackState.DRAFTED if why else FeedbackState.OWED).value
    feedback.send_at = None
    feedback.save()
    sheet.note("feedback.drafted", feedback, incident=feedback.incident, reasons=list(why))
    sheet.write()
    if not why:
        send_feedback(feedback, by=by, at=at)
    feedback.refresh_from_db()
    return feedback


@transaction.atomic
def approve_feedback(feedback: Feedback, *, by: User, at: datetime) -> None:
    """Let a drafted text go. Raises Problem for whoever wrote it: four eyes belong to two people."""
    feedback = _open(feedback)
    if feedback.state != FeedbackState.DRAFTED:
        raise Problem(FEEDBACK_SETTLED)
    if _is_same(by, feedback.drafted_by):
        raise Problem(FEEDBACK_SAME_PERSON)
    feedback.looked_by, feedback.state = by, FeedbackState.OWED.value
    feedback.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("feedback.approved", feedback, incident=feedback.incident)
    sheet.write()
    send_feedback(feedback, by=by, at=at)


@transaction.atomic
def return_feedback(feedback: Feedback, *, by: User, at: datetime, reason: str) -> None:
    """Give a drafted text back: the answer is owed as before, in the approved words."""
    feedback = _open(feedback)
    feedback.state, feedback.text, feedback.look_reasons = FeedbackState.OWED.value, "", []
    feedback.drafted_by = None
    feedback.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("feedback.returned", feedback, incident=feedback.incident, has_reason=bool(reason))
    sheet.write()


def _open(feedback: Feedback) -> Feedback:
    found = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if found.state not in OPEN:
        raise Problem(FEEDBACK_SETTLED)
    return found


def _is_same(one: User, other: User | None) -> bool:
    """Two accounts of one person are one person."""
    if other is None or one.pk == other.pk:
        return True
    return one.responder_id is not None and one.responder_id == other.responder_id


def _places_in(text: str) -> set[str]:
    """Return the names of places in a text, in small plain letters."""
    wanted = possible_names(text)
    posts = [*Community.objects.values_list("name", flat=True)]
    posts += Base.objects.values_list("name", flat=True)
    ours = {" ".join(plain_words(name)) for name in posts}
    asked = [name for run in wanted for name in {run, run.title(), run.upper(), run.capitalize()}]
    named = Place.objects.filter(name__in=asked).values_list("name", flat=True)
    return (wanted & ours) | {" ".join(plain_words(name)) for name in named}
