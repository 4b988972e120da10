"""What the API says, as plain shapes. No shape has a field for a name, a number or a place of a source."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class DeliveryOut(Schema):
    """One person to reach: the function, never the person."""

    id: UUID
    purpose: str
    function: str
    gateway: str | None
    state: str
    due_at: datetime | None
    attempted_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    tries: int
    failure: str


class EscalationOut(Schema):
    id: UUID
    incident: int
    state: str
    priority: str
    round: int
    step: int
    next_step_at: datetime | None
    acknowledged_until: datetime | None
    deliveries: list[DeliveryOut]


class MessageOut(Schema):
    """How far a message went. Its words are not in it, nor in its reading."""

    id: UUID
    gateway: str
    kind: str
    received_at: datetime
    sent_at: datetime | None
    status: str
    flags: list[str]
    is_drill: bool
    reading: dict[str, Any] | None
    alert: int | None
    incident: int | None
    escalations: list[EscalationOut]


class AlertOut(Schema):
    number: int
    kind: str
    priority: str
    access: str
    life: str
    place: str
    lat: float | None
    lon: float | None
    happened_at: datetime
    received_at: datetime
    counts: dict[str, Any]
    actors: list[str]
    incident: int | None
    is_drill: bool


class IncidentOut(Schema):
    number: int
    code: str
    kind: str
    priority: str
    life: str
    verification: str
    grade: str
    place: str
    lat: float | None
    lon: float | None
    base: str | None
    opened_at: datetime
    last_alert_at: datetime
    closed_at: datetime | None
    outcome: str
    messages: int
    origins: int
    first_hand: int
    denials: int
    is_drill: bool
    version: int


class TimelineOut(Schema):
    """A line of the log book about an incident."""

    at: datetime
    recorded_at: datetime
    actor: str
    verb: str
    facts: dict[str, Any]


class ResponseOut(Schema):
    """What somebody undertook. `actor`, `type`, `why_not` and `result` are codes of domain.md §3.6."""

    id: UUID
    incident: int
    base: str | None
    actor: str
    type: str
    state: str
    why_not: str
    reason: str
    result: str
    asked_at: datetime
    accepted_at: datetime | None
    preparing_at: datetime | None
    departed_at: datetime | None
    on_scene_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    quiet: str


class FeedbackOut(Schema):
    incident: int | None
    clock: str
    state: str
    due_at: datetime
    settled_at: datetime | None
    reason: str


class CommunityOut(Schema):
    code: str
    name: str
    lat: float
    lon: float
    base: str
    languages: list[str]
    focal_points: int


class AcknowledgedOut(Schema):
    incident: int
    reasons: list[str]


class IncidentDetailOut(IncidentOut):
    timeline: list[TimelineOut]
    escalations: list[EscalationOut]
    responses: list[ResponseOut]


class FigureOut(Schema):
    """One figure with its definition. `count` is null where it is hidden; see `hidden`.

    For a clock (`group` is "span") `count` is how many waits began and `of` how many ended.
    """

    group: str
    code: str
    count: int | None
    of: int | None
    share: float | None
    median_minutes: float | None
    p90_minutes: float | None
    hidden: bool
    definition: str


class StatisticsOut(Schema):
    """Counts of a period, and the figures of the reference with their definitions.

    Drills are never counted; in a deployment that is nothing but an exercise, the exercise is.
    """

    since: datetime
    until: datetime
    messages: int
    alerts: int
    incidents: int
    by_priority: dict[str, int]
    acknowledged: int
    decided: int
    figures: list[FigureOut]
