"""Who holds a function where, from when to when; a shift is handed over when it is accepted."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import Actor
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import page_text
from tocsin.actions.watch import Watch
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import DUTY_BACKWARDS, DUTY_NOT_YOURS
from tocsin.domain.words import DutyFunction, Priority, Purpose
from tocsin.records.models import Base, Duty, Incident, Responder, User


@transaction.atomic
def put_on_duty(
    responder: Responder,
    base: Base,
    function: DutyFunction,
    *,
    by: User | Actor,
    at: datetime,
    since: datetime,
    until: datetime | None = None,
    is_deputy: bool = False,
) -> Duty:
    """Give a function to somebody. The holder before is called too until the new one accepts."""
    if until is not None and until <= since:
        raise Problem(DUTY_BACKWARDS)
    sheet = Sheet(at=at, by=by)
    if not is_deputy:
        _relieve(base, function, since=since)
    duty = Duty.objects.create(
        base=base,
        function=function.value,
        responder=responder,
        is_deputy=is_deputy,
        since=since,
        until=until,
    )
    sheet.note(
        "duty.given", duty, base=base.slug, function=function.value, responder=responder.code
    )
    if since <= at:
        _hand_over(sheet, duty)
    sheet.announce("duty:all", "wake:clock")
    sheet.write()
    return duty


@transaction.atomic
def accept_duty(duty: Duty, *, by: User | Responder, at: datetime) -> None:
    """Say "I have the watch": from now on only the new holder is called."""
    row = Duty.objects.select_for_update().get(pk=duty.pk)
    responder = by.responder if isinstance(by, User) else by
    if responder is not None and responder.pk != row.responder_id and isinstance(by, Responder):
        raise Problem(DUTY_NOT_YOURS)
    row.accepted_at = row.accepted_at or at
    row.save(update_fields=["accepted_at"])
    sheet = Sheet(at=at, by=by)
    sheet.note("duty.accepted", row)
    sheet.announce("duty:all")
    sheet.write()


@transaction.atomic
def end_duty(duty: Duty, *, by: User, at: datetime) -> None:
    """End a duty now. A function that nobody holds is skipped on every ladder, and shown as a gap."""
    row = Duty.objects.select_for_update().get(pk=duty.pk)
    row.until = at
    row.save(update_fields=["until"])
    sheet = Sheet(at=at, by=by)
    sheet.note("duty.ended", row)
    sheet.announce("duty:all")
    sheet.write()


def _relieve(base: Base, function: DutyFunction, *, since: datetime) -> None:
    Duty.objects.filter(
        base=base, function=function.value, is_deputy=False, since__lt=since
    ).filter(until__isnull=True).update(until=since)


def _hand_over(sheet: Sheet, duty: Duty) -> None:
    """Tell the incoming person of every open incident of their base."""
    for incident in Incident.objects.open().filter(
        base=duty.base, priority__in=[Priority.P1, Priority.P2]
    ):
        about = About(
            purpose=Purpose.HAND_OVER,
            priority=Priority(incident.priority),
            incident=incident,
            is_drill=incident.is_drill,
        )
        text = page_text(Purpose.HAND_OVER, incident, duty.responder.language, at=sheet.at)
        person = Recipient(text=text, responder=duty.responder, function=duty.function)
        notify(sheet, about, [person], lines=Watch.load(at=sheet.at).lines)
