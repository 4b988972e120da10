"""The radio operator's cards: start, and what came of it. Only a read-back counts as delivered."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tocsin.actions.answering import acknowledge
from tocsin.actions.delivery import settle_given_up
from tocsin.actions.journal import ENGINE
from tocsin.actions.notify import radio_card
from tocsin.actions.report_traffic import log_report_traffic
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import READ_BACK_WRONG
from tocsin.domain.words import DeliveryState, Purpose, RadioOutcome
from tocsin.records.models import Delivery, DeliveryAttempt, RadioTask, User

DONE = (
    RadioOutcome.READ_BACK,
    RadioOutcome.NO_CONTACT,
    RadioOutcome.REFUSED,
    RadioOutcome.WRONG_STATION,
)
BY_VOICE_ALONE = (Purpose.RELAY, Purpose.REPORT, Purpose.REPORT_CORRECTED)


@transaction.atomic
def open_radio_tasks(deliveries: Collection[UUID], *, at: datetime) -> int:
    """Make a card of each delivery that a radio gateway took; return how many are new."""
    sheet = Sheet(at=at, by=ENGINE)
    rows = Delivery.objects.filter(pk__in=deliveries, radio_task__isnull=True)
    for row in rows.select_related("notification__incident"):
        incident = row.notification.incident
        read_back = incident.code if incident else str(row.pk)[-4:].upper()
        task = sheet.add(radio_card(row, call_sign=row.to, read_back=read_back, at=at))
        sheet.note("radio.asked", task, incident=incident)
    sheet.announce("radio:all")
    sheet.write()
    return len(sheet.of(RadioTask))


@transaction.atomic
def start_radio_task(task: RadioTask, *, by: User, at: datetime) -> None:
    """Say "I am calling them"."""
    row = RadioTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.outcome != RadioOutcome.WAITING:
        return
    row.outcome, row.operator, row.started_at = RadioOutcome.STARTED.value, by, at
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("radio.started", row, incident=row.delivery.notification.incident)
    sheet.announce("radio:all")
    sheet.write()


@transaction.atomic
def record_radio_outcome(
    task: RadioTask,
    *,
    by: User,
    at: datetime,
    outcome: RadioOutcome,
    name_heard: str = "",
    read_back: str = "",
) -> None:
    """Write down what came of a call. A read-back must quote the code and name who answered.

    It is the addressee's acknowledgement, by the operator's hand (alerting.md §6.2). Anything else
    sends the delivery on to its next means at once.
    """
    row = RadioTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.outcome in DONE:
        return
    is_read_back = outcome is RadioOutcome.READ_BACK
    if is_read_back and (_plain(read_back) != _plain(row.read_back) or not name_heard.strip()):
        raise Problem(READ_BACK_WRONG, code=row.read_back)
    row.outcome, row.operator, row.ended_at = outcome.value, by, at
    row.name_heard = name_heard
    row.save()
    _settle(row.delivery, is_read_back, outcome, at=at)
    sheet = Sheet(at=at, by=by)
    incident = row.delivery.notification.incident
    sheet.note("radio.ended", row, incident=incident, outcome=outcome.value)
    sheet.announce("radio:all", "wake:deliver")
    sheet.write()
    if is_read_back:
        log_report_traffic(row.delivery, by=by, at=at)
    person = row.delivery.responder
    if is_read_back and incident and person and row.delivery.notification.purpose == Purpose.PAGE:
        acknowledge(incident, by=person, at=at, via="radio")


@transaction.atomic
def give_up_radio(*, at: datetime, limit: int = 50) -> int:
    """Take a card from an operator who did not start, or never said what came of it, in time.

    The ladder goes on at once: a card on an empty chair has reached nobody (alerting.md §6.2).
    """
    waiting = Q(outcome=RadioOutcome.WAITING, start_by__lte=at)
    begun = Q(outcome=RadioOutcome.STARTED, outcome_by__lte=at)
    late = list(
        RadioTask.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(waiting | begun)
        .select_related("delivery__notification__incident", "delivery__gateway")[:limit]
    )
    if not late:
        return 0
    sheet = Sheet(at=at, by=ENGINE)
    for row in late:
        was = row.outcome
        row.outcome, row.ended_at = RadioOutcome.NO_CONTACT.value, at
        row.save(update_fields=["outcome", "ended_at"])
        row.delivery.state, row.delivery.due_at = DeliveryState.FAILED.value, None
        row.delivery.failure = "radio_not_started" if was == RadioOutcome.WAITING else "no_outcome"
        row.delivery.save(update_fields=["state", "due_at", "failure"])
        sheet.note("radio.overdue", row, incident=row.delivery.notification.incident, was=was)
    settle_given_up([row.delivery for row in late], at=at)
    sheet.announce("radio:all")
    sheet.write()
    return len(late)


def _settle(delivery: Delivery, is_read_back: bool, outcome: RadioOutcome, *, at: datetime) -> None:
    DeliveryAttempt.objects.filter(delivery=delivery, gateway=delivery.gateway).update(
        ended_at=at,
        outcome="sent" if is_read_back else outcome.value,
        is_final=not is_read_back,
        blame="" if is_read_back else "recipient",
    )
    if is_read_back:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED.value, at
        delivery.sent_at, delivery.due_at = at, None
    elif delivery.notification.purpose in BY_VOICE_ALONE:
        # A station has no other means. A person sees that it was not passed, and asks again.
        delivery.state, delivery.due_at = DeliveryState.FAILED.value, None
        delivery.failure = outcome.value
    else:
        delivery.state, delivery.due_at = DeliveryState.QUEUED.value, at
    delivery.save()


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())
