"""How long consent lasts, and what must happen when it ends or a person leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=365)  # domain.md §5.2, rule 2
ASK_AGAIN = timedelta(days=30)  # before it ends
# A live source is not struck off on the day: somebody may be on the way to ask again.
GRACE = timedelta(days=30)
KEPT_AFTER_LEAVING = timedelta(days=90)  # domain.md §5.2, rule 7
WATCHED_FOR = timedelta(days=365)  # operators give a dead number to somebody else within months


class ConsentState(StrEnum):
    """Where a person's consent stands."""

    NONE = "none"  # never recorded
    GIVEN = "given"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"  # in the days of grace
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Given:
    """The latest consent of a person in plain form."""

    given_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None = None


def state_of(given: Given | None, *, now: datetime) -> ConsentState:
    """Return where it stands at `now`; None is somebody who was never asked."""
    if given is None:
        return ConsentState.NONE
    if given.withdrawn_at is not None:
        return ConsentState.WITHDRAWN
    if now >= given.expires_at:
        return ConsentState.EXPIRED
    return ConsentState.ENDS_SOON if now >= given.expires_at - ASK_AGAIN else ConsentState.GIVEN


def has_lapsed(given: Given, *, now: datetime) -> bool:
    """Say whether it ran out so long ago that it counts as taken back."""
    return given.withdrawn_at is None and now >= given.expires_at + GRACE


def permits(shared_with: frozenset[str], addressee: str, state: ConsentState) -> bool:
    """Say whether a contact may be handed to this addressee now."""
    is_in_force = state in (ConsentState.GIVEN, ConsentState.ENDS_SOON)
    return is_in_force and addressee in shared_with
