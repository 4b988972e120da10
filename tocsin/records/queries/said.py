"""The alerts of an incident with the words of their sources, and those only suggested for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tocsin.records.models import Alert, Incident, IncidentAlert
from tocsin.records.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class Said:
    """One message, in its own words. `language` is empty when it is not known."""

    message: UUID
    text: str
    language: str
    kind: str
    gateway: str
    flags: tuple[str, ...]
    received_at: datetime
    happened_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert of an incident, or one that is only suggested for it."""

    id: UUID
    link: UUID
    number: int
    kind: str
    priority: str
    access: str
    life: str
    source: str
    source_grade: str
    community: str
    place_name: str
    received_at: datetime
    is_confirmed: bool
    score: float | None
    reasons: tuple[Any, ...]
    said: tuple[Said, ...]


def alert_lines(incident: Incident, scope: Scope) -> list[AlertLine]:
    """Return the alerts that belong to an incident now, newest first.

    One that a person found to be restricted is shown to those alone who may see it, wherever it stands.
    """
    return _alert_lines(incident, scope, is_suggestion=False)


def suggestions(incident: Incident, scope: Scope) -> list[AlertLine]:
    """Return the alerts that may belong to it: a person must say."""
    return _alert_lines(incident, scope, is_suggestion=True)


def _alert_lines(incident: Incident, scope: Scope, *, is_suggestion: bool) -> list[AlertLine]:
    links = (
        IncidentAlert.objects.filter(
            Q(alert__is_restricted=False) | Q(alert__in=scope.alerts().values("pk")),
            incident=incident,
            unlinked_at=None,
            is_suggestion=is_suggestion,
        )
        .select_related("alert__focal_point", "alert__community")
        .prefetch_related(
            "alert__message_links__message__gateway", "alert__message_links__message__reading"
        )
        .order_by("-alert__received_at")
    )
    return [_alert(link) for link in links]


def _alert(link: IncidentAlert) -> AlertLine:
    alert: Alert = link.alert
    point = alert.focal_point
    return AlertLine(
        id=alert.pk,
        link=link.pk,
        number=alert.number,
        kind=alert.kind,
        priority=alert.priority,
        access=alert.access,
        life=alert.life,
        source=point.code if point else "",
        source_grade=point.grade if point else "F",
        community=alert.community.name if alert.community else "",
        place_name=alert.place_name,
        received_at=alert.received_at,
        is_confirmed=alert.confirmed_at is not None,
        score=link.score,
        reasons=tuple(link.reasons or alert.reasons),
        said=_said(alert),
    )


def _said(alert: Alert) -> tuple[Said, ...]:
    messages = sorted(
        (made.message for made in alert.message_links.all()), key=lambda one: one.received_at
    )
    return tuple(
        Said(
            message=one.pk,
            text=one.text,
            language=one.reading.language if hasattr(one, "reading") else "",
            kind=one.kind,
            gateway=one.gateway.title,
            flags=tuple(one.flags),
            received_at=one.received_at,
            happened_at=one.happened_at,
        )
        for one in messages
    )
