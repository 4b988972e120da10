"""The triage inbox: what the machine read and no person has judged yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.origins import is_copy
from tocsin.domain.words import NOT_WARNINGS, AlertLife, MessageState, Priority
from tocsin.records.models import Alert, Message, Triage
from tocsin.records.queries.alerts import incidents_of
from tocsin.records.queries.scope import Scope

MOST = 200
_QUIET = [str(kind) for kind in NOT_WARNINGS]


class Inbox(StrEnum):
    """The filters of the inbox."""

    WAITING = "waiting"  # to be judged: warnings, and alerts the machine made by itself
    QUIET = "quiet"  # chat, airtime, check-ins: nobody is in danger, somebody may want an answer
    DISMISSED = "dismissed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One message, or several in nearly the same words. `priority` is empty when none was read.

    `due_at` is when a person should have judged it (alerting.md §5.7); None has no such clock.
    """

    id: UUID
    received_at: datetime
    channel: str
    state: str
    text: str
    language: str
    source: str
    community: str
    kind: str
    priority: str
    score: float
    flags: tuple[str, ...]
    alert: int | None
    incident: int | None
    due_at: datetime | None
    parked: str
    fingerprint: int
    copies: list[UUID] = field(default_factory=list)

    @property
    def n_copies(self) -> int:
        return len(self.copies)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person once said of a message."""

    verdict: str
    kind: str
    priority: str
    proposed_kind: str
    proposed_priority: str
    reason: str
    who: str
    at: datetime


def inbox(scope: Scope, show: Inbox = Inbox.WAITING, *, priority: str = "") -> list[InboxRow]:
    """Return the messages of a filter, the gravest and then the oldest first."""
    found = _show(scope.messages(), show)
    if priority:
        found = found.filter(
            Q(alert_link__alert__priority=priority) | Q(alert_link=None, reading__priority=priority)
        )
    newest = show in (Inbox.DISMISSED, Inbox.DONE)
    gravity = Coalesce("alert_link__alert__priority", "reading__priority")
    gravest = [F("gravity").asc(nulls_last=True), F("received_at").asc()]
    order = [F("received_at").desc()] if newest else gravest
    rows = (
        found.annotate(gravity=gravity)
        .select_related("reading", "focal_point__community", "alert_link__alert")
        .order_by(*order)[:MOST]
    )
    known = incidents_of([alert for row in rows if (alert := alert_of(row))], scope)
    numbers = {key: incident.number for key, incident in known.items()}
    return folded([_row(row, numbers) for row in rows])


def counts(scope: Scope) -> dict[str, int]:
    """Return how many messages each filter holds; those that are done are not counted."""
    return {show.value: n_messages(scope, show) for show in (Inbox.WAITING, Inbox.QUIET)}


def n_messages(scope: Scope, show: Inbox) -> int:
    return _show(scope.messages(), show).count()


def judgements(message: Message) -> list[Judged]:
    rows = Triage.objects.filter(message=message).select_related("by").order_by("-at")
    return [
        Judged(
            row.verdict,
            row.kind,
            row.priority,
            row.proposed_kind,
            row.proposed_priority,
            row.reason,
            row.by.name,
            row.at,
        )
        for row in rows
    ]


def alert_of(message: Message) -> Alert | None:
    """Return the alert that was made of a message, or None."""
    link = getattr(message, "alert_link", None)
    return link.alert if link else None


def folded(rows: list[InboxRow]) -> list[InboxRow]:
    """Fold near-identical texts into the first of them: a storm is one card (alerting.md §7.2)."""
    heads: list[InboxRow] = []
    for row in rows:
        head = next((one for one in heads if is_copy(one.fingerprint, row.fingerprint)), None)
        if head is None:
            heads.append(row)
        else:
            head.copies.append(row.id)
    return heads


def _show(messages: QuerySet[Message], show: Inbox) -> QuerySet[Message]:
    is_unjudged = Q(state=MessageState.READ) | Q(
        state=MessageState.REPORTED,
        alert_link__alert__confirmed_at=None,
        alert_link__alert__life=AlertLife.OPEN,
    )
    is_parked = Q(state=MessageState.RECEIVED) & ~Q(parked="")
    is_quiet = Q(state=MessageState.READ, reading__is_alert=False, reading__kind__in=_QUIET)
    match show:
        case Inbox.QUIET:
            return messages.filter(is_quiet)
        case Inbox.DISMISSED:
            return messages.filter(state=MessageState.DISMISSED)
        case Inbox.DONE:
            return messages.filter(state=MessageState.REPORTED).exclude(is_unjudged)
        case _:
            return messages.filter(is_unjudged | is_parked).exclude(is_quiet)


def _row(message: Message, incidents: Mapping[UUID, int]) -> InboxRow:
    reading = getattr(message, "reading", None)
    alert = alert_of(message)
    point = message.focal_point
    priority = alert.priority if alert else (reading.priority if reading else "") or ""
    wait = allowed(Clock.TRIAGE, Priority(priority)) if priority else None
    return InboxRow(
        id=message.pk,
        received_at=message.received_at,
        channel=message.kind,
        state=message.state,
        text=message.text,
        language=reading.language if reading else "",
        source=point.code if point else "",
        community=point.community.name if point else "",
        kind=alert.kind if alert else reading.kind if reading else "",
        priority=priority,
        score=reading.score if reading else 0.0,
        flags=tuple(message.flags),
        alert=alert.number if alert else None,
        incident=incidents.get(alert.pk) if alert else None,
        due_at=message.received_at + wait if wait else None,
        parked=message.parked,
        fingerprint=reading.fingerprint if reading else 0,
    )
