"""The closed vocabularies of the network of people: who they are, and how they may be reached."""

from enum import StrEnum


class Sex(StrEnum):
    """As the person says; coverage asks whether women have somebody to warn through."""

    WOMAN = "woman"
    MAN = "man"
    UNSAID = "unsaid"


class AgeGroup(StrEnum):
    """Coarse on purpose."""

    YOUTH = "youth"
    ADULT = "adult"
    ELDER = "elder"
    UNSAID = "unsaid"


class Standing(StrEnum):
    """What somebody is in their community."""

    CHIEF = "chief"
    WOMEN_LEADER = "women_leader"
    YOUTH_LEADER = "youth_leader"
    COMMITTEE = "committee"  # of the local protection committee
    DISPLACED = "displaced"
    TEACHER = "teacher"
    HEALTH_WORKER = "health_worker"
    RELIGIOUS = "religious"
    TRADER = "trader"
    OTHER = "other"


class SafeWay(StrEnum):
    """How somebody may be reached without harm."""

    TEXT = "text"
    CALL = "call"
    RADIO = "radio"
    FACE_TO_FACE = "face_to_face"


class Caller(StrEnum):
    """Who may call somebody."""

    ANYBODY = "anybody"
    WOMAN = "woman"
    OWN_ASSISTANT = "own_assistant"  # the liaison assistant whom they know


class NumberState(StrEnum):
    """How far messages from a number are believed to come from its holder."""

    TRUSTED = "trusted"
    NEW = "new"  # a new SIM card; the holder has not been recognised since
    COMPROMISED = "compromised"  # somebody else may hold the phone
    ERASED = "erased"


class ConsentMethod(StrEnum):
    """How consent was given."""

    ORAL = "oral"
    WITNESSED = "witnessed"
    WRITTEN = "written"


class ConsentPurpose(StrEnum):
    """What somebody agreed to."""

    WARN = "warn"  # to be known as a source, by code
    BE_CALLED = "be_called"
    BE_WRITTEN_TO = "be_written_to"
    BE_WARNED = "be_warned"  # to be told of danger to their community


class SharedWith(StrEnum):
    """Whom a contact may be handed to, beside our own mission."""

    NATIONAL_FORCES = "national_forces"
    AID_AGENCIES = "aid_agencies"
    SUCCESSOR = "successor"  # whoever takes the network over when the mission leaves


class WithdrawnBy(StrEnum):
    """How a withdrawal reached us."""

    TEXT = "text"
    CALL = "call"
    FACE_TO_FACE = "face_to_face"
    EXPIRED = "expired"  # consent ran out and was not given again
    DIED = "died"


class LeaveReason(StrEnum):
    """Why somebody is a focal point no longer."""

    MOVED = "moved"
    STEPPED_BACK = "stepped_back"
    THREATENED = "threatened"
    DIED = "died"
    UNREACHABLE = "unreachable"
    WITHDREW = "withdrew"


class HandsetFate(StrEnum):
    """What becomes of the phone of somebody who leaves."""

    STILL_OUT = "still_out"  # with them, or nobody knows
    RETURNED = "returned"
    HANDED_ON = "handed_on"  # to whoever comes after


class WatchReason(StrEnum):
    """Why a number that nobody of ours holds any more is still listened for."""

    REPLACED = "replaced"  # its holder has another SIM card
    LOST = "lost"
    LEFT = "left"


class Signal(StrEnum):
    """How well an operator's network is received."""

    NONE = "none"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"


class Means(StrEnum):
    """How one travels to a community."""

    VEHICLE = "vehicle"
    MOTORBIKE = "motorbike"
    FOOT = "foot"
    BOAT = "boat"
    HELICOPTER = "helicopter"
    CUT_OFF = "cut_off"
