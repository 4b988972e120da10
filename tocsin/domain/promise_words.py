"""The closed vocabularies of what is said between communities and us: rumours, promises, meetings."""

from enum import StrEnum


class RumourState(StrEnum):
    """How far a rumour was checked. Nothing but true and false is ever told as certain."""

    HEARD = "heard"
    CHECKING = "checking"
    TRUE = "true"
    FALSE = "false"
    UNCLEAR = "unclear"  # checked, and nobody can tell


class CommitmentState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not_kept"  # with an explanation, always


class Attendance(StrEnum):
    """Who met, by standing and never by name."""

    CHIEF = "chief"
    COMMITTEE = "committee"
    WOMEN = "women"
    YOUTH = "youth"
    DISPLACED = "displaced"
    AUTHORITIES = "authorities"
    POLICE = "police"
    ARMY = "army"
    RELIGIOUS = "religious"
    EVERYBODY = "everybody"
