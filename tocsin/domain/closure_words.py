"""The closed vocabularies of closing a base: how far it is, and what still stands in the way."""

from enum import StrEnum


class ClosureState(StrEnum):
    PLANNED = "planned"
    CLOSED = "closed"
    DROPPED = "dropped"  # it stays open after all


class Left(StrEnum):
    """What must be settled before a base can be closed: nobody may be left with a dead number."""

    NO_BASE = "no_base"  # communities for whom nobody would answer
    NOT_TOLD = "not_told"  # communities that do not know yet
    INCIDENTS = "incidents"  # that are not over
    NUMBERS = "numbers"  # emergency numbers that the public still calls
    PROMISES = "promises"  # to communities of other bases, that nobody would keep or explain
    PACK = "pack"  # no handover pack since it was planned
    SAME_PERSON = "same_person"  # whoever planned it does not close it
