"""The closed vocabularies of silence and of contact tests."""

from enum import StrEnum


class SilenceCause(StrEnum):
    """By which sign somebody or something is missed."""

    MISSED_ROLL_CALL = "missed_roll_call"
    NOT_HEARD = "not_heard"  # no text, call or report for longer than is their habit
    LOW_BATTERY = "low_battery"
    NO_BALANCE = "no_balance"
    GATEWAY_DOWN = "gateway_down"
    PATROL_QUIET = "patrol_quiet"  # a team on the road says nothing
    NODE_DOWN = "node_down"  # no engine runs on a machine at an hour at which one does
    NET_NOT_HELD = "net_not_held"  # a roll call that nobody called


class SilenceState(StrEnum):
    OPEN = "open"
    HEARD = "heard"  # heard again: it ended by itself
    EXPLAINED = "explained"  # a person closed it, with a reason


class SilenceStepKind(StrEnum):
    """What somebody did about a silence."""

    CALLED = "called"
    ASKED_NEIGHBOUR = "asked_neighbour"
    VISITED = "visited"
    NOTED = "noted"


class SilenceFinding(StrEnum):
    """What came of it."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NEIGHBOUR_SAYS_WELL = "neighbour_says_well"
    NEIGHBOUR_SAYS_TROUBLE = "neighbour_says_trouble"


class ClusterGuess(StrEnum):
    """What several silences together may mean; a guess that a person confirms or explains."""

    ATTACK_OR_FLIGHT = "attack_or_flight"  # several means of one neighbourhood at once
    NETWORK_CUT = "network_cut"  # phones only: a mast, or an operator
    BAD_BAND = "bad_band"  # stations of one net only, far apart: propagation, or our own antenna


class ContactMethod(StrEnum):
    SMS = "sms"
    CALL = "call"


class ContactResult(StrEnum):
    """How far one person's contact test went."""

    DUE = "due"  # waits for a safe hour
    ASKED = "asked"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    NOT_ASKED = "not_asked"  # silent contact, no number, or never a safe hour: with its reason
