"""Pass a warning to stations: a card for each, which only a read-back ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tocsin.actions.notify import USEFUL_FOR, radio_card
from tocsin.actions.sheet import Sheet
from tocsin.domain.incident_codes import make_code
from tocsin.domain.problems import Problem
from tocsin.domain.problems.intake import GATEWAY_MISCONFIGURED
from tocsin.domain.problems.radio import STATION_OFF
from tocsin.domain.routing import Scheme
from tocsin.domain.words import DeliveryState, Priority, Purpose
from tocsin.records.models import Delivery, Gateway, Incident, Notification, RadioStation, User


@dataclass(frozen=True, slots=True)
class Relay:
    """What operators are asked to say by voice, and why."""

    text: str
    purpose: Purpose
    priority: Priority
    incident: Incident | None
    is_drill: bool


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
    sheet = Sheet(at=at, by=by)
    about = Relay(text, Purpose.RELAY, priority, incident, is_drill=settings.EXERCISE)
    made = make_cards(sheet, stations, about)
    sheet.write()
    return [delivery.pk for delivery in made]


def make_cards(sheet: Sheet, stations: Sequence[RadioStation], about: Relay) -> list[Delivery]:
    """Put a card for each station on the sheet. Raises Problem where there is no radio room."""
    off = next((one for one in stations if one.ended_at is not None), None)
    if off is not None:
        raise Problem(STATION_OFF, call_sign=off.call_sign)
    room = radio_room()
    if room is None:
        raise Problem(GATEWAY_MISCONFIGURED, gateway="radio", missing="a radio room")
    notification = sheet.add(
        Notification(
            purpose=about.purpose.value,
            incident=about.incident,
            priority=about.priority.value,
            is_drill=about.is_drill,
            created_at=sheet.at,
        )
    )
    sheet.announce("radio:all")
    return [_card(sheet, notification, one, about.text, room) for one in stations]


def radio_room() -> Gateway | None:
    """Return the gateway whose operator carries cards, None where there is none."""
    rooms = Gateway.objects.filter(schemes=[Scheme.RADIO.value], is_enabled=True)
    return rooms.order_by("rank").first()


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
