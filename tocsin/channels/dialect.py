"""The generic dialect of design.md §6, as spoken by every kind that has no provider of its own."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tocsin.channels import signing, wording
from tocsin.channels.refusals import Unreadable
from tocsin.domain.messages import Arrival, Inbound, Mark, Outbound, Part, Receipt
from tocsin.domain.words import DeliveryState, MessageKind

STATES = {
    "accepted": DeliveryState.SENT,
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.DELIVERED,
    "failed": DeliveryState.FAILED,
    "rejected": DeliveryState.FAILED,
    "undelivered": DeliveryState.FAILED,
    "expired": DeliveryState.EXPIRED,
    "cancelled": DeliveryState.CANCELLED,
}
_KINDS = {kind.value: kind for kind in MessageKind} | {"call": MessageKind.MISSED_CALL}


def is_status(arrival: Arrival) -> bool:
    return arrival.path.rstrip("/").endswith("/status")


def verify(arrival: Arrival, secret: str) -> None:
    """Raises Refused unless the body is signed with the secret, within five minutes."""
    header = arrival.headers.get(signing.HEADER)
    signing.check(header, secret=secret, body=arrival.body, now=arrival.received_at)


def read(arrival: Arrival) -> list[Inbound]:
    """Return the one message of a body. Raises Unreadable.

    `from` must be there, but may be empty: a caller can withhold the number. `text` must be there
    unless somebody called. `id` and `sent_at` should be, `to`, `kind` and `part` may be.
    """
    body, marks = wording.json_object(arrival.body)
    sender = wording.as_word(body.get("from"))
    if sender is None:
        raise Unreadable('"from" is missing, or is neither a string nor a number.')
    kind, kind_marks = _kind(body.get("kind"))
    text, text_marks = _text(body, kind)
    sent_at, clock_marks = wording.moment(body.get("sent_at"), received_at=arrival.received_at)
    return [
        Inbound(
            kind=kind,
            sender=sender.strip(),
            recipient=(wording.as_word(body.get("to")) or "").strip(),
            text=text,
            external_id=_identity(arrival, body),
            sent_at=sent_at,
            part=part_of(body.get("part")),
            flags=(*marks, *kind_marks, *text_marks, *clock_marks),
            raw=arrival.body,
        )
    ]


def _identity(arrival: Arrival, body: Mapping[str, Any]) -> str | None:
    """Return what names this message and its retries, and no other one; None without an id.

    It stands for nothing but the same words of the same sender at the same time, and on the same day where no time
    was given.
    """
    name = wording.as_word(body.get("id"))
    if not name:
        return None
    said = [body.get(field) for field in ("id", "from", "kind", "text", "part", "sent_at")]
    day = "" if body.get("sent_at") else arrival.received_at.date().isoformat()
    return wording.identity(name, *said, day)


def receipts(arrival: Arrival) -> list[Receipt]:
    """Return the one receipt of a body `{"id", "state", "code", "reason", "part"}`.

    Raises Unreadable when it names no delivery. A word that we do not know is UNKNOWN.
    """
    body, _ = wording.json_object(arrival.body)
    delivery = wording.as_word(body.get("id")) or None
    external_id = wording.as_word(body.get("external_id")) or None
    if delivery is None and external_id is None:
        raise Unreadable('A receipt needs "id" or "external_id".')
    word = wording.as_word(body.get("state", body.get("status"))) or ""
    part = body.get("part")
    return [
        Receipt(
            state=STATES.get(word.strip().lower(), DeliveryState.UNKNOWN),
            delivery=delivery,
            external_id=external_id,
            code=wording.as_word(body.get("code")) or word,
            reason=wording.as_word(body.get("reason")) or "",
            part=part if isinstance(part, int) and not isinstance(part, bool) else None,
        )
    ]


def part_of(value: object) -> Part | None:
    """Return where a piece belongs, None when the message is whole or the numbers cannot be true."""
    if not isinstance(value, Mapping):
        return None
    numbers = [value.get(name, default) for name, default in _PART_FIELDS]
    if any(isinstance(n, bool) or not isinstance(n, int) for n in numbers):
        return None
    part = Part(*numbers)
    return part if part.is_sound else None


_PART_FIELDS = (("ref", None), ("total", None), ("seq", None), ("width", 8))


def inbound_body(fields: Mapping[str, Any]) -> bytes:
    """Return the bytes of a message in the dialect; for phones, hooks and tests."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def outbound_body(outbound: Outbound) -> bytes:
    """Return the bytes in which we hand a message to a generic gateway."""
    return inbound_body(
        {
            "id": outbound.id,
            "to": outbound.to,
            "text": outbound.text,
            "priority": outbound.priority.value,
            "not_after": outbound.not_after.isoformat(),
        }
    )


def signed_headers(secret: str, body: bytes, *, at: datetime) -> dict[str, str]:
    return {
        "content-type": "application/json",
        signing.HEADER: signing.sign(secret, body, at=at),
    }


def _kind(value: object) -> tuple[MessageKind, tuple[str, ...]]:
    if value is None or value == "":
        return MessageKind.SMS, ()
    kind = _KINDS.get(value.strip().lower()) if isinstance(value, str) else None
    return (MessageKind.SMS, (Mark.UNKNOWN_KIND,)) if kind is None else (kind, ())


def _text(body: Mapping[str, Any], kind: MessageKind) -> tuple[str, tuple[str, ...]]:
    found = body.get("text")
    if kind is MessageKind.MISSED_CALL and not found:
        return "", ()
    if not isinstance(found, str):
        raise Unreadable('"text" is missing, or is not a string.')
    return wording.storable(found)
