"""The clocks of the line: how long each wait may last, by priority (alerting.md §5.7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.words import Priority


class Clock(StrEnum):
    """One wait that somebody must end."""

    CALL_BACK = "call_back"  # T0: missed call -> talked, or tried twice
    TRIAGE = "triage"  # T1: received -> triaged
    FIRST_PAGE = "first_page"  # recognised -> first attempt started
    STEP = "step"  # page -> next step
    TRANSMIT = "transmit"  # received -> sent to our own force, marked F6
    VERIFY_STARTED = "verify_started"  # T2: report -> first attempt to verify
    VERIFY_RESULT = "verify_result"  # T2: report -> result
    RECONFIRM = "reconfirm"  # T3: acknowledged -> "still on it"
    DECIDE = "decide"  # T4: acknowledged -> decided
    ACT = "act"  # T5: decided to respond -> departed
    PROGRESS = "progress"  # departed -> an update
    RELEASE = "release"  # release asked -> decided by a second person
    RECEIPT = "receipt"  # F1: received -> the source knows we have it
    FIRST_NEWS = "first_news"  # F2: decided -> the community knows
    CLOSING = "closing"  # F3: closed -> the community knows
    NEIGHBOURS = "neighbours"  # nobody can come -> those in the way know
    CORRECTION = "correction"  # corrected -> whoever was told knows
    RUMOUR = "rumour"  # found out -> whoever told or asked knows
    FLASH = "flash"  # P1 opened -> flash report released


@dataclass(frozen=True, slots=True)
class Wait:
    """A clock that runs: when it began and when somebody must have ended it."""

    clock: Clock
    since: datetime
    due_at: datetime

    def is_overdue(self, now: datetime) -> bool:
        return now > self.due_at


_S = timedelta(seconds=1)
_M = timedelta(minutes=1)
_H = timedelta(hours=1)
_D = timedelta(days=1)

# None: this priority has no such clock, it goes to the digest (alerting.md §5.7).
_TABLE: dict[Clock, tuple[timedelta | None, timedelta | None, timedelta | None, timedelta | None]]
_TABLE = {
    Clock.CALL_BACK: (3 * _M, 3 * _M, 30 * _M, _D),
    Clock.TRIAGE: (2 * _M, 10 * _M, _H, 12 * _H),
    Clock.FIRST_PAGE: (5 * _S, _M, None, None),
    Clock.STEP: (3 * _M, 10 * _M, 60 * _M, None),
    Clock.TRANSMIT: (5 * _M, 15 * _M, None, None),
    Clock.VERIFY_STARTED: (10 * _M, 30 * _M, 24 * _H, None),
    Clock.VERIFY_RESULT: (60 * _M, 6 * _H, 24 * _H, None),
    Clock.RECONFIRM: (15 * _M, 60 * _M, 12 * _H, None),
    Clock.DECIDE: (10 * _M, 60 * _M, 24 * _H, None),
    Clock.ACT: (15 * _M, 2 * _H, None, None),
    Clock.PROGRESS: (15 * _M, 60 * _M, None, None),
    Clock.RELEASE: (5 * _M, 30 * _M, 4 * _H, None),
    Clock.RECEIPT: (2 * _M, 10 * _M, 2 * _H, 24 * _H),
    Clock.FIRST_NEWS: (30 * _M, 4 * _H, 24 * _H, None),
    Clock.CLOSING: (24 * _H, 48 * _H, 7 * _D, None),
    Clock.NEIGHBOURS: (10 * _M, 30 * _M, 4 * _H, None),
    Clock.CORRECTION: (30 * _M, 2 * _H, 24 * _H, None),
    Clock.RUMOUR: (_H, 4 * _H, 24 * _H, None),
    Clock.FLASH: (30 * _M, None, None, None),
}
_COLUMNS = (Priority.P1, Priority.P2, Priority.P3, Priority.P4)


def allowed(clock: Clock, priority: Priority) -> timedelta | None:
    """Return how long this wait may last, or None when this priority has no such clock."""
    return _TABLE[clock][_COLUMNS.index(priority)]


def started(clock: Clock, priority: Priority, *, since: datetime) -> Wait | None:
    """Return the running clock, or None when this priority has no such clock."""
    length = allowed(clock, priority)
    return None if length is None else Wait(clock, since, since + length)


# A step of the wall clock that nobody asked for; due times survive it, people must know of it
# (alerting.md §6.8).
JUMP_THAT_ALARMS = timedelta(seconds=60)


def clock_jumped(*, wall: timedelta, steady: timedelta) -> bool:
    """Say whether the wall clock ran away from the steady one between two looks.

    `wall` and `steady` are what each of them measured for the same stretch of time. A backward
    jump alarms as a forward one does: neither fires a step twice, both falsify recorded times.
    """
    return abs(wall - steady) > JUMP_THAT_ALARMS
