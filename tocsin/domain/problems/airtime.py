"""What goes wrong with airtime: asking, approving, sending and settling it."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

TOP_UP_MOVED = ProblemKind(
    "airtime.moved",
    409,
    _("This step cannot be taken: top-up %(number)s has moved on meanwhile."),
    _("Look at it again. Nothing was sent and no money moved by what you just did."),
)
TOP_UP_TOO_LARGE = ProblemKind(
    "airtime.too_large",
    409,
    _("Top-up %(number)s is larger than one top-up of this base may be."),
    _("Ask for less, or let somebody who may change the limit of the base."),
)
TOP_UP_UNSAFE = ProblemKind(
    "airtime.unsafe",
    409,
    _("Top-up %(number)s would make a phone ring that must stay quiet."),
    _("Give a voucher by hand, when you are sure whose hands it is."),
)
TOP_UP_OVER_CAP = ProblemKind(
    "airtime.over_cap",
    409,
    _("With top-up %(number)s the focal point would get more than the month allows."),
    _("Give less, wait for the next month, or let the limit of the base be changed."),
)
TOP_UP_NO_MONEY = ProblemKind(
    "airtime.no_money",
    409,
    _("The base has not enough money left for top-up %(number)s."),
    _("Add money to its budget, or refuse the request."),
)
TOP_UP_SAME_PERSON = ProblemKind(
    "airtime.same_person",
    403,
    _("Whoever asked for or approved this top-up cannot approve it as the second person."),
    _("Ask a colleague who may approve airtime."),
)
TOP_UP_OPEN_ALREADY = ProblemKind(
    "airtime.open_already",
    409,
    _("%(person)s has an open request for airtime already: %(number)s."),
    _("Approve or refuse that one first."),
)
AMOUNT_WRONG = ProblemKind(
    "airtime.amount_wrong",
    422,
    _("This is no amount that can be sent."),
    _("Write a positive amount with no more decimals than the currency has."),
)
NO_AIRTIME_BUDGET = ProblemKind(
    "airtime.no_budget",
    409,
    _("%(base)s has no budget for airtime in %(currency)s."),
    _("An administrator gives the base money for airtime first."),
)
AIRTIME_KIND_UNKNOWN = ProblemKind(
    "airtime.kind_unknown",
    422,
    _("There is no seller of airtime of the kind %(wanted)s."),
    _("Choose one of the list."),
)
AIRTIME_ACCOUNT_INCOMPLETE = ProblemKind(
    "airtime.account_incomplete",
    422,
    _("The account %(account)s lacks settings: %(missing)s."),
    _("Enter them as the seller gave them to you."),
)
AIRTIME_ACCOUNT_TAKEN = ProblemKind(
    "airtime.account_taken",
    409,
    _("An account named %(account)s exists already."),
    _("Choose another short name."),
)
