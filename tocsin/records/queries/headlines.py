"""The words an incident began with: its first alert, that alert's first message, and the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tocsin.records.models import AlertMessage, IncidentAlert


@dataclass(frozen=True, slots=True)
class Headline:
    """`language` is empty when it is not known; `source` is a code such as FP-0231, or empty."""

    words: str
    language: str
    source: str
    source_grade: str
    channel: str
    gateway: str
    received_at: datetime


def headlines(incidents: Sequence[UUID]) -> dict[UUID, Headline]:
    """Return the first words of each incident in two statements, however many there are.

    Of an alert that alone is restricted no word stands on a list that everybody reads.
    """
    links = (
        IncidentAlert.objects.filter(incident__in=incidents, unlinked_at=None, is_suggestion=False)
        .exclude(alert__is_restricted=True, incident__is_restricted=False)
        .order_by("incident", "alert__received_at", "alert__number")
        .distinct("incident")
        .values_list("alert", "incident")
    )
    of_alert = dict(links)
    messages = (
        AlertMessage.objects.filter(alert__in=of_alert)
        .select_related("message__focal_point", "message__gateway", "message__reading")
        .order_by("-message__received_at")
    )
    return {of_alert[link.alert_id]: _headline(link) for link in messages}


def _headline(link: AlertMessage) -> Headline:
    message = link.message
    point = message.focal_point
    reading = getattr(message, "reading", None)
    return Headline(
        words=message.text,
        language=reading.language if reading else "",
        source=point.code if point else "",
        source_grade=point.grade if point else "F",
        channel=message.kind,
        gateway=message.gateway.title,
        received_at=message.received_at,
    )
