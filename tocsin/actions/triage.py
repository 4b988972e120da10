"""Turn read messages into alerts, incidents and pages: a batch in one transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.alerting import Places, accepted_places, alert_from, facts_of, place_rows
from tocsin.actions.debts import owe_receipt
from tocsin.actions.delivery import ToSend
from tocsin.actions.echoes import Echoes, sender_of, text_key
from tocsin.actions.escalation import sends_of
from tocsin.actions.incidents_open import next_numbers
from tocsin.actions.journal import Actor
from tocsin.actions.origins import recount
from tocsin.actions.paging import Placing, page_for
from tocsin.actions.placing import OpenIncidents, Placed, place_alert
from tocsin.actions.queueing import queue_call_back
from tocsin.actions.sheet import Sheet
from tocsin.actions.understood import is_there, understood_of
from tocsin.actions.watch import Watch
from tocsin.domain.origins import fingerprint
from tocsin.domain.reading import Reading as Understanding
from tocsin.domain.reading import to_json
from tocsin.domain.triage import Assessment, Echo, Source, assess
from tocsin.domain.words import Flag, Kind, MessageKind, MessageState
from tocsin.records.models import (
    AlertMessage,
    FocalPoint,
    Gateway,
    Incident,
    Message,
    Reading,
)

VERSION = "reader-1"  # of rules and lexicons together; kept with each reading
READER = Actor(f"rule:{VERSION}")
# Greetings and roll calls are kept and shown; "get to safety" would be a strange answer to them.
UNANSWERED = frozenset({Kind.CHAT, Kind.CHECK_IN, Kind.NETWORK, Kind.TEST, Kind.IRRELEVANT})


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with what the machine makes of it, before anything is written."""

    message: Message
    reading: Understanding
    fingerprint: int
    key: bytes
    assessment: Assessment


@transaction.atomic
def triage_messages(
    readings: Mapping[UUID, Understanding], *, at: datetime, engine: int | None = None
) -> list[ToSend]:
    """Judge, place and escalate every message that is still unread; return what to send now.

    A P1 is paged here, before any person has looked. A message that another engine took, or that
    is already judged, is left alone: running twice changes nothing more.
    """
    messages = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk__in=list(readings), state=MessageState.RECEIVED)
        .select_related("focal_point__community__base")
        .order_by("-is_urgent", "received_at")
    )
    if not messages:
        return []
    sheet, watch = Sheet(at=at, by=READER, engine=engine), Watch.load(at=at)
    echoes = Echoes.load(at=at)
    judged = [
        _judge(message, readings[message.pk], echoes[message.is_drill], at=at)
        for message in messages
    ]
    opening = [one for one in judged if one.assessment.opens_alert]
    numbers = iter(next_numbers("alert", len(opening)))
    among = OpenIncidents.load(at=at, may_open=len(opening)) if opening else OpenIncidents()
    places = place_rows(one.reading for one in opening)
    placed = [
        (one, _open_alert(sheet, one, next(numbers), places=places, among=among, watch=watch))
        for one in opening
    ]
    for one in judged:
        _settle(sheet, one, next((p for o, p in placed if o is one), None))
    pages = [
        Placing(p.incident, p.is_new, p.rises, one.assessment.pages_at_once)
        for one, p in placed
        if p is not None
    ]
    page_for(sheet, pages, watch=watch)
    sheet.write()
    _count_again([p.incident for _, p in placed if p and not p.is_new])
    _move(judged)
    return sends_of(sheet)


def _judge(message: Message, reading: Understanding, echoes: Echoes, *, at: datetime) -> Judged:
    marks, key = fingerprint(message.text), text_key(message.text)
    understood = understood_of(reading, message)
    source = Source(
        sender=sender_of(message.sender_hash) or str(message.pk),
        channel=MessageKind(message.kind),
        text_key=key.hex(),
        fingerprint=marks,
        is_known=message.focal_point is not None,
        is_there=is_there(message, reading),
    )
    assessment = assess(
        understood,
        source=source,
        recent=echoes.like(source.sender, marks),
        now=at,
    )
    echoes.add(
        Echo(
            message=str(message.pk),
            sender=source.sender,
            received_at=message.received_at,
            text_key=source.text_key,
            fingerprint=marks,
            kind=understood.kind,
            places=understood.places,
            has_paged=assessment.pages_at_once,
        )
    )
    return Judged(message, reading, marks, key, assessment)


