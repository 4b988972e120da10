"""A message as the app "SMS Gateway for Android" wants to be given it."""

import math
from collections.abc import Mapping
from datetime import datetime

from tocsin.channels.failures import EXPIRED, SendFailed
from tocsin.domain.messages import Outbound
from tocsin.domain.words import Priority

# From 100 on, the app passes over its own limits on how many messages it sends.
_PRIORITIES = {Priority.P1: 127, Priority.P2: 50, Priority.P3: 0, Priority.P4: -50}
_SHORTEST_LIFE = 5  # seconds; the app refuses less


def order(outbound: Outbound, *, settings: Mapping[str, str], now: datetime) -> dict[str, object]:
    """Return the body of the request. Raises SendFailed when the message is too old.

    Its life is given in seconds, because the phone's clock may be wrong.
    """
    life = math.floor((outbound.not_after - now).total_seconds())
    if life <= 0:
        raise SendFailed(EXPIRED)
    body: dict[str, object] = {
        "id": outbound.id,
        "textMessage": {"text": outbound.text},
        "phoneNumbers": [outbound.to],
        "ttl": max(life, _SHORTEST_LIFE),
        "priority": _PRIORITIES[outbound.priority],
        "withDeliveryReport": True,
    }
    if settings["sim"].isdecimal():
        body["simNumber"] = int(settings["sim"])
    if settings["device"]:
        body["deviceId"] = settings["device"]
    return body
