"""What goes wrong with messages, alerts and incidents."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

MESSAGE_UNKNOWN = ProblemKind(
    "message.unknown",
    404,
    _("There is no such message, or it lies outside what you may see."),
    _("Go back to the inbox."),
)
MESSAGE_TAKEN = ProblemKind(
    "message.taken",
    409,
    _("Somebody else is looking at this message."),
    _("Take another one, or wait a minute: the hold ends by itself."),
)
MESSAGE_ALREADY_TRIAGED = ProblemKind(
    "message.already_triaged",
    409,
    _("This message was triaged meanwhile."),
    _("Look at what was decided, and change it there if it is wrong."),
)
REASON_MISSING = ProblemKind(
    "triage.reason_missing",
    422,
    _("Lowering or dismissing needs a reason."),
    _("Choose or write why. The reason stays in the log book."),
)
CALL_BACK_TAKEN = ProblemKind(
    "call_back.taken",
    409,
    _("Somebody else is calling this number back."),
    _("Take the next call of the queue."),
)
INCIDENT_UNKNOWN = ProblemKind(
    "incident.unknown",
    404,
    _("There is no such incident, or it lies outside what you may see."),
    _("Go back to the board."),
)
INCIDENT_STALE = ProblemKind(
    "incident.stale",
    409,
    _("Incident %(code)s changed while you were looking at it, so nothing was saved."),
    _("Look at what changed, and do it again if it still holds."),
)
INCIDENT_CLOSED = ProblemKind(
    "incident.closed",
    409,
    _("Incident %(code)s is closed."),
    _("Reopen it with a reason, or record a new alert."),
)
INCIDENT_MERGED = ProblemKind(
    "incident.merged",
    409,
    _("Incident %(code)s now lives in incident %(into)s."),
    _("Go on there. The merge can be undone there as well."),
)
INCIDENT_NOT_MERGEABLE = ProblemKind(
    "incident.not_mergeable",
    409,
    _("Incidents %(code)s and %(other)s cannot be merged: %(why)s."),
    _("Real ones and exercises, and different markings, stay apart. Link them in a note."),
)
INCIDENT_UNDO_TOO_LATE = ProblemKind(
    "incident.undo_too_late",
    409,
    _("This can no longer be undone: %(why)s."),
    _("Move the alerts one by one, with a reason."),
)
INCIDENT_KEPT_APART = ProblemKind(
    "incident.kept_apart",
    409,
    _("One of the two is restricted and the other is not, so they stay apart."),
    _("Go on in each of them. What turned out to be no such case is closed with that outcome."),
)
INCIDENT_NOT_SPLIT = ProblemKind(
    "incident.not_split",
    422,
    _("A split needs at least one alert on each side."),
    _("Choose some of the alerts, not all and not none."),
)
OUTCOME_MISSING = ProblemKind(
    "incident.outcome_missing",
    422,
    _("An incident is closed with an outcome and a reason."),
    _("Say how it ended. It is counted in the reports."),
)
CORRECTION_NOT_POSSIBLE = ProblemKind(
    "correction.not_possible",
    409,
    _("Incident %(code)s cannot be corrected like this: %(why)s."),
    _("Only an open incident is corrected, only a closed one is opened again."),
)
