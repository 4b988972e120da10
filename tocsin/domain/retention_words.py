"""What is kept for a time only."""

from enum import StrEnum


class Retained(StrEnum):
    """A sort of personal words that goes when it is no longer needed; what happened stays."""

    WORDS = "words"  # of messages, with their sender, and what was quoted of them
    TOLD = "told"  # what we told people, and to which number
    UNREADABLE = "unreadable"  # what a gateway brought that nobody could read
