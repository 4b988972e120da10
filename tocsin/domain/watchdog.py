"""What must never wait long in this house, and from when on it is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.watchdog_words import Late

PATIENCE: Mapping[Late, timedelta] = {
    Late.UNREAD: timedelta(seconds=60),
    Late.STEP: timedelta(seconds=15),  # R3 promises five
    Late.P1_WITHOUT_RUN: timedelta(seconds=30),
    Late.UNSENT: timedelta(seconds=30),
    Late.IN_HAND: timedelta(minutes=3),
    Late.UNREADABLE: timedelta(seconds=60),
}

WAITS_FOR_A_PERSON = frozenset({Late.UNREADABLE})
"""What does not mean that the house is ill: the sign of life to the outside goes on."""

TOLD_OF = frozenset({Late.UNREAD, Late.STEP, Late.P1_WITHOUT_RUN, Late.UNSENT, Late.UNREADABLE})
"""What people are texted about: a warning may be waiting. A slow carrier is not, another one is tried."""

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
        if waiting.oldest is not None and now - waiting.oldest > PATIENCE[kind]
    }
