"""What the app "SMS Gateway for Android" says: its signature, its events, its inbox, its health."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from tocsin.channels import wording
from tocsin.channels.contract import Health
from tocsin.channels.kinds.android_gateway.fields import identity, text_of, word_of
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
    text, text_marks = wording.storable(text_of(payload, field))
    sent_at, clock_marks = wording.moment(
        payload.get("receivedAt"), received_at=arrival.received_at
    )
    # A data message or a picture says nothing that can be read: somebody must call.
    text_marks = text_marks if event in ("sms:received", "mms:downloaded") else (Mark.BINARY,)
    return [
        Inbound(
            kind=MessageKind.SMS,
            sender=(word_of(payload, "sender") or word_of(payload, "phoneNumber")).strip(),
            recipient=word_of(payload, "recipient").strip(),
            text=text,
            external_id=identity(event, payload, sent_at) or _event_id(arrival),
            sent_at=sent_at,
            flags=tuple(dict.fromkeys((*marks, *text_marks, *clock_marks, *_clock(arrival)))),
            raw=arrival.body,
        )
    ]


def receipts(arrival: Arrival) -> list[Receipt]:
    """Return the receipt of an event that brings one. Raises Unreadable."""
    event, payload, _ = _event(arrival)
    is_about_a_send = event.startswith("sms:") and event not in _WORDS
    delivery = word_of(payload, "messageId")
    if not is_about_a_send or not delivery:
        return []
    reason = word_of(payload, "reason")
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
            facts[wording.storable(name)[0]] = wording.storable(str(value))[0]
    return Health(is_up=facts["status"] != "fail", facts=facts)


def _event(arrival: Arrival) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    body, marks = wording.json_object(arrival.body)
    event, payload = body.get("event"), body.get("payload")
    if not isinstance(event, str):
        raise Unreadable('"event" is missing: this is no webhook of the app.')
    if not isinstance(payload, dict):
        if event in _WORDS:
            raise Unreadable('"payload" is missing.')
        payload = {}
    return wording.storable(event.strip().lower())[0], payload, marks


def _event_id(arrival: Arrival) -> str | None:
    body, _ = wording.json_object(arrival.body)
    return word_of(body, "id") or None


def _clock(arrival: Arrival) -> tuple[str, ...]:
    stamp = arrival.headers.get("x-timestamp", "")
    is_number = stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12
    is_off = not is_number or abs(arrival.received_at.timestamp() - int(stamp)) > _CLOCK_MARKS_AFTER
    return (Mark.CLOCK_OFF,) if is_off else ()
