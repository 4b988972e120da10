"""The closed vocabularies of releases: to whom, what act, by which means, how exact, and how it goes."""

from enum import StrEnum


class AddresseeKind(StrEnum):
    """What an addressee outside the mission is; the deny matrix speaks of these."""

    STATE_FORCE = "state_force"
    STATE_POLICE = "state_police"
    LOCAL_AUTHORITY = "local_authority"
    HUMANITARIAN = "humanitarian"
    PROTECTION = "protection"  # those who may hear of survivors and children, and nobody else


class ReleaseAct(StrEnum):
    """What a release does to what its addressee was told before."""

    WARNING = "warning"
    UPDATE = "update"
    CANCEL = "cancel"


class ReleaseState(StrEnum):
    ASKED = "asked"  # drafted by one person, waits for another
    RETURNED = "returned"  # sent back to be drafted anew, with a reason
    REFUSED = "refused"
    APPROVED = "approved"  # frozen; waits for its turn at the addressee
    GIVEN = "given"  # handed to a carrier or to the printer
    HELD = "held"  # approved, and then the incident changed: it must not go as it is
    DROPPED = "dropped"  # no longer needed: nothing reached the addressee that it would correct


class ReleaseMeans(StrEnum):
    SMS = "sms"
    EMAIL = "email"
    RADIO = "radio"
    PAPER = "paper"


class Precision(StrEnum):
    """How exactly an addressee is told where; each is coarser than the one before."""

    FIVE_KM = "5km"
    TEN_KM = "10km"
    TERRITORY = "territory"


class ReleaseRequest(StrEnum):
    """What the addressee is asked to do: a fixed choice, so that nobody writes a sentence."""

    NONE = "none"
    PATROL = "patrol"
    PROTECT = "protect"
    CLEAR_ROAD = "clear_road"
    RECEIVE_PEOPLE = "receive_people"
    MEDICAL_HELP = "medical_help"


class ReleaseAnswer(StrEnum):
    """What an addressee answers: it takes it on, or it does not."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Fate(StrEnum):
    """What is known of a release at its addressee."""

    NOT_YET = "not_yet"
    ON_ITS_WAY = "on_its_way"
    TOLD = "told"
    PERHAPS = "perhaps"  # a carrier never answered: it counts as told when something is taken back
    NOT_TOLD = "not_told"


class CancelReason(StrEnum):
    """Why what was released is taken back; the addressee is told that it is void, not why."""

    MISTAKE = "mistake"
    DELIBERATE = "deliberate"
    RETRACTED = "retracted"
    CORRECTED = "corrected"
    OVER = "over"
    REVIEW = "review"  # the review of a break-glass release found it wrong


REACHED = frozenset({Fate.TOLD, Fate.PERHAPS})
"""Whoever may have read it."""
SETTLED = frozenset({Fate.TOLD, Fate.PERHAPS, Fate.NOT_TOLD})
"""Nothing more will come of it."""
