"""The word for each sort of thing that is more than a person does."""

from enum import StrEnum


class BrakeKind(StrEnum):
    """What an account, or a phone in its name, did too much of."""

    LOOKS = "looks"  # opened who people are: it opens nobody else for a while
    ENTRIES = "entries"  # a field phone wrote: all of it is taken, and shown to administrators
