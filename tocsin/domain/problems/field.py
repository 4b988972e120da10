"""What goes wrong between a phone that keeps the field log and us."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

FIELD_PHONE_UNKNOWN = ProblemKind(
    "field.phone_unknown",
    401,
    _("This phone is not set up for the field log."),
    _("Sign in on it and set it up again. What it kept is sent then."),
)
FIELD_PHONE_FORGOTTEN = ProblemKind(
    "field.phone_forgotten",
    410,
    _("This phone was taken off the field log."),
    _("It empties itself. Sign in and set it up anew if it is yours."),
)
FIELD_ENTRY_DIFFERS = ProblemKind(
    "field.entry_differs",
    409,
    _("Another entry with this id is kept already."),
    _("Write it down again: each entry has an id of its own."),
)
FIELD_ENTRY_TOO_LONG = ProblemKind(
    "field.entry_too_long",
    413,
    _("The entry is longer than %(most)s kilobytes."),
    _("Write it down again in two parts."),
)
FIELD_ENTRY_UNREADABLE = ProblemKind(
    "field.entry_unreadable",
    422,
    _("The entry came, but it cannot be opened."),
    _("Call it in. It is kept as it came."),
)
FIELD_PHONE_FULL = ProblemKind(
    "field.phone_full",
    503,
    _("Too many entries of this phone came that cannot be opened; no more are kept."),
    _("Call it in. The phone keeps it; an administrator must look at what came."),
)
FIELD_ENTRY_HEADLESS = ProblemKind(
    "field.entry_headless",
    400,
    _("The entry came without its number, or without the phone’s time."),
    _("Open the field log once with a network, so that it renews itself."),
)
