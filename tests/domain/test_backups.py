"""Backups come in time, fail loudly, and never throw away the last one that was proven."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.backup_words import BackupHealth, BackupState
from tocsin.domain.backups import Kept, health, is_due, may_go

NOW = datetime(2026, 3, 14, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def ago(hours: float, state: BackupState = BackupState.VERIFIED) -> Kept:
    return Kept(NOW - timedelta(hours=hours), state)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (ago(23), False),
        (ago(24), True),
        (ago(0.9, BackupState.FAILED), False),
        (ago(1, BackupState.FAILED), True),
        (ago(5, BackupState.RUNNING), False),
    ],
)
def test_one_a_day_is_made_and_a_failed_one_again_after_an_hour(
    last: Kept | None, due: bool
) -> None:
    assert is_due(last, every=DAY, now=NOW) is due


def test_the_latest_stay_and_with_them_the_last_that_was_proven() -> None:
    proven = ago(90)
    unproven = [ago(hours, BackupState.WRITTEN) for hours in (80, 70, 60)]
    failed = ago(50, BackupState.FAILED)
    assert may_go([ago(95), proven, *unproven, failed], keep=2) == [unproven[0], ago(95)]
    assert may_go([proven], keep=0) == []


@pytest.mark.parametrize(
    ("good", "proven", "is_set_up", "expected"),
    [
        (None, None, False, BackupHealth.NOT_SET_UP),
        (None, None, True, BackupHealth.NONE_YET),
        (49, 49, True, BackupHealth.STALE),
        (47, None, True, BackupHealth.UNPROVEN),
        (3, 24 * 9, True, BackupHealth.UNPROVEN),
        (47, 24 * 7, True, BackupHealth.WELL),
        (3, 3, False, BackupHealth.WELL),  # made by hand
    ],
)
def test_how_the_house_stands(
    good: int | None, proven: int | None, is_set_up: bool, expected: BackupHealth
) -> None:
    moments = [None if hours is None else NOW - timedelta(hours=hours) for hours in (good, proven)]
    last_good, last_proven = moments
    assert expected is health(
        is_set_up=is_set_up, last_good=last_good, last_proven=last_proven, every=DAY, now=NOW
    )
