"""From rows to the shapes of the API."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from tocsin.api.shapes import (
    AlertOut,
    DeliveryOut,
    EscalationOut,
    IncidentOut,
    MessageOut,
    ResponseOut,
)
from tocsin.records.models import (
    Alert,
    Delivery,
    Escalation,
    Incident,
    JournalEntry,
    Message,
    Response,
)
from tocsin.records.queries.alerts import incidents_of
from tocsin.records.queries.scope import Scope

OTHERS = ("into", "other")  # what a line of the log book calls another incident
STATUS = {"received": "stored", "held_part": "waiting_for_parts", "call_back": "call_back_due"}


def message_out(message: Message, reach: Scope) -> MessageOut:
    """Return how far a message went, from the row of each stage; an incident out of reach is left out."""
    link = getattr(message, "alert_link", None)
    alert = link.alert if link else None
    incident = incidents_of([alert], reach).get(alert.pk) if alert else None
    reading = getattr(message, "reading", None)
    return MessageOut(
        id=message.pk,
        gateway=message.gateway.slug,
        kind=message.kind,
        received_at=message.received_at,
        sent_at=message.sent_at,
        status=STATUS.get(message.state, message.state),
        flags=message.flags,
        is_drill=message.is_drill,
        reading=_without_words(json.loads(reading.body)) if reading else None,
        alert=alert.number if alert else None,
        incident=incident.number if incident else None,
        escalations=escalations_out(incident) if incident else [],
    )


def facts_within(lines: Sequence[JournalEntry], reach: Scope) -> list[dict[str, Any]]:
    """Return the facts of each line of the log book, without the incidents that are out of one's reach."""
    named = [line.facts[name] for line in lines for name in OTHERS if name in line.facts]
    rows = reach.incidents().filter(
        Q(number__in=[said for said in named if isinstance(said, int)])
        | Q(pk__in=[said for said in named if isinstance(said, str)])
    )
    near = {said for number, key in rows.values_list("number", "pk") for said in (number, str(key))}
    return [
        {name: said for name, said in line.facts.items() if name not in OTHERS or said in near}
        for line in lines
    ]


def alerts_out(alerts: Iterable[Alert], reach: Scope) -> list[AlertOut]:
    rows = list(alerts)
    known = incidents_of(rows, reach)
    return [_alert_out(row, known.get(row.pk)) for row in rows]


def _alert_out(alert: Alert, incident: Incident | None) -> AlertOut:
    return AlertOut(
        number=alert.number,
        kind=alert.kind,
        priority=alert.priority,
        access=alert.access,
        life=alert.life,
        place=alert.place_name,
        lat=alert.lat,
        lon=alert.lon,
        happened_at=alert.happened_at,
        received_at=alert.received_at,
        counts=alert.counts,
        actors=alert.actors,
        incident=incident.number if incident else None,
        is_drill=alert.is_drill,
    )


def incident_facts(incident: Incident) -> dict[str, Any]:
    """Return the fields of IncidentOut, for it and for what extends it."""
    return {
        "number": incident.number,
        "code": incident.code,
        "kind": incident.kind,
        "priority": incident.priority,
        "life": incident.life,
        "verification": incident.verification,
        "grade": incident.grade,
        "place": incident.place_name,
        "lat": incident.lat,
        "lon": incident.lon,
        "base": incident.base.slug if incident.base else None,
        "opened_at": incident.opened_at,
        "last_alert_at": incident.last_alert_at,
        "closed_at": incident.closed_at,
        "outcome": incident.outcome,
        "messages": incident.n_messages,
        "origins": incident.n_origins,
        "first_hand": incident.n_first_hand,
        "denials": incident.n_denials,
        "is_drill": incident.is_drill,
        "version": incident.version,
    }


def incident_out(incident: Incident) -> IncidentOut:
    return IncidentOut(**incident_facts(incident))


def escalations_out(incident: Incident) -> list[EscalationOut]:
    """Return the runs of an incident with everybody they tried to reach, by function."""
    deliveries = list(
        Delivery.objects.filter(notification__incident=incident, responder__isnull=False)
        .select_related("gateway", "notification__firing")
        .order_by("created_at")
    )
    return [
        _escalation(row, incident, deliveries)
        for row in incident.escalations.order_by("started_at")
    ]


def _escalation(row: Escalation, incident: Incident, deliveries: list[Delivery]) -> EscalationOut:
    own = [
        d
        for d in deliveries
        if d.notification.firing is not None and d.notification.firing.escalation_id == row.pk
    ]
    return EscalationOut(
        id=row.pk,
        incident=incident.number,
        state=row.state,
        priority=row.priority,
        round=row.round,
        step=row.step,
        next_step_at=row.next_step_at,
        acknowledged_until=row.acknowledged_until,
        deliveries=[_delivery(one) for one in own],
    )


def _delivery(one: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=one.pk,
        purpose=one.notification.purpose,
        function=one.function,
        gateway=one.gateway.slug if one.gateway else None,
        state=one.state,
        due_at=one.due_at or one.created_at,
        attempted_at=one.attempted_at,
        sent_at=one.sent_at,
        delivered_at=one.delivered_at,
        tries=one.n_tries,
        failure=one.failure,
    )


def response_out(response: Response) -> ResponseOut:
    return ResponseOut(
        incident=response.incident.number,
        id=response.pk,
        base=response.base.slug if response.base else None,
        actor=response.actor,
        type=response.type,
        state=response.state,
        why_not=response.why_not,
        result=response.result,
        reason=response.reason,
        asked_at=response.asked_at,
        accepted_at=response.accepted_at,
        preparing_at=response.preparing_at,
        departed_at=response.departed_at,
        on_scene_at=response.on_scene_at,
        ended_at=response.ended_at,
        due_at=response.due_at,
        quiet=response.quiet,
    )


def _without_words(reading: dict[str, Any]) -> dict[str, Any]:
    """Drop the sender's own words from a reading: codes and numbers leave, quotations do not."""
    for part in ("places", "actors"):
        for one in reading.get(part) or []:
            one["surface"] = ""
    if reading.get("time"):
        reading["time"]["surface"] = ""
    for why in reading.get("why") or []:
        if isinstance(why, dict):
            why["surface"] = ""
    return reading
