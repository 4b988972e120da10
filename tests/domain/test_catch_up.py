"""A gap is asked for until somebody has answered, whatever came through the door meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.catch_up import SILENT_AFTER, gap_since

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)
START = timedelta()


def ago(**length: float) -> datetime:
    return NOON - timedelta(**length)


@pytest.mark.parametrize(
    ("heard_at", "owed", "silent_after", "since"),
    [
        (None, None, START, None),  # never heard: its old texts must page nobody
        (ago(minutes=59), None, SILENT_AFTER, None),
        (ago(minutes=61), None, SILENT_AFTER, ago(minutes=71)),
        (ago(minutes=1), None, START, ago(minutes=11)),  # we may have been away ourselves
        (ago(days=9), None, SILENT_AFTER, ago(days=3)),
        # It was not there when we asked; a text that came since does not end the gap.
        (ago(minutes=1), ago(hours=5), SILENT_AFTER, ago(hours=5)),
        (ago(minutes=1), ago(days=9), SILENT_AFTER, ago(days=3)),
        (ago(days=-1), None, SILENT_AFTER, None),  # a clock that was set back
    ],
)
def test_what_is_asked_for(
    heard_at: datetime | None,
    owed: datetime | None,
    silent_after: timedelta,
    since: datetime | None,
) -> None:
    found = gap_since(heard_at=heard_at, owed=owed, now=NOON, silent_after=silent_after)
    assert found == since
