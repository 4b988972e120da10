"""What the app "SMS Gateway for Android" says: its signature, its events, its inbox, its health."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tocsin.channels import wording
from tocsin.channels.contract import Health
from tocsin.channels.exchange import HttpReply
from tocsin.channels.refusals import Refused, Unreadable
from tocsin.domain.messages import Arrival, Inbound, Mark, Receipt
from tocsin.domain.words import DeliveryState, MessageKind

_STATES = {
    "sms:sent": DeliveryState.SENT,
    "sms:delivered": DeliveryState.DELIVERED,
    "sms:failed": DeliveryState.FAILED,
    "sms:cancelled": DeliveryState.CANCELLED,
}
_WORDS = {
    "sms:received": "message",
    "sms:data-received": "",
    "mms:received": "subject",
    "mms:downloaded": "body",
}
_ABOUT_ITSELF = ("system:ping", "app:started")
_CLOCK_MARKS_AFTER = 600  # seconds between the phone's clock and ours


def verify(arrival: Arrival, secret: str) -> None:
    """Raises Refused unless the body and its timestamp are signed with the key.

    An old timestamp is not refused: phones in the field have wrong clocks, and a copy of an event
    is stored once whenever it comes.
    """
    stamp = arrival.headers.get("x-timestamp", "")
    signature = arrival.headers.get("x-signature", "").strip().lower()
    if not secret:
        raise Refused("This gateway has no signing key, so nothing can prove who is calling.")
    if not stamp or not signature:
        raise Refused("X-Timestamp or X-Signature is missing. Set a signing key in the app.")
    signed = arrival.body + stamp.encode("latin-1", "replace")
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise Refused("The signature does not match the body.")


def read(arrival: Arrival) -> list[Inbound]:
    """Return the message of an event that brings one. Raises Unreadable."""
    event, payload, marks = _event(arrival)
    field = _WORDS.get(event)
    if field is None:
        return []
    text, text_marks = wording.storable(_text(payload, field))
    sent_at, clock_marks = wording.moment(
        payload.get("receivedAt"), received_at=arrival.received_at
    )
    # A data message or a picture says nothing that can be read: somebody must call.
    text_marks = text_marks if event in ("sms:received", "mms:downloaded") else (Mark.BINARY,)
    return [
        Inbound(
            kind=MessageKind.SMS,
            sender=(_word(payload, "sender") or _word(payload, "phoneNumber")).strip(),
            recipient=_word(payload, "recipient").strip(),
            text=text,
            external_id=_identity(event, payload, sent_at) or _event_id(arrival),
            sent_at=sent_at,
            flags=tuple(dict.fromkeys((*marks, *text_marks, *clock_marks, *_clock(arrival)))),
            raw=arrival.body,
        )
    ]


def receipts(arrival: Arrival) -> list[Receipt]:
    """Return the receipt of an event that brings one. Raises Unreadable."""
    event, payload, _ = _event(arrival)
    is_about_a_send = event.startswith("sms:") and event not in _WORDS
    delivery = _word(payload, "messageId")
    if not is_about_a_send or not delivery:
        return []
    reason = _word(payload, "reason")
    state = _STATES.get(event, DeliveryState.UNKNOWN)
    return [Receipt(state, delivery, delivery, code=event.partition(":")[2], reason=reason)]


def heartbeat(arrival: Arrival) -> Health | None:
    """Return what the phone says about itself, None for every other event."""
    try:
        event, payload, _ = _event(arrival)
    except Unreadable:
        return None
    if event not in _ABOUT_ITSELF:
        return None
    health = payload.get("health")
    if event == "system:ping" and isinstance(health, Mapping):
        return health_of(health)
    cards = payload.get("simCards")
    return Health(is_up=True, facts={"sims": str(len(cards) if isinstance(cards, list) else 0)})


def health_of(health: Mapping[str, Any]) -> Health:
    """Return the phone's own checks; "fail" is down, anything else is up."""
    facts = {"status": wording.as_word(health.get("status")) or "unknown"}
    checks = health.get("checks")
    for name, check in checks.items() if isinstance(checks, Mapping) else ():
        value = check.get("observedValue") if isinstance(check, Mapping) else check
        if isinstance(value, (str, int, float)):
            facts[str(name)] = str(value)
    return Health(is_up=facts["status"] != "fail", facts=facts)


def listed(reply: HttpReply, *, received_at: datetime) -> list[Inbound]:
    """Return the messages of an inbox page; an app too old to list its inbox has none."""
    try:
        rows = json.loads(reply.body) if reply.status == 200 else []
    except (ValueError, RecursionError):
        rows = []
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [_listed(row, received_at) for row in found]


def _listed(row: dict[str, Any], received_at: datetime) -> Inbound:
    text, marks = wording.storable(_text(row, "contentPreview"))
    sent_at, clock_marks = wording.moment(row.get("createdAt"), received_at=received_at)
    kind, _, number = _word(row, "id").partition(":")
    is_text = kind == "text" and number.lstrip("-").isdecimal()
    # The app lists its hash signed and decimal, and sends it to our door unsigned and in hex.
    message_id = f"{int(number) & 0xFFFFFFFF:x}" if is_text else _word(row, "id")
    return Inbound(
        kind=MessageKind.SMS,
        sender=_word(row, "sender").strip(),
        recipient=_word(row, "recipient").strip(),
        text=text,
        external_id=_identity("sms:received", {"messageId": message_id}, sent_at),
        sent_at=sent_at,
        flags=(*(marks if is_text else (Mark.BINARY,)), *clock_marks),
        raw=json.dumps(row).encode(),
    )


def _event(arrival: Arrival) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    body, marks = wording.json_object(arrival.body)
    event, payload = body.get("event"), body.get("payload")
    if not isinstance(event, str):
        raise Unreadable('"event" is missing: this is no webhook of the app.')
    if not isinstance(payload, dict):
        if event in _WORDS:
            raise Unreadable('"payload" is missing.')
        payload = {}
    return event.strip().lower(), payload, marks


def _identity(event: str, payload: Mapping[str, Any], sent_at: datetime | None) -> str | None:
    """Return an id that is the same at every retry and at every catch-up.

    The app's own is a 32-bit hash of the message: with the network's time it is good for ever.
    """
    message_id = _word(payload, "messageId")
    if not message_id or sent_at is None:
        return None
    prefix = "" if event == "sms:received" else f"{event}/"
    return f"{prefix}{message_id}@{int(sent_at.astimezone(UTC).timestamp())}"


def _event_id(arrival: Arrival) -> str | None:
    body, _ = wording.json_object(arrival.body)
    return _word(body, "id") or None


def _clock(arrival: Arrival) -> tuple[str, ...]:
    stamp = arrival.headers.get("x-timestamp", "")
    is_number = stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12
    is_off = not is_number or abs(arrival.received_at.timestamp() - int(stamp)) > _CLOCK_MARKS_AFTER
    return (Mark.CLOCK_OFF,) if is_off else ()


def _text(payload: Mapping[str, Any], field: str) -> str:
    value = payload.get(field)
    return value if isinstance(value, str) else ""


def _word(payload: Mapping[str, Any], field: str) -> str:
    return wording.as_word(payload.get(field)) or ""
