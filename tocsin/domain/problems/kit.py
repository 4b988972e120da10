"""What goes wrong with emergency numbers, handsets and SIM cards."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

HANDSET_STEP = ProblemKind(
    "handset.step_impossible",
    409,
    _("This step cannot be taken with %(handset)s where it stands now."),
    _("Look at its page again: somebody may have taken a step meanwhile."),
)
HANDSET_CODE_TAKEN = ProblemKind(
    "handset.code_taken",
    409,
    _("%(code)s exists already."),
    _("Choose another code. Codes are painted on the thing and never used again."),
)
HANDSET_HOLDER_MISSING = ProblemKind(
    "handset.holder_missing",
    422,
    _("%(handset)s can be issued only to somebody."),
    _("Name the focal point by code."),
)
HANDSET_HOLDER_AWAY = ProblemKind(
    "handset.holder_away",
    409,
    _("%(person)s is no focal point any more."),
    _("Issue it to whoever warns for the community now."),
)
SIM_NUMBER_TAKEN = ProblemKind(
    "handset.sim_number_taken",
    409,
    _("This number belongs to the SIM card %(sim)s already."),
    _("Look at that card. A card that went back to the operator is blocked there first."),
)
SIM_BLOCKED = ProblemKind(
    "handset.sim_blocked",
    409,
    _("The SIM card %(sim)s is blocked, or asked to be."),
    _("Use another card. A blocked one never comes back into use."),
)
DRILL_OPEN = ProblemKind(
    "handset.drill_open",
    409,
    _("The steps for the loss of %(handset)s are under way already."),
    _("Go on with them on its page."),
)
HOTLINE_NUMBER_TAKEN = ProblemKind(
    "hotline.number_taken",
    409,
    _("%(number)s is told to the public already, as %(hotline)s."),
    _("End the older entry first."),
)
HOTLINE_ENDED = ProblemKind(
    "hotline.ended",
    409,
    _("%(hotline)s has ended already."),
    _("Add a new number instead."),
)
HOTLINE_REPLACES_ITSELF = ProblemKind(
    "hotline.replaces_itself",
    422,
    _("%(hotline)s cannot be replaced by itself or by a number that has ended."),
    _("Choose a number that is valid now."),
)
HOTLINE_NONE_VALID = ProblemKind(
    "hotline.none_valid",
    409,
    _("%(community)s has no valid emergency number: nothing to print."),
    _("Add a number for its base first."),
)
TRIP_DONE = ProblemKind(
    "handset.trip_done",
    409,
    _("This repair trip was recorded as made already."),
    _("Plan another one. What came of this one stands on the page of each handset."),
)
CAMPAIGN_DONE = ProblemKind(
    "hotline.campaign_done",
    409,
    _("This distribution was recorded as done already."),
    _("Plan another one for what was handed out since."),
)
