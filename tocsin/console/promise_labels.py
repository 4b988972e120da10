"""The words a person reads for answers, rumours, promises and meetings."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.promise_words import Attendance, CommitmentState, RumourState
from tocsin.domain.words import FeedbackClock, FeedbackState

RUMOURS: Labels = {
    RumourState.HEARD: _("Heard"),
    RumourState.CHECKING: _("Being checked"),
    RumourState.TRUE: _("It is so"),
    RumourState.FALSE: _("It is not so"),
    RumourState.UNCLEAR: _("Nobody can tell"),
}
COMMITMENTS: Labels = {
    CommitmentState.OPEN: _("Open"),
    CommitmentState.KEPT: _("Kept"),
    CommitmentState.NOT_KEPT: _("Not kept"),
}
ATTENDANCES: Labels = {
    Attendance.CHIEF: _("Chief"),
    Attendance.COMMITTEE: _("Protection committee"),
    Attendance.WOMEN: _("Women’s leaders"),
    Attendance.YOUTH: _("Young people"),
    Attendance.DISPLACED: _("Displaced people"),
    Attendance.AUTHORITIES: _("Authorities"),
    Attendance.POLICE: _("Police"),
    Attendance.ARMY: _("Army"),
    Attendance.RELIGIOUS: _("Religious leaders"),
    Attendance.EVERYBODY: _("Everybody who came"),
}
FEEDBACK_CLOCKS: Labels = {
    FeedbackClock.RECEIPT: _("Receipt: we have it"),
    FeedbackClock.FIRST_NEWS: _("First news: what was decided"),
    FeedbackClock.CLOSING: _("Closing: how it ended"),
    FeedbackClock.NEIGHBOURS: _("Warning to the neighbours"),
    FeedbackClock.RUMOUR: _("Answer to a rumour"),
    FeedbackClock.CORRECTION: _("Correction of what was told"),
}
FEEDBACKS: Labels = {
    FeedbackState.OWED: _("Owed"),
    FeedbackState.DRAFTED: _("Waits for a second look"),
    FeedbackState.SENT: _("Sent"),
    FeedbackState.DELIVERED: _("Arrived"),
    FeedbackState.FAILED: _("Failed"),
    FeedbackState.IMPOSSIBLE: _("Impossible"),
}
FEEDBACK_REASONS = {
    "nobody_comes": _("nobody can come: a person must agree to say so"),
    "feedback.silent": _("never to be written to: tell them face to face"),
    "feedback.inactive": _("no longer a focal point"),
    "feedback.compromised": _("the phone may be in other hands"),
    "feedback.duress": _("may be under duress"),
    "feedback.no_number": _("has no number"),
    "feedback.by_call": _("safe only by a call"),
    "feedback.by_radio": _("safe only by radio"),
    "feedback.by_face_to_face": _("safe only face to face"),
    "feedback.waits_for_safe_hour": _("waits for the safe hour"),
    "feedback.unknown_sender": _("a number that we do not know: a person decides"),
    "feedback.answers_itself": _("many answers in an hour: perhaps a machine"),
    "feedback.not_delivered": _("it did not arrive"),
    "feedback.to_community": _("owed to the whole community: tell them by voice"),
    "feedback.replaced": _("not said any more: a correction took its place"),
    "feedback.names_force": _("names a force"),
    "feedback.names_place": _("names a place"),
}
