"""What goes wrong when people are told, come, answer and release."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

ESCALATION_OVER = ProblemKind(
    "escalation.over",
    409,
    _("This escalation has ended meanwhile: %(state)s."),
    _("Look at the incident. Page again from there if somebody must still be told."),
)
NOT_PAGED = ProblemKind(
    "escalation.not_yours",
    403,
    _("You were not asked to answer for incident %(code)s."),
    _("Ask the duty officer to page you, or take it from the board."),
)
LADDER_FAULTY = ProblemKind(
    "ladder.faulty",
    422,
    _("The ladder %(ladder)s cannot be saved: %(why)s."),
    _("Correct the step that is named. Runs that are under way keep the version they began with."),
)
LADDER_IN_USE = ProblemKind(
    "ladder.in_use",
    409,
    _("%(count)s escalations still run on the ladder %(ladder)s."),
    _("Publish a new version instead; running ones keep theirs."),
)
LADDER_SAME_APPROVER = ProblemKind(
    "ladder.same_approver",
    403,
    _("A new version needs a second person."),
    _("Ask a colleague with the same right to publish it."),
)
LADDER_BASE_CLOSES = ProblemKind(
    "ladder.base_closes",
    409,
    _("The ladder %(ladder)s leads to %(base)s, which is closing."),
    _("Point the step at the base that takes over."),
)
DUTY_OVERLAPS = ProblemKind(
    "duty.overlaps",
    409,
    _("Somebody already holds %(function)s at %(base)s at that time."),
    _("End the other shift first, or enter this one as deputy or override."),
)
DUTY_GAP = ProblemKind(
    "duty.gap",
    409,
    _("Nobody would hold %(function)s at %(base)s from %(since)s."),
    _("Name somebody for that time. Until then the next step of the ladder is called."),
)
DUTY_NOT_YOURS = ProblemKind(
    "duty.not_yours",
    403,
    _("This duty was not handed to you."),
    _("Ask the person who holds it, or the duty officer."),
)
DUTY_BACKWARDS = ProblemKind(
    "duty.backwards",
    422,
    _("The shift ends before it begins."),
    _("Correct the times. Shifts over midnight end on the next day."),
)
RESPONSE_NOT_POSSIBLE = ProblemKind(
    "response.not_possible",
    409,
    _("A response to incident %(code)s cannot be %(state)s now."),
    _("Name the base that goes, and record what happened in its order. Late entries are fine."),
)
RESPONSE_REASON = ProblemKind(
    "response.reason_missing",
    422,
    _("A response that does not come needs its reason."),
    _("Choose one. It is counted, and nobody is blamed by it."),
)
RESPONSE_OBSERVATION = ProblemKind(
    "response.observation_missing",
    422,
    _("That an attack was prevented needs what was observed."),
    _("Write what was seen: who was there, what they did, when they turned away."),
)
SOMEBODY_COMES = ProblemKind(
    "response.somebody_comes",
    409,
    _("Somebody is on the way to incident %(code)s, so it is not true that nobody comes."),
    _("Record what became of them first: over, or broken off with its reason."),
)
RESPONSE_RUNNING = ProblemKind(
    "response.already_running",
    409,
    _("%(base)s already has an open response for this incident."),
    _("Add an update to that one."),
)
FEEDBACK_SILENT = ProblemKind(
    "feedback.silent",
    409,
    _("This person must never be written to."),
    _("Tell them by the way that their page names, and record it."),
)
FEEDBACK_BETRAYS = ProblemKind(
    "feedback.betrays",
    422,
    _("The text carries a number or a code of a person."),
    _("Take it out. Whoever holds the phone would know whom to look for."),
)
FEEDBACK_SAME_PERSON = ProblemKind(
    "feedback.same_person",
    403,
    _("Whoever wrote the text cannot give it the second look."),
    _("Ask a colleague. Two accounts of one person are one person."),
)
FEEDBACK_SETTLED = ProblemKind(
    "feedback.settled",
    409,
    _("This answer is settled already, or nothing was drafted."),
    _("Look at what became of it. A correction is an answer of its own."),
)
FEEDBACK_UNSAFE_HOUR = ProblemKind(
    "feedback.unsafe_hour",
    409,
    _("It is not a safe hour to write to this person."),
    _("Leave it: it will be sent at %(at)s."),
)
RELEASE_SAME_PERSON = ProblemKind(
    "release.same_person",
    403,
    _("Whoever asked for a release cannot approve it."),
    _("Ask another releasing officer. In an emergency use break-glass, with a reason."),
)
RELEASE_PERPETRATOR = ProblemKind(
    "release.addressee_refused",
    409,
    _("This addressee may be the one who did it, so nothing is released to them."),
    _("Take it to human rights and to the mission's own force."),
)
RELEASE_CHANGED = ProblemKind(
    "release.changed",
    409,
    _("The incident changed after the text was drafted, so the text is not sent."),
    _("Draft it again and have it approved."),
)
RELEASE_LEAKS = ProblemKind(
    "release.leaks",
    422,
    _("The text would betray somebody: %(what)s."),
    _("Take it out. The addressee gets what, where, when and how many."),
)
DRILL_MIXED = ProblemKind(
    "drill.mixed",
    409,
    _("Exercise and real cannot be mixed."),
    _("End the exercise, or mark it from the beginning."),
)
DRILL_WHILE_REAL = ProblemKind(
    "drill.while_real",
    409,
    _("A real P1 is open, so an exercise needs two people."),
    _("Wait, or ask a second person to start it with you."),
)

READ_BACK_WRONG = ProblemKind(
    "radio.read_back_wrong",
    422,
    _("A read-back needs the code %(code)s as it was said back, and the name that was heard."),
    _("Ask the other station to say the code again. Otherwise choose another outcome."),
)
