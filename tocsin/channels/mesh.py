"""The JSON packets of a Meshtastic mesh, as pure functions (messaging.md §7.2)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tocsin.channels.refusals import Unreadable
from tocsin.channels.wording import identity, storable


def node_of(packet: Mapping[str, Any]) -> str:
    """Return who wrote a packet, such as `!a1b2c3d4`. Raises Unreadable.

    `sender`, which stands beside it, is only the gateway that passed it on.
    """
    number = packet.get("from")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**32:
        raise Unreadable("A packet that says of no node.")
    return f"!{number:08x}"


def number_of(node: str) -> int:
    return int(node[1:], 16)


def text_of(packet: Mapping[str, Any]) -> str | None:
    """Return the words of a packet, None for one that is no text. Raises Unreadable."""
    if packet.get("type") != "text":
        return None
    said = packet.get("payload")
    text = said.get("text") if isinstance(said, dict) else said
    if not isinstance(text, str) or not isinstance(packet.get("id"), int):
        raise Unreadable("A text without words or without a number.")
    return storable(text)[0]


def name_of(packet: Mapping[str, Any], *, on: date) -> str | None:
    """Return what names a text and the copies that come of it that day. None for the number 0: a node that numbers nothing.

    Nodes draw their first number at each start, old ones from little chance.
    """
    number = packet["id"]
    return identity(f"{node_of(packet)}/{number}", text_of(packet), f"{on}") if number else None


def battery_of(packet: Mapping[str, Any]) -> int | None:
    """Return the charge in per cent that a packet tells, None when it tells none."""
    told = packet.get("payload")
    level = told.get("battery_level") if isinstance(told, dict) else None
    # 101 is what a node says that hangs on a mains supply; 0 one that does not know.
    return min(100, level) if isinstance(level, int) and level > 0 else None


def order(own: str, node: str, text: str, channel: str) -> str:
    """Return what makes our node send a text to another node."""
    asked = {"from": number_of(own), "to": number_of(node), "channel": int(channel or 0)}
    return json.dumps({**asked, "type": "sendtext", "payload": text})
