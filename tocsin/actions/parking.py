"""Put aside a message that the machine cannot judge, where a person must answer for it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.domain.words import MessageState, Priority
from tocsin.records.models import CallBack, Community, FocalPoint, Message

PARKED_AFTER = 3  # failures of one message alone
CALLED_WITHIN = timedelta(minutes=3)
ESCALATED_AFTER = timedelta(minutes=10)


@transaction.atomic
def park_message(
    pk: UUID, *, why: str, at: datetime, at_once: bool = False, priority: Priority | None = None
) -> bool:
    """Count a failure; at the third, or at once, hand the message to people. Returns whether it was parked.

    It becomes a call to return. What looked urgent to the door, or was read as a P1 (`priority`), is
    escalated at once: a fault of ours must never be the reason that nobody was called.
    """
    # Words and names are not looked at: that they do not open may be what is wrong.
    rows = Message.objects.defer("text", "sender").select_for_update(of=("self",))
    message = rows.get(pk=pk)
    if message.state != MessageState.RECEIVED:
        return False
    message.tries += 1
    message.engine = None
    is_parked = at_once or message.tries >= PARKED_AFTER
    if is_parked:
        message.parked, message.state = why, MessageState.CALL_BACK.value
    message.save(update_fields=["tries", "engine", "parked", "state"])
    if is_parked:
        _hand_to_people(
            message, why=why, is_urgent=message.is_urgent or priority is Priority.P1, at=at
        )
    return is_parked


def _hand_to_people(message: Message, *, why: str, is_urgent: bool, at: datetime) -> None:
    sheet = Sheet(at=at, by=ENGINE)
    home = FocalPoint.objects.filter(messages=message).values("community")
    sheet.add(
        CallBack(
            message=message,
            community=Community.objects.filter(pk__in=home).first(),
            priority=(Priority.P1 if is_urgent else Priority.P2).value,
            due_at=at if is_urgent else at + CALLED_WITHIN,
            escalate_at=at if is_urgent else at + ESCALATED_AFTER,
        )
    )
    sheet.note("message.parked", message, reason=why)
    sheet.announce(f"message:{message.pk}", "wake:clock")
    sheet.write()
