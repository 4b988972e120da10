"""What the simulated phones have received, read from the spool of their gateway."""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tocsin.cli.demo.night import Phone
from tocsin.domain.incident_codes import is_code

GLANCE = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Received:
    """One text on one phone; `to` is the name and the post of who holds it."""

    number: str
    to: str
    text: str


class Screens:
    """All phones of the exercise. It remembers what it saw, and reads only what is new."""

    def __init__(self, spool: Path, phones: Sequence[Phone]) -> None:
        self._spool = spool
        self._names = {phone.number: f"{phone.name}, {phone.home}" for phone in phones}
        self._read = 0
        self._texts: list[Received] = []
        self._shown = 0
        self._numbers: set[str] = set()

    @property
    def n_received(self) -> int:
        """How many texts came since `skip`."""
        return self._shown

    @property
    def n_phones(self) -> int:
        return len(self._numbers)

    def skip(self) -> None:
        """Take what is there as known: it belongs to an earlier night."""
        self._read_on()
        self._texts.clear()

    def look(self) -> list[Received]:
        """Return what came since the last look."""
        self._read_on()
        new = self._texts[self._shown :]
        self._shown = len(self._texts)
        self._numbers.update(text.number for text in new)
        return new

    async def page(
        self, phones: Sequence[Phone], place: str, *, within: float
    ) -> tuple[Phone, str] | None:
        """Return who was paged about a place, and the code given; None when nobody is in time."""
        deadline = time.monotonic() + within
        while True:
            self._read_on()
            for phone in phones:
                if code := self._code(phone, place):
                    return phone, code
            if time.monotonic() > deadline:
                return None
            await asyncio.sleep(GLANCE)

    def _code(self, phone: Phone, place: str) -> str | None:
        for text in reversed(self._texts):
            if text.number == phone.number and place in text.text:
                return next(filter(is_code, re.findall(r"\w+", text.text)), None)
        return None

    def _read_on(self) -> None:
        if not self._spool.exists():
            return
        with self._spool.open("rb") as lines:
            lines.seek(self._read)
            for line in lines:
                if not line.endswith(b"\n"):
                    break  # It is being written this moment.
                self._read += len(line)
                one = json.loads(line)
                to = self._names.get(one["to"], one["to"])
                self._texts.append(Received(one["to"], to, one["text"]))
