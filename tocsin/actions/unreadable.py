"""What arrived and no channel could read: kept, called out by the watchdog, and looked at by a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.records.models import UnreadableArrival, User
from tocsin.records.queries.gateways import unseen_like


@transaction.atomic
def keep_unread(gateway: UUID, *, at: datetime, reason: str, body: str) -> None:
    """Keep what a gateway delivered and nobody could read, for an administrator."""
    sheet = Sheet(at=at, by=ENGINE)
    row = UnreadableArrival.objects.create(
        gateway_id=gateway, received_at=at, reason=reason, body=body
    )
    sheet.note("gateway.unreadable", row, gateway=str(gateway), reason=reason)
    sheet.announce("gateways:all")
    sheet.write()


@transaction.atomic
def see_unreadable(
    row: UnreadableArrival, *, by: User, at: datetime, and_its_like: bool = False
) -> int:
    """Write down that a person has looked: the watchdog stops calling. Return how many were unseen.

    `and_its_like` takes what the same gateway delivered, up to then, that was refused for the same reason.
    """
    like = (
        unseen_like(row, until=at) if and_its_like else UnreadableArrival.objects.filter(pk=row.pk)
    )
    seen = like.filter(seen_at=None).update(seen_at=at)
    if not seen:
        return 0
    sheet = Sheet(at=at, by=by)
    sheet.note("gateway.unreadable_seen", row, gateway=str(row.gateway_id), count=seen)
    sheet.announce("gateways:all")
    sheet.write()
    return seen
