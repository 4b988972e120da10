"""The list of received messages that the app "SMS Gateway for Android" keeps."""

import json
import re
from datetime import datetime
from typing import Any

from tocsin.channels import http, wording
from tocsin.channels.exchange import HttpReply
from tocsin.channels.kinds.android_gateway.fields import identity, text_of, word_of
from tocsin.domain.messages import Inbound, Mark
from tocsin.domain.words import MessageKind

_NOT_KNOWN = (404, 405, 501)
_NUMBER = re.compile(r"-?[0-9]{1,20}")


def taken(reply: HttpReply) -> None:
    """Raise SendFailed for a refusal, which is no empty inbox. An app too old to know the question has one."""
    failure = None if reply.status in _NOT_KNOWN else http.failed(reply)
    if failure is not None:
        raise failure


def listed(reply: HttpReply, *, received_at: datetime) -> list[Inbound]:
    """Return the messages of an inbox page; an app too old to list its inbox has none. Raises SendFailed."""
    taken(reply)
    try:
        rows = json.loads(reply.body) if reply.status == 200 else []
    except (ValueError, RecursionError):
        rows = []
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [_listed(row, received_at) for row in found]


def _listed(row: dict[str, Any], received_at: datetime) -> Inbound:
    text, marks = wording.storable(text_of(row, "contentPreview"))
    sent_at, clock_marks = wording.moment(row.get("createdAt"), received_at=received_at)
    kind, _, number = word_of(row, "id").partition(":")
    is_text = kind == "text" and _NUMBER.fullmatch(number) is not None
    # The app lists its hash signed and decimal, and sends it to our door unsigned and in hex.
    message_id = f"{int(number) & 0xFFFFFFFF:x}" if is_text else word_of(row, "id")
    return Inbound(
        kind=MessageKind.SMS,
        sender=word_of(row, "sender").strip(),
        recipient=word_of(row, "recipient").strip(),
        text=text,
        external_id=identity("sms:received", {"messageId": message_id}, sent_at),
        sent_at=sent_at,
        flags=(*(marks if is_text else (Mark.BINARY,)), *clock_marks),
        raw=json.dumps(row).encode(),
    )
