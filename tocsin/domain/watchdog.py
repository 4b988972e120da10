"""What must never wait long in this house, and from when on it is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.watchdog_words import Late
from tocsin.domain.words import Purpose

PATIENCE: Mapping[Late, timedelta] = {
    Late.UNREAD: timedelta(seconds=60),
    Late.STEP: timedelta(seconds=15),  # R3 promises five
    Late.P1_WITHOUT_RUN: timedelta(seconds=30),
    Late.UNSENT: timedelta(seconds=30),
    Late.IN_HAND: timedelta(minutes=3),
    Late.UNREADABLE: timedelta(seconds=60),
    Late.CLOCK: timedelta(0),
    Late.LOG_BOOK: timedelta(0),
}

WAITS_FOR_A_PERSON = frozenset({Late.UNREADABLE, Late.CLOCK, Late.LOG_BOOK})
"""What does not mean that the house is ill: the sign of life to the outside goes on."""

TOLD_BY: Mapping[Late, Purpose] = {
    Late.UNREAD: Purpose.LINE_LATE,
    Late.STEP: Purpose.LINE_LATE,
    Late.P1_WITHOUT_RUN: Purpose.LINE_LATE,
    Late.UNSENT: Purpose.LINE_LATE,
    Late.UNREADABLE: Purpose.LINE_LATE,
    Late.CLOCK: Purpose.CLOCK_WRONG,
    Late.LOG_BOOK: Purpose.LOG_BOOK_BROKEN,
}
"""What people are texted about, and how: a warning may be waiting, or nothing can be trusted. A slow carrier is
not among them, another one is tried."""

FOR_ADMINISTRATORS = frozenset({Late.LOG_BOOK})
"""Not for whoever is on duty, who can do nothing about it."""

TELL_AFTER = timedelta(seconds=60)
"""How long it must last: a start or a blink is over by then."""

QUIET_FOR = timedelta(hours=1)
"""The same sort is not told of again sooner, however often it comes and goes."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a sort wait, and since when the oldest does; None when nothing does."""

    count: int
    oldest: datetime | None


def late_ones(found: Mapping[Late, Waiting], *, now: datetime) -> Mapping[Late, Waiting]:
    """Return those whose oldest has waited longer than it may."""
    return {
        kind: waiting
        for kind, waiting in found.items()
        if waiting.oldest is not None and now - waiting.oldest >= PATIENCE[kind]
    }
