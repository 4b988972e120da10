"""The closed vocabulary of reports that go by e-mail, by text and by radio."""

from enum import StrEnum


class PostState(StrEnum):
    """How far a report by e-mail went. What is claimed is being sent; its fate is unknown until then."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"  # nothing more is tried until a person asks for it
    STOPPED = "stopped"  # its reader was taken off the list before it went


class TextMeans(StrEnum):
    """By what the short version of a report reaches a reader."""

    SMS = "sms"
    RADIO = "radio"
