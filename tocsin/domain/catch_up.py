"""From when on a gateway must be asked for what we may have missed."""

from datetime import datetime, timedelta

SILENT_AFTER = timedelta(hours=1)  # messaging.md §2.1: after every outage longer than an hour
OVERLAP = timedelta(minutes=10)  # clocks of phones are wrong; copies are recognised by their id
FURTHEST = timedelta(days=3)


def gap_since(
    *,
    heard_at: datetime | None,
    owed: datetime | None,
    now: datetime,
    silent_after: timedelta = SILENT_AFTER,
) -> datetime | None:
    """Return from when on to ask, None when nothing can be missing.

    `owed` is from when on we asked in vain: a text that came since ends no gap. A gateway never
    heard before owes us nothing: its old texts must not page anybody.
    """
    if owed is not None:
        return max(owed, now - FURTHEST)
    if heard_at is None or now - heard_at < silent_after:
        return None
    return max(heard_at - OVERLAP, now - FURTHEST)
