"""Who was told of an incident, party by party, and what each last heard of it."""

from dataclasses import dataclass

from django.db.models import Q

from tocsin.domain.correction_words import CorrectionKind, Heard
from tocsin.domain.corrections import VOIDING
from tocsin.domain.words import DeliveryState, FeedbackClock, FeedbackState, Purpose
from tocsin.records.models import (
    Alert,
    Community,
    Delivery,
    Feedback,
    FocalPoint,
    Incident,
    Message,
    RadioStation,
    Responder,
)

MAY_HAVE_REACHED = (
    DeliveryState.CLAIMED,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.UNKNOWN,
)
TOLD = (FeedbackState.SENT, FeedbackState.DELIVERED)
# Texts to a responder that say nothing of what happened.
_SAY_NOTHING = (
    Purpose.RELEASE_ASKED,
    Purpose.REASON_ASKED,
    Purpose.UNDERSTOOD,
    Purpose.NOT_UNDERSTOOD,
)
_BY_CLOCK = {
    FeedbackClock.RECEIPT: Heard.RECEIPT,
    FeedbackClock.FIRST_NEWS: Heard.NEWS,
    FeedbackClock.NEIGHBOURS: Heard.NEWS,
    FeedbackClock.CLOSING: Heard.OVER,
}


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody outside the mission's own people: a focal point, a community, or an unknown sender."""

    heard: Heard
    focal_point: FocalPoint | None = None
    community: Community | None = None
    message: Message | None = None


def responders_told(incident: Incident) -> list[tuple[Responder, Heard]]:
    """Return our own people whom a text of this incident may have reached, by their code."""
    rows = (
        Delivery.objects.filter(
            notification__incident=incident,
            responder__isnull=False,
            state__in=MAY_HAVE_REACHED,
        )
        .exclude(notification__purpose__in=_SAY_NOTHING)
        .select_related("responder__base", "notification")
        .order_by("created_at", "pk")
    )
    found: dict[str, tuple[Responder, Heard]] = {}
    for row in rows:
        person = row.responder
        assert person is not None
        is_void = row.notification.purpose == Purpose.WITHDRAWN
        found[person.code] = (person, Heard.VOID if is_void else Heard.NEWS)
    return [found[code] for code in sorted(found)]


def stations_told(incident: Incident) -> list[tuple[RadioStation, Heard]]:
    """Return the radio stations to which a warning of this incident was relayed."""
    rows = (
        Delivery.objects.filter(notification__incident=incident, responder=None)
        .filter(focal_point=None, addressee=None, radio_task__isnull=False)
        .exclude(radio_task__outcome__in=["no_contact", "refused"])
        .select_related("radio_task", "notification")
        .order_by("created_at", "pk")
    )
    heard = {
        row.radio_task.call_sign: Heard.VOID
        if row.notification.purpose == Purpose.NOT_SO
        else Heard.NEWS
        for row in rows
    }
    stations = RadioStation.objects.filter(call_sign__in=heard, ended_at=None)
    return [(one, heard[one.call_sign]) for one in stations.order_by("call_sign")]


def village_told(incident: Incident) -> list[Listener]:
    """Return sources, neighbours and communities with what each last heard.

    Whoever warned us, and their community, is in it even when they heard nothing yet.
    """
    found = _those_who_warned(incident)
    rows = (
        Feedback.objects.filter(incident__in=with_absorbed(incident), state__in=TOLD)
        .select_related("focal_point__community", "community", "message", "correction")
        .order_by("settled_at", "pk")
    )
    for row in rows:
        listener = _listener(row)
        if (key := _key(listener)) is not None:
            found[key] = listener
    return [found[key] for key in sorted(found, key=str)]


def village_moved(told: Incident, now: Incident) -> list[Listener]:
    """Return those of `told` whose own warning belongs to `now`, with what they last heard."""
    moved = _those_who_warned(now)
    listeners = {_key(one): one for one in village_told(told) if one.community is None}
    return [listeners[key] for key in sorted(moved, key=str) if key in listeners]


def with_absorbed(incident: Incident) -> list[Incident]:
    """Return an incident with all that were merged into it, one into another."""
    found, more = [incident], [incident]
    while more:
        more = list(Incident.objects.filter(merged_into__in=more))
        found += more
    return found


def _those_who_warned(incident: Incident) -> dict[object, Listener]:
    alerts = Alert.objects.filter(
        incident_links__incident=incident,
        incident_links__unlinked_at__isnull=True,
        incident_links__is_suggestion=False,
    )
    sources = FocalPoint.objects.filter(alerts__in=alerts).select_related("community").distinct()
    strangers = Message.objects.filter(
        Q(alert_link__alert__in=alerts) & Q(focal_point=None) & Q(sender_hash__isnull=False)
    )
    listeners = [Listener(Heard.RECEIPT, focal_point=person) for person in sources]
    listeners += [Listener(Heard.RECEIPT, message=one) for one in strangers.order_by("received_at")]
    if incident.community:
        listeners.append(Listener(Heard.RECEIPT, community=incident.community))
    return {key: one for one in listeners if (key := _key(one)) is not None}


def _listener(row: Feedback) -> Listener:
    """Return whom an answer was for: its message and community only say more of a person."""
    heard = _heard(row)
    if row.focal_point:
        return Listener(heard, focal_point=row.focal_point)
    if row.message:
        return Listener(heard, message=row.message)
    return Listener(heard, community=row.community)


def _key(one: Listener) -> object:
    """Return what makes a listener the same: a person, an unknown number, a community."""
    if one.focal_point:
        return ("person", one.focal_point.code)
    if one.message:
        known = one.message.sender_hash
        return ("number", bytes(known).hex()) if known else None
    return ("village", one.community.code) if one.community else None


def _heard(row: Feedback) -> Heard:
    if row.correction:
        is_void = CorrectionKind(row.correction.kind) in VOIDING
        return Heard.VOID if is_void else Heard.NEWS
    # A text of a person's own may have said anything.
    if row.text:
        return Heard.NEWS
    return _BY_CLOCK.get(FeedbackClock(row.clock), Heard.NEWS)
