"""The closed vocabularies of warning signs: their groups, and what became of one within a week."""

from enum import StrEnum


class SignGroup(StrEnum):
    """The groups of domain.md §4.2; the letter begins the code of each sign."""

    ARMED = "A"
    PROTECTION = "B"
    PEOPLE = "C"
    TENSION = "D"
    EXPOSED = "E"
    ECONOMY = "F"
    PATTERN = "G"
    LOCAL = "L"  # what a base added to the list


class SignChange(StrEnum):
    """A sign now against a week before."""

    NEW = "new"
    STILL = "still"
    GONE = "gone"  # somebody looked, and it is there no more
    FADED = "faded"  # nobody looked again; it counts no more
