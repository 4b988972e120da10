"""Silence is a signal: one miss is noted, two are called, four are visited."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.silence import Asks, Expected, Subject, next_check, overdue_checks, silence_of

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
H = timedelta(hours=1)
STATION = Expected(Subject.STATION, "KILO-7", every=12 * H, since=NOON, heard_at=NOON)


@pytest.mark.parametrize(
    ("hours", "misses", "asks"),
    [
        (12.2, 0, None),
        (12.3, 1, Asks.NOTE),
        (24.3, 2, Asks.CALL),
        (36.3, 3, Asks.CALL),
        (48.3, 4, Asks.TASK),
        (-5, 0, None),
    ],
)
def test_each_miss_asks_for_more(hours: float, misses: int, asks: Asks | None) -> None:
    found = silence_of(STATION, NOON + hours * H)
    assert (found.misses if found else 0, found.asks if found else None) == (misses, asks)


def test_nobody_is_silent_before_we_expected_them() -> None:
    new = replace(STATION, heard_at=None, since=NOON + 20 * H)
    assert silence_of(new, NOON + 21 * H) is None
    old = replace(STATION, heard_at=NOON - 900 * H, since=NOON)
    assert silence_of(old, NOON + H) is None


def test_who_is_excused_is_not_missed() -> None:
    excused = replace(STATION, is_excused=True)
    assert silence_of(excused, NOON + 99 * H) is None
    assert next_check([excused], NOON) is None


def test_the_longest_silence_comes_first() -> None:
    gateway = Expected(Subject.GATEWAY, "airtel", every=H, since=NOON)
    found = overdue_checks([STATION, gateway], NOON + 25 * H)
    assert [one.code for one in found] == ["airtel", "KILO-7"]
    assert overdue_checks([STATION], NOON) == []


@given(st.floats(0, 200), st.floats(0.2, 30))
def test_nothing_changes_before_the_next_check(hours: float, every: float) -> None:
    one = replace(STATION, every=every * H)
    now = NOON + hours * H
    due = next_check([one], now)
    assert due is not None
    assert due > now
    before, at = silence_of(one, now), silence_of(one, due)
    assert at is not None
    assert at.misses == (before.misses if before else 0) + 1
