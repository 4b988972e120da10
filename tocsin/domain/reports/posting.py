"""When a report by e-mail is tried again, and whether the letter may carry it or only says that it waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tocsin.domain.report_words import Marking

WAITS: Sequence[timedelta] = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 360, 720))
CLAIM_LASTS = timedelta(minutes=10)  # longer than any mail server keeps us
_ORDER = list(Marking)


def is_within(marking: Marking, most: Marking) -> bool:
    """Say whether a copy of this marking is not above `most`."""
    return _ORDER.index(marking) <= _ORDER.index(most)


def next_try(
    tries: int, *, now: datetime, is_final: bool, retry_after: timedelta | None = None
) -> datetime | None:
    """Return when to try after so many tries; None gives up."""
    if is_final or tries > len(WAITS):
        return None
    wait = WAITS[tries - 1]
    return now + max(wait, retry_after or wait)
