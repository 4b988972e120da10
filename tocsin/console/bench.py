"""The bench's own ends of the line: the phones of the exercise, the door, and what they heard."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from tocsin.channels import phone
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.domain.ids import new_id
from tocsin.records.models import Gateway

KIND = "loopback"
STORED = 200
UNREACHED = 503
TAIL = 200_000  # bytes of the spool that a fresh page reads


@dataclass(frozen=True, slots=True)
class Phone:
    """One simulated phone; everything about it is invented."""

    number: str
    name: str
    role: str
    where: str

    @property
    def function(self) -> str:
        """The code of what they do; empty for a villager."""
        return "" if self.is_villager else self.role.replace(" ", "_")

    @property
    def is_villager(self) -> bool:
        return self.role == "focal point"


@dataclass(frozen=True, slots=True)
class Heard:
    """One text that the outgoing gateway handed to a phone."""

    id: str
    to: str
    text: str
    priority: str
    at: str


def all_phones() -> list[Phone]:
    """Return the phones that `demo.json` lists, none when no exercise was set up."""
    path = Path(settings.DATA) / "demo.json"
    if not path.is_file():
        return []
    rows = json.loads(path.read_text("utf-8")).get("phones", [])
    return [
        Phone(row["number"], row["name"], row["role"], row.get("community") or row.get("base", ""))
        for row in rows
    ]


def loopback() -> tuple[str, dict[str, Any]] | None:
    """Return the slug and the settings of the gateway the phones hang on, or None."""
    row = Gateway.objects.filter(kind=KIND, is_enabled=True).order_by("rank").first()
    return (row.slug, json.loads(row.settings)) if row else None


def transmit(number: str, text: str, *, is_call: bool) -> int:
    """Send a text or a missed call through the real door; return its HTTP status."""
    found = loopback()
    if found is None:
        return UNREACHED
    slug, kept = found
    try:
        return asyncio.run(
            phone.text(
                settings.LINE_URL,
                slug,
                kept["secret"],
                from_=number,
                text="" if is_call else text,
                id=str(new_id()),
                kind="missed_call" if is_call else "sms",
            )
        )
    except (SendFailed, AnswerLost):
        return UNREACHED


def heard(after: int) -> tuple[int, list[Heard]]:
    """Return what was sent to phones behind byte `after` of the spool, and where it ends now.

    A negative `after` asks for the last stretch of it. A line still being written waits.
    """
    found = loopback()
    path = Path(found[1].get("spool") or "") if found else Path()
    if not path.is_file():
        return 0, []
    with path.open("rb") as spool:
        size = spool.seek(0, 2)
        is_tail = after < 0 or after > size
        start = max(0, size - TAIL) if is_tail else after
        spool.seek(start)
        data = spool.read()
    whole = data[: data.rfind(b"\n") + 1]
    lines = whole.splitlines()
    if is_tail and start > 0:
        lines = lines[1:]  # the first one was cut
    return start + len(whole), [_heard(line) for line in lines]


def _heard(line: bytes) -> Heard:
    row = json.loads(line)
    return Heard(row["id"], row["to"], row["text"], row["priority"], row["at"])
