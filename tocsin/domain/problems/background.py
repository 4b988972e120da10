"""What goes wrong with what is known of an area: its warning signs, its sheet, its actors."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

SIGN_UNKNOWN = ProblemKind(
    "signs.unknown",
    422,
    _("There is no warning sign %(codes)s on the list of this base."),
    _("Use the codes of the list, such as C1, or add a sign of your own first."),
)
SIGN_BOTH_WAYS = ProblemKind(
    "signs.both_ways",
    422,
    _("A sign cannot be seen and gone in one look: %(codes)s."),
    _("Say of each sign one thing, or make two looks, one for each place."),
)
SIGN_ELSEWHERE = ProblemKind(
    "signs.elsewhere",
    422,
    _("The community %(community)s does not follow the base %(base)s."),
    _("Choose the base that answers for it, or leave the community out."),
)
BACKGROUND_REASON = ProblemKind(
    "background.reason_missing",
    422,
    _("What was written down does not end without a reason."),
    _("Say why: it was wrong, it ended, or another line says it better."),
)
NOTE_ENDED = ProblemKind(
    "background.note_ended",
    409,
    _("%(note)s was changed or ended by somebody else meanwhile."),
    _("Look at the sheet as it is now, and write again if it is still needed."),
)
ACTOR_TAKEN = ProblemKind(
    "background.actor_taken",
    409,
    _("There is an actor %(code)s already."),
    _("Add your names to its aliases, or choose another code."),
)
ACTOR_CHANGED = ProblemKind(
    "background.actor_changed",
    409,
    _("The names of %(code)s were changed by somebody else while you wrote."),
    _("Look at them as they are now, and save again."),
)
FACT_NEEDS = ProblemKind(
    "background.fact_incomplete",
    422,
    _("This fact lacks what makes it one: %(what)s."),
    _("A relation names another actor, a presence its base, and all others say it in words."),
)
PACK_TAKEN = ProblemKind(
    "pack.taken",
    409,
    _("%(pack)s was taken over already."),
    _("Make a new pack if somebody else arrives."),
)
PACK_OWN = ProblemKind(
    "pack.own",
    403,
    _("You made %(pack)s, so another person takes it over."),
    _("Whoever arrives takes it over, with their own account."),
)
CLOSURE_OPEN = ProblemKind(
    "closure.open",
    409,
    _("The base %(base)s is being closed already."),
    _("Go on with the closing that was begun, or end it first."),
)
CLOSURE_OVER = ProblemKind(
    "closure.over",
    409,
    _("This closing is over."),
    _("Plan another one if the base is to be closed after all."),
)
CLOSURE_SAME_BASE = ProblemKind(
    "closure.no_such_base",
    422,
    _("This base cannot answer for the community: it closes, or is closed."),
    _("Choose another base, or the operations room."),
)
CLOSURE_LEFT = ProblemKind(
    "closure.not_ready",
    409,
    _("The base cannot be closed yet. Still in the way: %(what)s."),
    _("Settle what the page of the closing lists under its last step."),
)
