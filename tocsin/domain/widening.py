"""Break-glass for rights: who may widen their own, and for how long."""

from collections.abc import Collection
from datetime import datetime, timedelta

from tocsin.domain.access import Right, rights_of
from tocsin.domain.words import Role

HOURS = (1, 2, 4, 8)
"""To choose from: nothing that is opened alone stays open over a day."""

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
