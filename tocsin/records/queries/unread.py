"""What nobody has read yet, and where those who wrote it live."""

from uuid import UUID

from tocsin.domain.words import MessageState
from tocsin.records.models import Engine, FocalPoint, Message
from tocsin.records.openable import openable


def unread(engine: int, limit: int) -> list[Message]:
    """Return what this engine may read, urgent first: its own, and what belongs to no live engine."""
    others = Engine.objects.exclude(number=engine).values("number")
    waiting = Message.objects.filter(state=MessageState.RECEIVED, parked="")
    found = waiting.exclude(engine__in=others).order_by("-is_urgent", "received_at")
    return openable(found[:limit])


def homes() -> dict[UUID, tuple[float, float]]:
    """Return latitude and longitude of each focal point's community."""
    rows = FocalPoint.objects.values_list("pk", "community__lat", "community__lon")
    return {pk: (lat, lon) for pk, lat, lon in rows}
