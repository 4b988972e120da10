"""Break-glass for rights: who may widen their own, and for how long."""

from collections.abc import Collection
from datetime import datetime, timedelta

from tocsin.domain.access import Right, rights_of
from tocsin.domain.widening_words import ReviewTurn
from tocsin.domain.words import Role

HOURS = (1, 2, 4, 8)
"""To choose from: nothing that is opened alone stays open over a day."""

REMIND_AFTER = timedelta(hours=1)
ESCALATE_AFTER = timedelta(hours=24)
"""From its end, for a review that nobody made."""

ADMINISTERS = frozenset({Right.MANAGE_ACCOUNTS, Right.MANAGE_GATEWAYS, Right.MANAGE_LADDERS})


def widened_roles(roles: Collection[Role]) -> frozenset[Role]:
    """Return those that count further when somebody widens their rights: that see, and do not administer."""
    return frozenset(
        role
        for role in roles
        if Right.SEE_BOARD in rights_of([role]) and not rights_of([role]) & ADMINISTERS
    )


def ends_at(at: datetime, hours: int) -> datetime:
    """Return when it ends by itself. The shortest stands in for hours that are no choice."""
    return at + timedelta(hours=hours if hours in HOURS else HOURS[0])


def review_turn(
    over_at: datetime, *, reminded_at: datetime | None, escalated_at: datetime | None, now: datetime
) -> ReviewTurn | None:
    """Return who is to be asked now about one that is over and was not reviewed; None for nobody, or not yet.

    Each is asked once. The others are asked last, and never in the same breath as the one.
    """
    if reminded_at is None:
        return ReviewTurn.ONE if now >= over_at + REMIND_AFTER else None
    patience = max(over_at + ESCALATE_AFTER, reminded_at + ESCALATE_AFTER - REMIND_AFTER)
    return ReviewTurn.OTHERS if escalated_at is None and now >= patience else None
