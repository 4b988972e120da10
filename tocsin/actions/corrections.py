"""What a merge or a split says to people, and the incident that a split opens."""

from datetime import datetime

from tocsin.actions.incident_codes import codes_for
from tocsin.actions.incidents_open import next_numbers
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import page_text
from tocsin.actions.watch import Watch
from tocsin.domain.words import Priority, Purpose
from tocsin.records.models import Alert, Delivery, Incident, Responder


def correct_those_told(sheet: Sheet, incident: Incident, into: Incident) -> None:
    """Tell those who were paged for `incident` that it is another one now (alerting.md §7.3).

    Whoever was only asked to decide on a release has not been told of the incident.
    """
    told = Delivery.objects.filter(
        notification__incident=incident, state__in=["sent", "delivered", "unknown", "claimed"]
    ).exclude(notification__purpose=Purpose.RELEASE_ASKED)
    responders = Responder.objects.filter(deliveries__in=told).distinct().order_by("code")
    people = [
        Recipient(
            text=page_text(
                Purpose.CORRECTION, into, person.language, at=sheet.at, other=incident.code
            ),
            responder=person,
        )
        for person in responders
    ]
    if people:
        about = About(
            purpose=Purpose.CORRECTION,
            priority=Priority.P2,
            incident=into,
            is_drill=into.is_drill,
        )
        notify(sheet, about, people, lines=Watch.load(at=sheet.at).lines)
    Delivery.objects.filter(
        notification__incident=incident, state__in=["queued"], notification__purpose="page"
    ).update(state="cancelled", due_at=None)


def incident_from(alert: Alert, incident: Incident, *, at: datetime) -> Incident:
    """Return the incident that an alert opens when it is split off, unsaved."""
    ((number, code),) = codes_for(next_numbers("incident", 1)).items()
    return Incident(
        number=number,
        code=code,
        kind=alert.kind,
        priority=alert.priority,
        is_restricted=alert.is_restricted,
        marking=incident.marking,
        is_drill=alert.is_drill,
        place=alert.place,
        place_name=alert.place_name,
        lat=alert.lat,
        lon=alert.lon,
        community=alert.community or incident.community,
        base=incident.base,
        opened_at=at,
        last_alert_at=alert.received_at,
    )
