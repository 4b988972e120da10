"""The closed vocabularies of the radio room."""

from enum import StrEnum


class CheckOutcome(StrEnum):
    """What came of calling one station at a roll call (domain.md §6.6)."""

    EXPECTED = "expected"  # not called yet; after the roll call: nobody called it
    PRESENT = "present"
    RELAYED = "relayed"  # answered through another station
    NOTHING_HEARD = "nothing_heard"
    EXCUSED = "excused"  # known to be off: repair, leave, a battery on its way


HEARD = frozenset({CheckOutcome.PRESENT, CheckOutcome.RELAYED})


class Precedence(StrEnum):
    """How urgent a message of standard form is; the words are said aloud and never translated."""

    FLASH = "FLASH"
    IMMEDIATE = "IMMEDIATE"
    PRIORITY = "PRIORITY"
    ROUTINE = "ROUTINE"


class RadioMode(StrEnum):
    """What sort of radio a net is worked on."""

    HF = "hf"
    VHF = "vhf"
    UHF = "uhf"
    SATELLITE = "satellite"
