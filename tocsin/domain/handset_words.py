"""The closed vocabularies of what is handed out: phones, SIM cards, power."""

from enum import StrEnum


class HandsetKind(StrEnum):
    PHONE = "phone"
    SMARTPHONE = "smartphone"
    SATELLITE = "satellite"
    HANDHELD_RADIO = "handheld_radio"
    BASE_RADIO = "base_radio"
    SOLAR = "solar"
    POWER_BANK = "power_bank"


class HandsetState(StrEnum):
    """Where a thing of ours stands."""

    IN_STORE = "in_store"
    ISSUED = "issued"  # signed for, not yet tried from the village
    TESTED = "tested"  # it was heard from there
    SILENT = "silent"
    IN_REPAIR = "in_repair"
    LOST = "lost"
    STOLEN = "stolen"
    RETURNED = "returned"  # back from its holder, to be looked over
    WRITTEN_OFF = "written_off"


class HandsetStep(StrEnum):
    """What is done with it."""

    ISSUE = "issue"
    TEST = "test"
    FALL_SILENT = "fall_silent"
    LOSE = "lose"
    STEAL = "steal"
    FIND = "find"
    SEND_TO_REPAIR = "send_to_repair"
    GET_REPAIRED = "get_repaired"
    RETURN = "return"
    STORE = "store"
    WRITE_OFF = "write_off"


class Charge(StrEnum):
    """How its battery or panel was when last seen."""

    GOOD = "good"
    WEAK = "weak"
    DEAD = "dead"
    NOT_SEEN = "not_seen"


class SimState(StrEnum):
    IN_STORE = "in_store"
    IN_USE = "in_use"
    BLOCK_ASKED = "block_asked"  # the operator was told; until it confirms, the card may be abused
    BLOCKED = "blocked"


class RepairResult(StrEnum):
    REPAIRED = "repaired"
    REPLACED = "replaced"
    TAKEN_AWAY = "taken_away"
    NOT_POSSIBLE = "not_possible"
