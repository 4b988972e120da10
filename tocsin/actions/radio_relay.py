"""Pass a warning to stations: a card for each, which only a read-back ends."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tocsin.actions.notify import USEFUL_FOR, radio_card
from tocsin.actions.sheet import Sheet
from tocsin.domain.dialogue import make_code
from tocsin.domain.problems import Problem
from tocsin.domain.problems.intake import GATEWAY_MISCONFIGURED
from tocsin.domain.problems.radio import STATION_OFF
from tocsin.domain.routing import Scheme
from tocsin.domain.words import DeliveryState, Priority, Purpose
from tocsin.records.models import Delivery, Gateway, Incident, Notification, RadioStation, User


@transaction.atomic
def relay_warning(
    stations: Sequence[RadioStation],
    text: str,
    *,
    by: User,
    at: datetime,
    priority: Priority = Priority.P1,
    incident: Incident | None = None,
) -> list[UUID]:
    """Make a card for each station; return the ids of their deliveries.

    A person wrote the words, and the cards name call signs only. A card that nobody starts or
    that is not read back in time is given up like any other, and stays in the log as not passed.
    """
    off = next((one for one in stations if one.ended_at is not None), None)
    if off is not None:
        raise Problem(STATION_OFF, call_sign=off.call_sign)
    room = (
        Gateway.objects.filter(schemes=[Scheme.RADIO.value], is_enabled=True)
        .order_by("rank")
        .first()
    )
    if room is None:
        raise Problem(GATEWAY_MISCONFIGURED, gateway="radio", missing="a radio room")
    sheet = Sheet(at=at, by=by)
    notification = sheet.add(
        Notification(
            purpose=Purpose.RELAY.value,
            incident=incident,
            priority=priority.value,
            is_drill=settings.EXERCISE,
            created_at=at,
        )
    )
    made = [_card(sheet, notification, one, text, room) for one in stations]
    sheet.announce("radio:all")
    sheet.write()
    return [delivery.pk for delivery in made]


def _card(
    sheet: Sheet, notification: Notification, station: RadioStation, text: str, room: Gateway
) -> Delivery:
    delivery = sheet.add(
        Delivery(
            notification=notification,
            to=station.call_sign,
            text=text,
            priority=notification.priority,
            state=DeliveryState.UNKNOWN.value,
            gateway=room,
            preferred=room,
            n_tries=1,
            attempted_at=sheet.at,
            not_after=sheet.at + USEFUL_FOR[Priority(notification.priority)],
            created_at=sheet.at,
        )
    )
    code = notification.incident.code if notification.incident else make_code(delivery.pk.int)
    card = sheet.add(radio_card(delivery, call_sign=station.call_sign, read_back=code, at=sheet.at))
    sheet.note("radio.asked", card, incident=notification.incident, station=station.call_sign)
    return delivery
