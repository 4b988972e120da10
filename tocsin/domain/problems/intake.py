"""What goes wrong where messages come in and go out."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

BAD_SIGNATURE = ProblemKind(
    "intake.bad_signature",
    401,
    _("The signature of this message is wrong or missing, so it was not taken."),
    _("Compare the secret of the gateway on both sides, then send again."),
)
STALE_SIGNATURE = ProblemKind(
    "intake.stale_signature",
    401,
    _("This message was signed too long ago, so it was not taken."),
    _("Set the clock of the sending machine, then sign and send again."),
)
UNKNOWN_GATEWAY = ProblemKind(
    "intake.unknown_gateway",
    404,
    _("There is no gateway at this address, so the message was not taken."),
    _("Copy the address again from the page of the gateway."),
)
UNREADABLE = ProblemKind(
    "intake.unreadable",
    400,
    _("This delivery could not be read. Its bytes were kept for an administrator."),
    _("Compare what is sent with the page of the gateway. Nothing was lost."),
)
TOO_LARGE = ProblemKind(
    "intake.too_large",
    413,
    _("This delivery is larger than %(limit)s bytes, so it was not taken."),
    _("Send fewer messages at a time, or leave out enclosures."),
)
TOO_MANY = ProblemKind(
    "intake.too_many",
    429,
    _("Too many messages came from this sender within a short time."),
    _("Wait %(seconds)s seconds and send again. Urgent words are never held back."),
)
NOT_STORED = ProblemKind(
    "intake.not_stored",
    503,
    _("The message could not be stored, so it was not taken."),
    _("Send it again in %(seconds)s seconds. If it goes on, tell the duty room by voice."),
)
GATEWAY_MISCONFIGURED = ProblemKind(
    "gateway.misconfigured",
    409,
    _("The gateway %(gateway)s lacks a setting: %(missing)s."),
    _("An administrator can add it under Gateways. Messages wait meanwhile; none is lost."),
)
GATEWAY_UNKNOWN_KIND = ProblemKind(
    "gateway.unknown_kind",
    422,
    _("There is no such kind of gateway: %(wanted)s."),
    _("Choose one of the kinds that `tocsin gateway add --help` lists."),
)
GATEWAY_NAME_TAKEN = ProblemKind(
    "gateway.name_taken",
    409,
    _("A gateway called %(gateway)s exists already."),
    _("Choose another short name, or change the one that exists."),
)
GATEWAY_LAST_ONE = ProblemKind(
    "gateway.last_one",
    409,
    _("%(gateway)s is the only gateway in use that can send. Without it nobody can be paged."),
    _("Add another sending gateway first."),
)
GATEWAY_ADDRESS_REFUSED = ProblemKind(
    "gateway.address_refused",
    422,
    _("The address of this gateway points into our own network or is no web address."),
    _("Give the public address of the provider, or allow this host in the settings."),
)
