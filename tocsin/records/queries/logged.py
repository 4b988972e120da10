"""What was last written down by hand, so that nobody writes the same call down twice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tocsin.domain.words import MessageKind
from tocsin.records.queries.scope import Scope

BY_HAND = (MessageKind.VOICE, MessageKind.RADIO, MessageKind.WALK_IN)
MOST = 12


@dataclass(frozen=True, slots=True)
class LoggedRow:
    id: UUID
    kind: str
    state: str
    source: str
    community: str
    text: str
    who: str
    received_at: datetime
    happened_at: datetime | None


def logged_rows(scope: Scope) -> list[LoggedRow]:
    rows = (
        scope.messages()
        .filter(kind__in=BY_HAND)
        .select_related("focal_point__community", "entered_by")
        .order_by("-received_at")[:MOST]
    )
    return [
        LoggedRow(
            id=row.pk,
            kind=row.kind,
            state=row.state,
            source=row.focal_point.code if row.focal_point else "",
            community=row.focal_point.community.name if row.focal_point else "",
            text=row.text,
            who=row.entered_by.name if row.entered_by else "",
            received_at=row.received_at,
            happened_at=row.happened_at,
        )
        for row in rows
    ]
