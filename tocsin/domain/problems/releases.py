"""What goes wrong when something is released outside the mission, corrected, or taken back."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

RELEASE_UNKNOWN = ProblemKind(
    "release.unknown",
    404,
    _("There is no such release, or it lies outside what you may see."),
    _("Go back to the releases."),
)
RELEASE_NOT_WAITING = ProblemKind(
    "release.not_waiting",
    409,
    _("Release %(release)s was decided meanwhile: %(state)s."),
    _("Look at what was decided. To say something else, draft an update."),
)
RELEASE_REASON = ProblemKind(
    "release.reason_missing",
    422,
    _("Returning, refusing and releasing alone need a reason."),
    _("Write why. It stays with the release."),
)
RELEASE_GLASS = ProblemKind(
    "release.glass_stays",
    403,
    _("This release cannot be made by one person alone: %(why)s."),
    _(
        "Ask a second releasing officer. Only a P1 can be released alone, where the mission allows it."
    ),
)
RELEASE_SAME_REVIEWER = ProblemKind(
    "release.same_reviewer",
    403,
    _("Whoever drafted or released alone cannot review it."),
    _("Ask another releasing officer. It stays on the board until somebody has."),
)
RELEASE_NO_WAY = ProblemKind(
    "release.no_way",
    422,
    _("%(addressee)s has no address for %(means)s."),
    _("Choose another means, or add the address under Addressees."),
)
RELEASE_TAMPERED = ProblemKind(
    "release.tampered",
    409,
    _("The text of release %(release)s is not the one that was approved."),
    _("Do not send it. Tell the auditor, and draft it again."),
)
RELEASE_NOTHING_TOLD = ProblemKind(
    "release.nothing_told",
    409,
    _("Nobody outside was told of incident %(code)s, so there is nothing to take back."),
    _("Look at the share log of the incident."),
)
ADDRESSEE_TAKEN = ProblemKind(
    "addressee.taken",
    409,
    _("There is an addressee with the short name %(slug)s already."),
    _("Choose another short name."),
)
CAP_NOT_POSSIBLE = ProblemKind(
    "cap.not_possible",
    409,
    _("%(what)s cannot be said in CAP: %(why)s."),
    _("It keeps its place in Tocsin. Tell the developers the rule that is named."),
)
CAP_UNREADABLE = ProblemKind(
    "cap.unreadable",
    400,
    _("This is no CAP 1.2 message that can be taken: %(why)s."),
    _("Send one answer (Ack or Error) as XML, without a document type, of at most 256 kB."),
)
CAP_ANSWERS_NOTHING = ProblemKind(
    "cap.answers_nothing",
    404,
    _("No release that went to you is named by its references."),
    _("Refer to the message as it was received: sender, identifier and time."),
)
