"""The one gate before a focal point: whether anything may be written to them, and from what hour on."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.actions.texts import local
from tocsin.domain.feedback import Contact, Telling, never_because, when_to_tell
from tocsin.domain.network_words import NumberState, SafeWay
from tocsin.domain.phones import canonical
from tocsin.domain.routing import NoRoute, NoRouteReason
from tocsin.records.models import Delivery, FocalPoint, WatchedNumber
from tocsin.records.sealed import hashes_of


def contact_of(person: FocalPoint) -> Contact:
    """Return a person as decisions know them."""
    return Contact(
        code=person.code,
        is_silent=person.is_silent,
        is_active=person.is_active,
        is_compromised=person.number_state == NumberState.COMPROMISED,
        is_under_duress=person.duress_since is not None,
        has_number=bool(person.number),
        safe_from=person.safe_from,
        safe_until=person.safe_until,
        way=SafeWay(person.safe_way),
    )


def telling(person: FocalPoint, *, at: datetime) -> Telling:
    """Return when this person may be written to; `send_at` None is never."""
    return when_to_tell(contact_of(person), local(at))


def barred(person: FocalPoint | None, number: str = "") -> str:
    """Return why nothing may be written here, empty when it may.

    Every delivery passes here when it is made and again each time it is claimed, whoever asked for
    it. A bare number is looked up: it may belong to somebody who is
    never written to, or did once.
    """
    if person is not None:
        return never_because(contact_of(person))
    hashes = hashes_of(canonical(number).value) if number else []
    if WatchedNumber.objects.filter(number_hash__in=hashes).exists():
        return "feedback.inactive"
    return next((never_because(contact_of(one)) for one in holders_of([number])), "")


def holders_of(numbers: Iterable[str]) -> list[FocalPoint]:
    """Return whose numbers these are, in any form they are written in."""
    hashes = [found for number in numbers if number for found in hashes_of(canonical(number).value)]
    return list(FocalPoint.objects.filter(number_hash__in=hashes)) if hashes else []


def not_to_be_sent(delivery: Delivery) -> NoRoute | None:
    """Ask the gate again: since it was queued somebody may have fallen silent, left or been robbed."""
    is_ours = delivery.responder is not None or delivery.addressee is not None
    if is_ours or not barred(delivery.focal_point, delivery.to):
        return None
    return NoRoute(NoRouteReason.NEVER_WRITTEN_TO)


def safe_again(delivery: Delivery, *, at: datetime) -> datetime | None:
    """Return when a text that was made at a safe hour, and waited out of it, may go; None: now.

    What a person sent at an unsafe hour, knowing it, goes.
    """
    person = delivery.focal_point
    if person is None or telling(person, at=delivery.created_at).reason:
        return None
    now = telling(person, at=at)
    return now.send_at if now.send_at and now.send_at > at else None
