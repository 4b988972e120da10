"""The incident that a split opens."""

from datetime import datetime

from tocsin.actions.incident_codes import codes_for
from tocsin.actions.incidents_open import next_numbers
from tocsin.actions.watch import Watch
from tocsin.domain.words import BaseKind
from tocsin.records.models import Alert, Incident


def incident_from(
    alert: Alert, incident: Incident, *, is_restricted: bool, at: datetime, watch: Watch
) -> Incident:
    """Return the incident that an alert opens when it is split off, unsaved, with the base nearest to it."""
    ((number, code),) = codes_for(next_numbers("incident", 1)).items()
    base = incident.base
    if alert.lat is not None and alert.lon is not None:
        base = watch.nearest(BaseKind.BASE, alert.lat, alert.lon) or base
    return Incident(
        number=number,
        code=code,
        kind=alert.kind,
        priority=alert.priority,
        is_restricted=is_restricted,
        marking=incident.marking,
        is_drill=alert.is_drill,
        place=alert.place,
        place_name=alert.place_name,
        lat=alert.lat,
        lon=alert.lon,
        named=alert.named,
        community=alert.community or incident.community,
        base=base,
        opened_at=at,
        last_alert_at=alert.received_at,
    )
