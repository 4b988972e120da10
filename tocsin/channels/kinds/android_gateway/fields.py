"""The fields of a message of the app "SMS Gateway for Android", and what identifies one for ever."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tocsin.channels import wording


def identity(event: str, payload: Mapping[str, Any], sent_at: datetime | None) -> str | None:
    """Return an id that is the same at every retry and at every catch-up.

    The app's own is a 32-bit hash of the message: with the network's time it is good for ever.
    """
    message_id = word_of(payload, "messageId")
    if not message_id or sent_at is None:
        return None
    prefix = "" if event == "sms:received" else f"{event}/"
    return f"{prefix}{message_id}@{int(sent_at.astimezone(UTC).timestamp())}"


def text_of(payload: Mapping[str, Any], field: str) -> str:
    value = payload.get(field)
    return value if isinstance(value, str) else ""


def word_of(payload: Mapping[str, Any], field: str) -> str:
    return wording.as_word(payload.get(field)) or ""
