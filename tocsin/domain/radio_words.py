"""The closed vocabularies of the radio room."""

from collections.abc import Mapping
from enum import StrEnum

from tocsin.domain.words import Priority


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


PRECEDENCES: Mapping[Priority, Precedence] = {
    Priority.P1: Precedence.FLASH,
    Priority.P2: Precedence.IMMEDIATE,
    Priority.P3: Precedence.PRIORITY,
    Priority.P4: Precedence.ROUTINE,
}


class RadioMode(StrEnum):
    """What sort of radio a net is worked on."""

    HF = "hf"
    VHF = "vhf"
    UHF = "uhf"
    SATELLITE = "satellite"
