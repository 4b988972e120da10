"""Which moments can be kept: a stranger's clock says years that no database gives back and no calendar shows."""

from datetime import UTC, datetime

# Wide enough for everybody's grandmother and for every expiry; far from the ends of the calendar, where a
# zone of fourteen hours leads out of it.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def is_possible(moment: datetime) -> bool:
    """Say whether a moment with a zone can be kept, and shown in every other zone.

    PostgreSQL keeps what lies before year 1, and then nobody can read the row: one message with such a
    moment would keep all others from being read.
    """
    return EARLIEST <= moment < LATEST
