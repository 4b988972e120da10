"""What goes wrong when a report is drafted, edited or released."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

REPORT_UNKNOWN = ProblemKind(
    "report.unknown",
    404,
    _("There is no such report, or it lies outside what you may see."),
    _("Go back to the reports."),
)
REPORT_STALE = ProblemKind(
    "report.stale",
    409,
    _("%(report)s was changed by somebody else while you wrote."),
    _("Compare both texts, keep what is right, and save again."),
)
REPORT_NOT_OPEN = ProblemKind(
    "report.not_open",
    409,
    _("%(report)s can no longer be changed: %(state)s."),
    _("Draft the next issue. What was released stays as it was."),
)
REPORT_NOT_READY = ProblemKind(
    "report.not_ready",
    422,
    _("%(report)s cannot be released yet. The check found: %(what)s."),
    _("Put right what is marked beside the sentences, then release it."),
)
REPORT_LOOK = ProblemKind(
    "report.needs_look",
    422,
    _("%(report)s cannot be released yet."),
    _(
        "Put right what is marked. Where nothing is, ask somebody who may see restricted matters to look."
    ),
)
REPORT_SAME_PERSON = ProblemKind(
    "report.same_person",
    403,
    _("You wrote in %(report)s, so another person releases it."),
    _(
        "Ask somebody else who may release reports. Only a flash about a P1 can go by one person alone."
    ),
)
REPORT_REASON = ProblemKind(
    "report.reason_missing",
    422,
    _("Giving a report back and dropping it need a reason."),
    _("Write why. It stays with the report."),
)
REPORT_ISSUED = ProblemKind(
    "report.final_issued",
    409,
    _("The final flash of incident %(code)s was released."),
    _("If it began again, reopen the incident; the next flash is an update."),
)
COPY_UNKNOWN = ProblemKind(
    "report.no_copy",
    404,
    _("There is no such report among those released to you."),
    _("Go back to the reports for you. Ask the releasing officer if one is missing."),
)
REPORT_READER_TAKEN = ProblemKind(
    "report.reader_taken",
    409,
    _("There is a reader of this name already."),
    _("Choose another name for the function, or end the earlier one first."),
)
POST_NOT_FAILED = ProblemKind(
    "report.post_not_failed",
    409,
    _("This letter was not given up."),
    _("It went, or is tried again by itself. Only what was given up is tried by hand."),
)
LETTERHEAD_NOT_INSTALLED = ProblemKind(
    "letterhead.not_installed",
    409,
    _("The package for letterheads is not installed on this server."),
    _("Whoever runs it installs tocsin[letterhead]. Until then reports go out on our own paper."),
)
LETTERHEAD_FAULTY = ProblemKind(
    "letterhead.faulty",
    422,
    _("This template cannot be used: %(faults)s."),
    _("Put right what is named, or begin from the plain template."),
)
LETTERHEAD_NONE = ProblemKind(
    "letterhead.none",
    404,
    _("No letterhead is in use here, in its area or in the mission."),
    _(
        "An administrator takes one in under Reports, Letterheads. Without it the report is on our own paper."
    ),
)
REPORT_NOTHING = ProblemKind(
    "report.nothing_to_report_on",
    404,
    _("There is no incident to report on: %(what)s."),
    _("Name an incident by its number."),
)
