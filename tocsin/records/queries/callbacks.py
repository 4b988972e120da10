"""The call-back queue: who rang, how often, and until when somebody must have called."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tocsin.domain.words import CallBackState
from tocsin.records.models import CallBack
from tocsin.records.queries.scope import Scope

MOST = 200


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call to make. `source` is empty when we do not know who rang."""

    id: UUID
    message: UUID
    state: str
    priority: str
    source: str
    community: str
    language: str
    channel: str
    received_at: datetime
    due_at: datetime
    escalate_at: datetime
    is_escalated: bool
    calls: int
    tries: int
    taken_by: str
    ended_at: datetime | None


def call_rows(scope: Scope, *, state: CallBackState = CallBackState.DUE) -> list[CallRow]:
    """Return the calls of a state: those to make in the order of their clocks, others newest first."""
    found = scope.call_backs().filter(state=state)
    order = "due_at" if state is CallBackState.DUE else "-ended_at"
    rows = found.select_related("message__focal_point", "community", "taken_by").order_by(order)
    return [call_row(row) for row in rows[:MOST]]


def call_row(row: CallBack) -> CallRow:
    point = row.message.focal_point
    return CallRow(
        id=row.pk,
        message=row.message_id,
        state=row.state,
        priority=row.priority,
        source=point.code if point else "",
        community=row.community.name if row.community else "",
        language=point.language if point else "",
        channel=row.message.kind,
        received_at=row.message.received_at,
        due_at=row.due_at,
        escalate_at=row.escalate_at,
        is_escalated=row.escalated_at is not None,
        calls=row.calls,
        tries=row.tries,
        taken_by=row.taken_by.name if row.taken_by else "",
        ended_at=row.ended_at,
    )
