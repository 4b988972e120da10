"""What goes wrong when people log in, ask for more than they may, or enter something."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

LOGIN_WRONG = ProblemKind(
    "login.wrong",
    401,
    _("The name or the password is wrong."),
    _("Try again. After %(left)s more tries this name is locked for a while."),
)
LOGIN_LOCKED = ProblemKind(
    "login.locked",
    429,
    _("Too many tries: this name is locked."),
    _("Wait %(minutes)s minutes, or ask an administrator."),
)
LOGIN_EXPIRED = ProblemKind(
    "login.expired",
    401,
    _("The session has ended."),
    _("Sign in again. If you had written something, it stands below."),
)
SECOND_FACTOR_WRONG = ProblemKind(
    "login.second_factor_wrong",
    401,
    _("The second code is wrong or too old."),
    _("Wait for the next code. If the clock of the phone is wrong, set it."),
)
SECOND_FACTOR_MISSING = ProblemKind(
    "login.second_factor_missing",
    403,
    _("This needs a second factor, and there is none for this name."),
    _("Add one on your own page."),
)
SECURITY_KEY_REFUSED = ProblemKind(
    "login.security_key_refused",
    401,
    _("This security key proved nothing."),
    _("Try again with a key that was added at this address, or give a code of your phone."),
)
CHANGE_NEEDS_REASON = ProblemKind(
    "account.change_needs_reason",
    422,
    _("Nobody else can decide on this, so it needs a reason."),
    _("Say why it cannot wait. The reason stays in the log book."),
)
HOLD_NEEDS_REASON = ProblemKind(
    "retention.hold_needs_reason",
    422,
    _("A hold needs a reason."),
    _("Say for what these words are still needed: a complaint, an inquiry, a court."),
)
WIDENING_REFUSED = ProblemKind(
    "rights.widening_refused",
    422,
    _("Your rights cannot be widened like this."),
    _(
        "It needs a reason, a role that sees the board and does not administer, and none that is open already."
    ),
)
PASSWORD_WEAK = ProblemKind(
    "login.password_weak",
    422,
    _("This password is too easy to guess."),
    _("Take four words that have nothing to do with one another."),
)
NEEDS_SECOND_PERSON = ProblemKind(
    "rights.needs_second_person",
    403,
    _("You asked for this yourself, so somebody else must approve it."),
    _("Ask another administrator. Without one: tocsin user, on the server."),
)
CHANGE_DECIDED = ProblemKind(
    "rights.change_decided",
    409,
    _("This was approved or refused meanwhile."),
    _("Load the page of accounts again."),
)
LINK_USED = ProblemKind(
    "login.link_used",
    404,
    _("This link was used, is too old, or was never given."),
    _("Ask an administrator for a new one."),
)
LOGIN_NAME_TAKEN = ProblemKind(
    "login.name_taken",
    409,
    _("Somebody signs in by this name already."),
    _("Choose another one."),
)
FORM_STALE = ProblemKind(
    "login.form_stale",
    403,
    _("This page was open too long, or was sent from elsewhere."),
    _("Load the page again. If you had written something, it stands below."),
)
NOT_ALLOWED = ProblemKind(
    "rights.not_allowed",
    403,
    _("Your role does not allow this."),
    _("Ask somebody who holds the right: %(right)s."),
)
OTHER_AREA = ProblemKind(
    "rights.other_area",
    403,
    _("This lies outside your area."),
    _("Ask the duty officer of that area."),
)
RESTRICTED = ProblemKind(
    "rights.restricted",
    403,
    _("This is restricted, so your role does not show it."),
    _("Ask the liaison assistant of the base."),
)
TOKEN_WRONG = ProblemKind(
    "rights.token_wrong",
    401,
    _("The token is unknown or was withdrawn."),
    _("Ask an administrator for a new one."),
)
TOKEN_NAME_TAKEN = ProblemKind(
    "rights.token_name_taken",
    409,
    _("There is, or was, a token of a system called %(client)s."),
    _("Give this one another name, such as the same with a number."),
)
SCOPE_MISSING = ProblemKind(
    "rights.scope_missing",
    403,
    _("This token lacks the scope %(scope)s."),
    _("Ask an administrator for a token that has it."),
)
NOT_FOUND = ProblemKind(
    "page.not_found",
    404,
    _("There is nothing at this address."),
    _("Go back, or start from the board."),
)
METHOD_WRONG = ProblemKind(
    "page.method_wrong",
    405,
    _("This address does not take %(method)s."),
    _("Use one of: %(allowed)s."),
)
FIELD_WRONG = ProblemKind(
    "form.field_wrong",
    422,
    _("%(field)s cannot be read: %(why)s."),
    _("Correct it and send again. Nothing was saved."),
)
TIME_IN_FUTURE = ProblemKind(
    "form.time_in_future",
    422,
    _("%(field)s lies in the future."),
    _("Give the time at which it happened."),
)
FILE_UNREADABLE = ProblemKind(
    "import.unreadable",
    422,
    _("Line %(line)s of the file cannot be read: %(why)s."),
    _("Correct that line and import again. Nothing was imported."),
)
FILE_TOO_LARGE = ProblemKind(
    "import.too_large",
    413,
    _("The file is larger than %(limit)s megabytes."),
    _("Split it, or import it with the command."),
)
NUMBER_TAKEN = ProblemKind(
    "directory.number_taken",
    409,
    _("This number already belongs to %(code)s."),
    _("Open that page, or end its use there first."),
)
NUMBER_WRONG = ProblemKind(
    "directory.number_wrong",
    422,
    _("This is no phone number that can be called from here."),
    _("Write it with its country code, such as +243."),
)
CONSENT_MISSING = ProblemKind(
    "directory.consent_missing",
    422,
    _("A focal point is entered with their consent."),
    _("Record when, how and in which language they agreed."),
)
LOOKED_AT_TOO_MANY = ProblemKind(
    "directory.looked_at_too_many",
    429,
    _("This account has looked at %(count)s people of late, more than one person does."),
    _(
        "Wait %(minutes)s minutes, ask an administrator, or widen your rights if it cannot wait. Calls back go on."
    ),
)
LOOKED_AT_FAR_TOO_MANY = ProblemKind(
    "directory.looked_at_far_too_many",
    429,
    _("This account has looked at %(count)s people of late, more than one person does."),
    _(
        "Ask an administrator, or wait %(hours)s h. Widened rights change nothing here. Calls back go on."
    ),
)