def _open_alert(
    sheet: Sheet, one: Judged, number: int, *, places: Places, among: OpenIncidents, watch: Watch
) -> Placed | None:
    """Put an alert where it belongs. None: it denies what nobody said, so nothing is opened."""
    alert = alert_from(
        one.message, one.reading, one.assessment, number=number, places=places, at=sheet.at
    )
    facts = facts_of(alert, one.reading, one.fingerprint)
    copied = None if one.assessment.pages_at_once else one.assessment.copies
    known = _already_told(copied, among)
    placed = place_alert(sheet, alert, facts, among=among, watch=watch, known=known)
    if placed is None:
        return None
    sheet.add(alert)
    sheet.add(AlertMessage(alert=alert, message=one.message))
    sheet.note(
        "alert.opened",
        alert,
        kind=alert.kind,
        priority=alert.priority,
        message=str(one.message.pk),
        reasons=list(one.assessment.reasons),
    )
    return placed


def _already_told(copies: str | None, among: OpenIncidents) -> Incident | None:
    """Return the open incident that the same words by another sender belong to."""
    if copies is None:
        return None
    link = (
        Incident.objects.open()
        .filter(
            alert_links__alert__message_links__message=UUID(copies),
            alert_links__unlinked_at__isnull=True,
            alert_links__is_suggestion=False,
        )
        .values_list("pk", flat=True)
        .first()
    )
    return among.rows.get(link) if link else None


def _settle(sheet: Sheet, one: Judged, placed: Placed | None) -> None:
    message, assessment = one.message, one.assessment
    sheet.add(
        Reading(
            message=message,
            language=one.reading.language or "",
            kind=one.reading.kind.value,
            is_alert=one.reading.is_alert,
            priority=one.reading.priority.value if one.reading.priority else None,
            score=one.reading.alert_score,
            fingerprint=one.fingerprint,
            text_key=one.key,
            places=sorted(accepted_places(one.reading)),
            is_restricted=assessment.is_restricted,
            body=json.dumps(to_json(one.reading, id=str(message.pk))),
            read_at=sheet.at,
            reader=_reader(one.reading),
        )
    )
    if assessment.needs_call_back:
        queue_call_back(sheet, message, assessment)
        message.state = MessageState.CALL_BACK.value
    elif placed is not None:
        message.state = MessageState.REPORTED.value
    else:
        message.state = MessageState.READ.value
    sheet.announce(f"message:{message.pk}")
    # Under duress the phone may be in other hands: not a word to it.
    is_safe = Flag.DURESS not in one.reading.flags
    is_heard = assessment.opens_alert or assessment.needs_call_back
    is_owed = is_heard or one.reading.kind not in UNANSWERED
    if assessment.repeats is None and message.focal_point is not None and is_safe and is_owed:
        incident = placed.incident if placed else None
        owe_receipt(sheet, message, message.focal_point, incident, assessment.priority)


def _reader(reading: Understanding) -> str:
    return f"{VERSION} {reading.rules.model}" if reading.rules else VERSION


def _count_again(incidents: Sequence[Incident]) -> None:
    for incident in {incident.pk: incident for incident in incidents}.values():
        recount(incident)


def _move(judged: Sequence[Judged]) -> None:
    for state in {one.message.state for one in judged}:
        rows = [one.message.pk for one in judged if one.message.state == state]
        Message.objects.filter(pk__in=rows).update(state=state, engine=None)
    heard = {one.message.focal_point_id for one in judged if one.message.focal_point_id}
    if heard:
        latest = max(one.message.received_at for one in judged)
        FocalPoint.objects.filter(pk__in=heard).update(last_heard_at=latest)
    gateways = {one.message.gateway_id for one in judged}
    Gateway.objects.filter(pk__in=gateways).update(
        last_heard_at=max(one.message.received_at for one in judged)
    )
