"""The clocks say how long each wait may last."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.clocks import Clock, Wait, allowed, clock_jumped, started
from tocsin.domain.words import Priority

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
M = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("clock", "lengths"),
    [
        (Clock.CALL_BACK, (3 * M, 3 * M, 30 * M, 1440 * M)),
        (Clock.STEP, (3 * M, 10 * M, 60 * M, None)),
        (Clock.RECONFIRM, (15 * M, 60 * M, 720 * M, None)),
        (Clock.DECIDE, (10 * M, 60 * M, 1440 * M, None)),
        (Clock.ACT, (15 * M, 120 * M, None, None)),
        (Clock.RECEIPT, (2 * M, 10 * M, 120 * M, 1440 * M)),
        (Clock.FIRST_NEWS, (30 * M, 240 * M, 1440 * M, None)),
        (Clock.CLOSING, (1440 * M, 2880 * M, 10080 * M, None)),
        (Clock.FLASH, (30 * M, None, None, None)),
    ],
)
def test_each_priority_has_its_own_patience(
    clock: Clock, lengths: tuple[timedelta | None, ...]
) -> None:
    assert tuple(allowed(clock, priority) for priority in Priority) == lengths


def test_a_graver_priority_never_waits_longer() -> None:
    longest = timedelta.max
    for clock in Clock:
        waits = [allowed(clock, priority) or longest for priority in Priority]
        assert waits == sorted(waits), clock


def test_a_clock_is_overdue_only_after_its_last_moment() -> None:
    wait = started(Clock.DECIDE, Priority.P1, since=NOON)
    assert wait == Wait(Clock.DECIDE, NOON, NOON + 10 * M)
    assert not wait.is_overdue(NOON + 10 * M)
    assert wait.is_overdue(NOON + 10 * M + timedelta(seconds=1))


def test_a_priority_without_a_clock_starts_none() -> None:
    assert started(Clock.FLASH, Priority.P2, since=NOON) is None


@pytest.mark.parametrize(
    ("wall", "alarms"), [(0, False), (61, False), (120, True), (-60, True), (59, False)]
)
def test_a_jump_of_the_clock_over_a_minute_alarms(wall: int, alarms: bool) -> None:
    steady = timedelta(seconds=1)
    assert clock_jumped(wall=timedelta(seconds=wall), steady=steady) is alarms
