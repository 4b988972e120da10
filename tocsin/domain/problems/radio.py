"""What goes wrong in the radio room, with silences, and with tests of contact."""

from tocsin.domain.problems.shape import ProblemKind
from tocsin.domain.problems.shape import gettext_noop as _

RADIO_UNKNOWN = ProblemKind(
    "radio.unknown",
    404,
    _("There is no such net, station or roll call."),
    _("Look for it under Network, Radio. It may have ended."),
)
CALL_SIGN_TAKEN = ProblemKind(
    "radio.call_sign_taken",
    409,
    _("Another station has the call sign %(call_sign)s."),
    _("Give this one another call sign, or end the other station first."),
)
ADDRESS_TAKEN = ProblemKind(
    "radio.address_taken",
    409,
    _("Another station has this address for text over radio."),
    _("Correct the address. A message must lead to one station."),
)
ENTRY_NOT_UNDERSTOOD = ProblemKind(
    "radio.entry_not_understood",
    422,
    _("“%(word)s” is no answer of a roll call."),
    _("Type 1 to 5, n for nothing heard, r and the relaying call sign, p present, e excused."),
)
ROLL_CALL_DONE = ProblemKind(
    "radio.roll_call_done",
    409,
    _("Every station of this roll call has an answer."),
    _("To correct one, type its call sign first, then the right answer. Or close the roll call."),
)
ANSWERED_MEANWHILE = ProblemKind(
    "radio.answered_meanwhile",
    409,
    _("Somebody else wrote down an answer of %(call_sign)s meanwhile, so yours was not taken."),
    _(
        "It stands below. Send your line again if yours is right: theirs is then struck, and stays to be seen."
    ),
)
ROLL_CALL_CLOSED = ProblemKind(
    "radio.roll_call_closed",
    409,
    _("This roll call is closed."),
    _("A late answer belongs into the traffic of the net, or into the next roll call."),
)
CODE_SHEET_EXISTS = ProblemKind(
    "radio.code_sheet_exists",
    409,
    _("This net has a code sheet for this month already."),
    _("End the old one first: then everybody must be told that it changed."),
)
STATION_OFF = ProblemKind(
    "radio.station_off",
    409,
    _("The station %(call_sign)s is not in use."),
    _("Choose another station, or take this one into use again."),
)
SILENCE_ENDED = ProblemKind(
    "silence.ended",
    409,
    _("This silence has ended already."),
    _("Nothing to do. The page shows how it ended."),
)
SILENCE_NEEDS_REASON = ProblemKind(
    "silence.needs_reason",
    422,
    _("A silence is not put aside without a reason."),
    _("Say how you know that they are well, or why nothing was to be heard."),
)
SILENCE_UNKNOWN = ProblemKind(
    "silence.unknown",
    404,
    _("There is no such silence, or it is not yours to see."),
    _("Look for it under Network, Silence."),
)
CONTACT_TEST_UNKNOWN = ProblemKind(
    "contact_test.unknown",
    404,
    _("There is no such test of contact."),
    _("Look for it under Network, Contact tests."),
)
