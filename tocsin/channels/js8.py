"""The events of JS8Call's TCP interface, as pure functions (messaging.md §7.3)."""

import json
from collections.abc import Mapping
from typing import Any

from tocsin.channels.refusals import Unreadable
from tocsin.channels.wording import storable

_LINE = 65_536  # bytes
_END = "\u2662"  # ends every message of JS8Call


class Lines:
    """Cuts the stream into its lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[bytes]:
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > _LINE:
            whole, self._rest = [*whole, self._rest], b""
        return [line for line in whole if line.strip()]


def params_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts of an event. Raises Unreadable."""
    found = event.get("params", {})
    if not isinstance(found, dict):
        raise Unreadable("An event without its facts.")
    return found


def word_of(said: Mapping[str, Any], name: str) -> str:
    """Return a fact as words that can be stored, empty when it is not there."""
    return storable(str(said.get(name) or ""))[0]


def from_of(said: Mapping[str, Any]) -> str:
    return word_of(said, "FROM").upper()


def is_ack(said: Mapping[str, Any]) -> bool:
    return word_of(said, "CMD").strip() == "ACK"


def words_of(said: Mapping[str, Any]) -> str:
    """Return the words alone: without "FROM: TO CMD" in front and the sign of the end."""
    text = word_of(said, "TEXT").replace(_END, "").strip()
    for piece in (f"{word_of(said, 'FROM')}:", word_of(said, "TO"), word_of(said, "CMD")):
        text = text.removeprefix(piece.strip()).strip()
    return text


def order(to: str, text: str) -> bytes:
    """Return the line that makes JS8Call leave a text at another station."""
    asked = {"type": "TX.SEND_MESSAGE", "value": f"{to} MSG {text}", "params": {}}
    return json.dumps(asked).encode() + b"\n"
