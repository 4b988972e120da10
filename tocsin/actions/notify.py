"""Decide to tell people something: one notification, one delivery for each person to reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.actions.contacts import barred
from tocsin.actions.lines import Lines
from tocsin.actions.sheet import Sheet
from tocsin.domain.release_words import ReleaseMeans
from tocsin.domain.routing import NoRoute, NoRouteReason, Reach, Reachable, Route, Scheme
from tocsin.domain.words import DeliveryState, Priority, Purpose
from tocsin.records.models import (
    Addressee,
    Delivery,
    DeliveryAttempt,
    FocalPoint,
    Incident,
    Message,
    Notification,
    RadioTask,
    Responder,
    StepFiring,
)

# Behind this a text would confuse more than help (messaging.md §2.1: always set an end).
USEFUL_FOR = {
    Priority.P1: timedelta(hours=6),
    Priority.P2: timedelta(hours=12),
    Priority.P3: timedelta(hours=24),
    Priority.P4: timedelta(hours=48),
}
RADIO_START = timedelta(minutes=2)  # alerting.md §6.2
RADIO_OUTCOME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to reach, and the words for them. Exactly one of the first four is set."""

    text: str
    responder: Responder | None = None
    focal_point: FocalPoint | None = None
    number: str = ""  # a sender whom we do not know
    addressee: Addressee | None = None
    first: ReleaseMeans | None = None  # of an addressee: what is tried before the others
    function: str = ""
    heard_by: str = ""  # the gateway that last heard them


@dataclass(frozen=True, slots=True)
class About:
    """What a notification is about."""

    purpose: Purpose
    priority: Priority
    incident: Incident | None = None
    firing: StepFiring | None = None
    answers: Message | None = None
    is_drill: bool = False


def notify(
    sheet: Sheet, about: About, recipients: Sequence[Recipient], *, lines: Lines
) -> tuple[Notification, list[Delivery]]:
    """Put the notification and its deliveries, one for each recipient, on the sheet; return them.

    On the engine's own sheet each delivery is claimed in the same transaction, its first try
    already written down: a process killed a moment later leaves a try of unknown fate, never a
    forgotten page. Somebody who cannot be reached at all is a failed delivery, not a missing one.
    """
    notification = sheet.add(
        Notification(
            purpose=about.purpose.value,
            incident=about.incident,
            firing=about.firing,
            answers=about.answers,
            priority=about.priority.value,
            is_drill=about.is_drill,
            created_at=sheet.at,
        )
    )
    return notification, [
        _deliver(sheet, notification, about, recipient, lines) for recipient in recipients
    ]


def reachable(
    *,
    responder: Responder | None = None,
    focal_point: FocalPoint | None = None,
    addressee: Addressee | None = None,
    first: ReleaseMeans | None = None,
    number: str = "",
    heard_by: str = "",
) -> Reachable:
    """Return the addresses of a person in the order in which they are tried."""
    if addressee is not None:
        return _addresses(addressee, first or ReleaseMeans(addressee.means))
    if responder is not None:
        return Reachable(
            person=responder.code,
            reaches=tuple(
                reach
                for reach in (
                    Reach(responder.number, Scheme.TEL, heard_by=heard_by),
                    Reach(responder.second_number, Scheme.TEL),
                    Reach(responder.radio_call_sign, Scheme.RADIO),
                )
                if reach.address
            ),
        )
    known = focal_point.number if focal_point else number
    return Reachable(
        person=focal_point.code if focal_point else "unknown",
        reaches=(Reach(known, Scheme.TEL, heard_by=heard_by),),
    )


def _addresses(addressee: Addressee, first: ReleaseMeans) -> Reachable:
    by_means = {
        ReleaseMeans.SMS: Reach(addressee.number, Scheme.TEL),
        ReleaseMeans.EMAIL: Reach(addressee.email, Scheme.MAIL),
        ReleaseMeans.RADIO: Reach(addressee.call_sign, Scheme.RADIO),
    }
    order = sorted(by_means, key=lambda means: means is not first)
    reaches = tuple(by_means[means] for means in order if by_means[means].address)
    return Reachable(person=addressee.slug, reaches=reaches)


def _deliver(
    sheet: Sheet,
    notification: Notification,
    about: About,
    recipient: Recipient,
    lines: Lines,
) -> Delivery:
    route = _route(recipient, lines, at=sheet.at)
    delivery = Delivery(
        notification=notification,
        responder=recipient.responder,
        focal_point=recipient.focal_point,
        addressee=recipient.addressee,
        function=recipient.function,
        to="" if isinstance(route, NoRoute) else route.address,
        text=recipient.text,
        priority=about.priority.value,
        not_after=sheet.at + USEFUL_FOR[about.priority],
        created_at=sheet.at,
    )
    sheet.add(delivery)
    if isinstance(route, NoRoute):
        delivery.state = DeliveryState.FAILED.value
        delivery.failure = route.reason.value
        sheet.note(
            "delivery.no_route", delivery, incident=about.incident, reason=route.reason.value
        )
        return delivery
    delivery.gateway = lines.gateway(route.gateway)
    if sheet.engine is None:
        delivery.state, delivery.due_at = DeliveryState.QUEUED.value, sheet.at
        return delivery
    sheet.add(claim(delivery, engine=sheet.engine, at=sheet.at))
    return delivery


def _route(recipient: Recipient, lines: Lines, *, at: datetime) -> Route | NoRoute:
    is_ours = recipient.responder is not None or recipient.addressee is not None
    if not is_ours and barred(recipient.focal_point, recipient.number):
        return NoRoute(NoRouteReason.NEVER_WRITTEN_TO)
    person = reachable(
        responder=recipient.responder,
        focal_point=recipient.focal_point,
        addressee=recipient.addressee,
        first=recipient.first,
        number=recipient.number,
        heard_by=recipient.heard_by,
    )
    call_sign = recipient.responder.radio_call_sign if recipient.responder else ""
    return lines.route(lines.with_radio(person, call_sign), tried=(), at=at)


def claim(delivery: Delivery, *, engine: int, at: datetime) -> DeliveryAttempt:
    """Mark a delivery as this engine's, and return the try that now begins (both unsaved)."""
    delivery.state = DeliveryState.CLAIMED.value
    delivery.engine = engine
    delivery.claimed_at = at
    delivery.due_at = None
    delivery.n_tries += 1
    delivery.attempted_at = delivery.attempted_at or at
    return DeliveryAttempt(
        delivery=delivery,
        gateway=delivery.gateway,
        number=delivery.n_tries,
        to=delivery.to,
        started_at=at,
    )


def radio_card(
    delivery: Delivery,
    *,
    call_sign: str,
    read_back: str,
    at: datetime,
    patience: timedelta = timedelta(0),
) -> RadioTask:
    """Return the card of a delivery that an operator must carry (alerting.md §6.2), unsaved.

    `patience` is how much longer than a warning it may wait.
    """
    return RadioTask(
        delivery=delivery,
        call_sign=call_sign,
        read_back=read_back,
        start_by=at + RADIO_START + patience,
        outcome_by=at + RADIO_OUTCOME + patience,
    )
