"""The figures that are published, by code: each has one definition, printed beside it."""

from enum import StrEnum


class Figure(StrEnum):
    """domain.md §3.6. A share names what it is a part of in its definition."""

    RECEIVED = "received"
    ACTIONABLE = "actionable"
    ANSWERED = "answered"
    TIMELY = "timely"
    PREVENTED = "prevented"
    NOT_ANSWERED = "not_answered"
    FED_BACK = "fed_back"
    FALSE = "false"
    SILENT = "silent"
    WOMEN = "women"


class Span(StrEnum):
    """A wait of the line, from one moment to another; what never came is counted as still waiting."""

    TRANSMITTED = "transmitted"  # received -> the first page went out
    ACKNOWLEDGED = "acknowledged"  # first page -> somebody took it
    DECIDED = "decided"  # taken -> decided
    DEPARTED = "departed"  # asked -> departed
    ARRIVED = "arrived"  # first page -> somebody on the scene
    RECEIPT = "receipt"  # F1
    FIRST_NEWS = "first_news"  # F2
    CLOSING = "closing"  # F3
