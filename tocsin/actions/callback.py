"""The call-back queue: take a call, try it, say what came of it, and be loud when nobody does."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from tocsin.actions.escalation import start_escalation
from tocsin.actions.incident_codes import codes_for
from tocsin.actions.incidents_open import next_numbers
from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import CALL_BACK_TAKEN
from tocsin.domain.words import CallBackState, Kind, MessageState, Priority
from tocsin.records.models import CallBack, Incident, Message, User
from tocsin.records.updating import update_all


@transaction.atomic
def take_call_back(call_back: CallBack, *, by: User, at: datetime) -> CallBack:
    """Say "I call". Raises Problem when somebody else does already."""
    row = CallBack.objects.select_for_update().get(pk=call_back.pk)
    if row.taken_by_id not in (None, by.pk) and row.state == CallBackState.DUE:
        raise Problem(CALL_BACK_TAKEN)
    sheet = Sheet(at=at, by=by)
    row.taken_by = by
    row.save(update_fields=["taken_by"])
    sheet.note("call_back.taken", row)
    sheet.announce(f"message:{row.message_id}")
    sheet.write()
    return row


@transaction.atomic
def record_call(
    call_back: CallBack, *, by: User, at: datetime, outcome: CallBackState | None
) -> CallBack:
    """Write down a try. None means nobody answered: the call stays in the queue, free for others."""
    row = CallBack.objects.select_for_update().get(pk=call_back.pk)
    sheet = Sheet(at=at, by=by)
    row.tries = F("tries") + 1
    row.taken_by = by if outcome else None
    if outcome is not None:
        row.state, row.ended_at = outcome.value, at
        _called_about(row.message).update(state=MessageState.READ)
    row.save()
    sheet.note("call_back.tried", row, outcome=outcome.value if outcome else "no_answer")
    sheet.announce(f"message:{row.message_id}")
    sheet.write()
    row.refresh_from_db()
    return row


def _called_about(message: Message) -> QuerySet[Message]:
    """Return what one call settles: the message, and all that were only counted with it."""
    counted = Q(call_back=None, sender_hash=message.sender_hash, is_drill=message.is_drill)
    its_own = Q(pk=message.pk)
    waiting = Message.objects.filter(state=MessageState.CALL_BACK)
    return waiting.filter(its_own | counted if message.sender_hash else its_own)


@transaction.atomic
def escalate_call_backs(*, at: datetime, limit: int = 50) -> int:
    """Page for calls that nobody returned in time: a missed call is an alert with a clock.

    Each becomes an incident of its own where somebody's community is known, so that a ladder and
    not a queue is answerable for it. Returns how many.
    """
    late = list(
        CallBack.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=CallBackState.DUE, escalated_at__isnull=True, escalate_at__lte=at)
        .select_related("message", "community__base")
        .defer("message__text", "message__sender")  # one that does not open stops no other
        .order_by("escalate_at")[:limit]
    )
    if not late:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    names = codes_for(next_numbers("incident", len(late)))
    for row, (number, code) in zip(late, names.items(), strict=True):
        incident = sheet.add(_incident(row, number, code, at=at))
        row.escalated_at = at
        sheet.note("call_back.escalated", row, incident=incident, calls=row.calls)
        start_escalation(sheet, incident, watch=watch)
        sheet.announce(f"incident:{number}", f"message:{row.message_id}")
    sheet.write()
    update_all(late, ["escalated_at"])
    return len(late)


def _incident(row: CallBack, number: int, code: str, *, at: datetime) -> Incident:
    community = row.community
    return Incident(
        number=number,
        code=code,
        kind=Kind.WARNING_SIGN.value,
        priority=min(Priority(row.priority), Priority.P2).value,
        priority_reason="call_back.unanswered",
        is_drill=row.message.is_drill,
        place_name=community.name if community else "",
        lat=community.lat if community else None,
        lon=community.lon if community else None,
        community=community,
        base=community.base if community else None,
        opened_at=at,
        last_alert_at=row.message.received_at,
        n_origins=0,
    )
