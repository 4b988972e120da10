"""What was decided, done, judged and answered about one incident."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tocsin.records.models import (
    Decision,
    Feedback,
    Incident,
    Rearrangement,
    Response,
    ResponseUpdate,
    Verification,
)
from tocsin.records.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class UpdateLine:
    state: str
    text: str
    who: str
    via: str
    happened_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """A response; `base` is whoever acts in words: a base, a partner, a community, or empty."""

    id: UUID
    incident: int
    incident_code: str
    priority: str
    base: str
    actor: str
    type: str
    state: str
    why_not: str
    reason: str
    result: str
    observed: str
    asked_at: datetime
    accepted_at: datetime | None
    preparing_at: datetime | None
    departed_at: datetime | None
    on_scene_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    check_minutes: int | None
    quiet: str
    updates: tuple[UpdateLine, ...]


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    id: UUID
    clock: str
    state: str
    to: str
    due_at: datetime
    send_at: datetime | None
    settled_at: datetime | None
    reason: str
    is_by_text: bool  # else a person tells them, by voice


@dataclass(frozen=True, slots=True)
class Judged:
    """One verification, with who judged and by what means."""

    state: str
    grade: str
    method: str
    reasons: tuple[Any, ...]
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    kind: str
    reason: str
    who: str
    via: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rearranged:
    """A merge or a split. `other` is the number of the other incident."""

    id: UUID
    kind: str
    other: int
    reason: str
    at: datetime
    is_undone: bool
    is_guarded: bool  # one of both is restricted and the other is not: it stays so


def responses(incident: Incident) -> list[ResponseLine]:
    rows = with_words(Response.objects.filter(incident=incident)).order_by("asked_at")
    return [response_line(row) for row in rows]


def with_words(rows: QuerySet[Response]) -> QuerySet[Response]:
    """Return responses with all that `response_line` reads."""
    return rows.select_related("incident", "base", "community").prefetch_related(
        "updates__responder__base", "updates__user"
    )


def feedbacks(incident: Incident) -> list[FeedbackLine]:
    rows = Feedback.objects.filter(incident=incident).select_related("focal_point", "community")
    return [
        FeedbackLine(
            id=row.pk,
            clock=row.clock,
            state=row.state,
            to=_addressee(row),
            due_at=row.due_at,
            send_at=row.send_at,
            settled_at=row.settled_at,
            reason=row.reason,
            is_by_text=row.focal_point_id is not None,
        )
        for row in rows.order_by("due_at")
    ]


def judgements(incident: Incident) -> list[Judged]:
    rows = Verification.objects.filter(incident=incident).select_related("by").order_by("-at")
    return [
        Judged(
            row.state,
            row.grade,
            row.method,
            tuple(row.reasons),
            row.by.name if row.by else "",
            row.at,
        )
        for row in rows
    ]


def decisions(incident: Incident) -> list[Decided]:
    rows = (
        Decision.objects.filter(incident=incident)
        .select_related("responder__base", "user")
        .order_by("-at")
    )
    return [Decided(row.kind, row.reason, who(row), row.via, row.at) for row in rows]


def rearrangements(incident: Incident, scope: Scope) -> list[Rearranged]:
    """Return the merges and splits in which an incident took part, newest first.

    With one that this viewer may not see it took part in none.
    """
    seen = scope.incidents().values("pk")
    rows = (
        Rearrangement.objects.filter(incident=incident)
        | Rearrangement.objects.filter(other=incident)
    ).filter(incident__in=seen, other__in=seen)
    return [
        Rearranged(
            id=row.pk,
            kind=row.kind,
            other=(row.other if row.incident_id == incident.pk else row.incident).number,
            reason=row.reason,
            at=row.at,
            is_undone=row.undone_at is not None,
            is_guarded=row.incident.is_restricted != row.other.is_restricted,
        )
        for row in rows.select_related("incident", "other").order_by("-at")
    ]


def who(row: Decision | ResponseUpdate) -> str:
    """Return who did a thing as screens say it: a responder's code and post, or a user's name."""
    if row.responder:
        return f"{row.responder.code} {row.responder.base.name}"
    return row.user.name if row.user else ""


def response_line(row: Response) -> ResponseLine:
    updates = sorted(row.updates.all(), key=lambda update: update.happened_at)
    own = {
        name: getattr(row, name)
        for name in (
            "actor", "type", "state", "why_not", "reason", "result", "observed", "asked_at",
            "accepted_at", "preparing_at", "departed_at", "on_scene_at", "ended_at", "due_at",
            "check_minutes", "quiet",
        )
    }  # fmt: skip
    return ResponseLine(
        id=row.pk,
        incident=row.incident.number,
        incident_code=row.incident.code,
        priority=row.incident.priority,
        base=acts(row),
        updates=tuple(
            UpdateLine(
                update.state,
                update.text,
                who(update),
                update.via,
                update.happened_at,
                update.recorded_at,
            )
            for update in updates
        ),
        **own,
    )


def acts(row: Response) -> str:
    """Return who acts, as screens say it; empty when only the actor is known."""
    if row.base:
        return row.base.name
    return row.partner or (row.community.name if row.community else "")


def _addressee(row: Feedback) -> str:
    if row.focal_point:
        return row.focal_point.code
    return row.community.name if row.community else ""
