"""What a responder's SMS does: acknowledge, decline, depart, arrive, end, or news."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tocsin.actions.answering import acknowledge
from tocsin.actions.coded_answers import answer_to_code
from tocsin.actions.journal import note
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.said_by_text import decline, respond, update
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import answer_text
from tocsin.actions.watch import Watch
from tocsin.domain.dialogue import Reply, Verb, understand
from tocsin.domain.problems import Problem
from tocsin.domain.reading import looks_like_p1
from tocsin.domain.words import (
    IncidentLife,
    MessageState,
    Priority,
    Purpose,
    ResponseState,
)
from tocsin.records.models import Acknowledgement, Delivery, Incident, Message, Responder, Response

REMEMBERED = timedelta(hours=48)
REASON_WITHIN = timedelta(minutes=30)
NOT_UNDERSTOOD_AN_HOUR = 6
STATES = {
    Verb.DEPARTED: ResponseState.DEPARTED,
    Verb.ARRIVED: ResponseState.ON_SCENE,
    Verb.OVER: ResponseState.ENDED,
}


@transaction.atomic
def answer_message(message: Message, *, at: datetime) -> bool:
    """Act on a responder's text and answer it. False: it is no answer, so it is read as a warning.

    A commander may also be the one who warns: a text that names no incident, from somebody who
    was told of none, goes the way of every other message.
    """
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    person = message.responder
    if message.state != MessageState.RECEIVED or person is None:
        return False
    if coded := answer_to_code(message, person, at=at):
        _answered(message, person, at=at, purpose=coded[0], incident=None, answer="code")
        _send(message, person, *coded, at=at)
        return True
    told = _told(person, at=at)
    asked = _reason_asked(person, at=at)
    reply = understand(
        message.text,
        open_codes=list(told),
        last_code=next(iter(told), None),
        is_reason_asked=asked,
    )
    if reply.code is None and reply.named is None and reply.verb is Verb.UPDATE:
        return False
    is_free = reply.verb is Verb.UPDATE and _names_nothing(message.text, reply)
    if is_free and not _is_at_work(person, message.text, told.get(reply.code or "")):
        return False
    purpose = _act(person, reply, told, at=at)
    incident = told.get(reply.code or "")
    _answered(message, person, at=at, purpose=purpose, incident=incident, answer=reply.verb.value)
    _reply(message, person, reply, purpose, at=at)
    return True


def _answered(
    message: Message,
    person: Responder,
    *,
    at: datetime,
    purpose: Purpose,
    incident: UUID | None,
    answer: str,
) -> None:
    Message.objects.filter(pk=message.pk).update(state=MessageState.ANSWERED, engine=None)
    note(
        "message.answered",
        message,
        by=person,
        at=at,
        incident=incident,
        answer=answer,
        result=purpose.value,
    )


def _names_nothing(text: str, reply: Reply) -> bool:
    """Say whether free text quotes no code at all: it may be a new warning by a responder."""
    return reply.code is not None and reply.code.lower() not in text.lower().replace(" ", "")


def _is_at_work(person: Responder, text: str, incident: UUID | None) -> bool:
    """Say whether free text is news about what this person answers for, and no new warning."""
    if incident is None or looks_like_p1(text):
        return False
    held = Acknowledgement.objects.filter(
        escalation__incident=incident, responder=person, ended_at__isnull=True
    )
    undertaken = Response.objects.filter(
        incident=incident, base=person.base_id, ended_at__isnull=True
    )
    return held.exists() or undertaken.exists()


def _told(person: Responder, *, at: datetime) -> dict[str, UUID]:
    """Return the incidents this person can answer for, the latest first, by code.

    Those that are open and that they were told of; a closed one as long as a team of their base is
    out for it.
    """
    is_out = Q(responses__base=person.base_id, responses__ended_at__isnull=True)
    rows = (
        Incident.objects.filter(
            Q(life__in=[IncidentLife.OPEN, IncidentLife.STABLE]) | is_out,
            notifications__deliveries__responder=person,
            notifications__created_at__gt=at - REMEMBERED,
        )
        .order_by("-notifications__created_at")
        .values_list("code", "pk")
    )
    found: dict[str, UUID] = {}
    for code, pk in rows:
        found.setdefault(code, pk)
    return found


def _reason_asked(person: Responder, *, at: datetime) -> bool:
    last = (
        Delivery.objects.filter(responder=person, created_at__gt=at - REASON_WITHIN)
        .order_by("-created_at")
        .values_list("notification__purpose", flat=True)
        .first()
    )
    return last == Purpose.REASON_ASKED


def _is_loop(person: Responder, *, at: datetime) -> bool:
    """Say whether we have been saying "not understood" again and again: to a machine, perhaps."""
    said = Delivery.objects.filter(
        responder=person,
        notification__purpose=Purpose.NOT_UNDERSTOOD,
        created_at__gt=at - timedelta(hours=1),
    )
    return said.count() >= NOT_UNDERSTOOD_AN_HOUR


def _act(person: Responder, reply: Reply, told: dict[str, UUID], *, at: datetime) -> Purpose:
    """Do what the text says; return what to answer."""
    if reply.code is None:
        return Purpose.NOT_UNDERSTOOD
    if reply.verb is Verb.DECLINE and not reply.text:
        return Purpose.REASON_ASKED
    incident = Incident.objects.get(pk=told[reply.code])
    try:
        match reply.verb:
            case Verb.ACKNOWLEDGE:
                acknowledge(incident, by=person, at=at, via="sms")
                if reply.text:
                    update(person, incident, None, reply.text, at=at)
            case Verb.DEPARTED | Verb.ARRIVED | Verb.OVER:
                respond(person, incident, STATES[reply.verb], reply.text, at=at)
            case Verb.DECLINE | Verb.REASON:
                decline(person, incident, reply.text, at=at)
            case _:
                update(person, incident, None, reply.text, at=at)
    except Problem:
        return Purpose.NOT_UNDERSTOOD
    return Purpose.UNDERSTOOD


def _reply(
    message: Message, person: Responder, reply: Reply, purpose: Purpose, *, at: datetime
) -> None:
    if purpose is Purpose.NOT_UNDERSTOOD and _is_loop(person, at=at):
        return
    text = answer_text(
        purpose,
        person.language,
        code=reply.code or reply.named or "",
        answer=reply.verb,
        is_drill=message.is_drill,
    )
    _send(message, person, purpose, text, at=at)


def _send(
    message: Message, person: Responder, purpose: Purpose, text: str, *, at: datetime
) -> None:
    sheet = Sheet(at=at, by=person)
    about = About(purpose=purpose, priority=Priority.P2, answers=message, is_drill=message.is_drill)
    notify(
        sheet,
        about,
        [Recipient(text=text, responder=person, heard_by=message.gateway.slug)],
        lines=Watch.load(at=at).lines,
    )
    sheet.write()
