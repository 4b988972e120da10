"""Put a call into the call-back queue, once for all the beeps of one phone."""

from datetime import timedelta

from tocsin.actions.sheet import Sheet
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.phones import canonical
from tocsin.domain.triage import Assessment
from tocsin.domain.words import CallBackState, Priority
from tocsin.records.models import CallBack, Message
from tocsin.records.sealed import hashes_of

ESCALATE_AFTER = timedelta(minutes=10)  # alerting.md §5.2
SAME_CALLER = timedelta(hours=2)


def queue_call_back(sheet: Sheet, message: Message, assessment: Assessment) -> None:
    """Add a call to the queue, or count another beep of a phone that is already in it."""
    if message.sender_hash and _count_another(sheet, message):
        return
    priority = min(assessment.priority, Priority.P2)
    wait = allowed(Clock.CALL_BACK, priority) or timedelta(minutes=3)
    person = message.focal_point
    row = sheet.add(
        CallBack(
            message=message,
            community=person.community if person else None,
            priority=priority.value,
            due_at=sheet.at + wait,
            escalate_at=sheet.at + ESCALATE_AFTER,
        )
    )
    sheet.note("call_back.queued", row, message=str(message.pk), priority=priority.value)


def _count_another(sheet: Sheet, message: Message) -> bool:
    waiting = [row for row in sheet.of(CallBack) if _is_same_caller(row.message, message)]
    row = waiting[0] if waiting else None
    if row is None:
        row = (
            CallBack.objects.select_for_update(of=("self",))
            .filter(
                message__sender_hash__in=hashes_of(canonical(message.sender).value),
                message__is_drill=message.is_drill,
                state=CallBackState.DUE,
                message__received_at__gt=message.received_at - SAME_CALLER,
            )
            .first()
        )
    if row is None:
        return False
    row.calls += 1
    if not waiting:
        row.save(update_fields=["calls"])
    sheet.note("call_back.rang_again", row, calls=row.calls, message=str(message.pk))
    return True


def _is_same_caller(one: Message, other: Message) -> bool:
    # A call of an exercise must not be what a real one is counted with.
    return (one.sender_hash, one.is_drill) == (other.sender_hash, other.is_drill)
