"""The word for each sort of thing that must never wait long."""

from enum import StrEnum


class Late(StrEnum):
    """Something of the line that waits longer than it ever should, or of the house that nothing may wait for."""

    UNREAD = "unread"  # a message that nobody has read
    STEP = "step"  # a rung of a ladder is overdue
    P1_WITHOUT_RUN = "p1_without_run"  # a P1 for which no ladder was ever begun
    UNSENT = "unsent"  # a text is due and was not tried
    IN_HAND = "in_hand"  # a carrier took it and says nothing
    UNREADABLE = (
        "unreadable"  # something arrived that no channel understands, and no person has looked
    )
    CLOCK = "clock"  # a clock that others hang on is wrong by minutes
    LOG_BOOK = "log_book"  # a walk along the log book found it changed
