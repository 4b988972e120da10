"""What was said shortly before: to know a stutter from a witness and a copy from an origin."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from tocsin.domain.origins import is_copy
from tocsin.domain.triage import COPY_WINDOW, Echo
from tocsin.domain.vault import keyed_hash
from tocsin.domain.words import Kind
from tocsin.records.models import Message

REMEMBERED = 3_000


def text_key(text: str) -> bytes:
    """Return what two messages in the same words share; empty for a call without words."""
    folded = " ".join(text.casefold().split())
    return keyed_hash(settings.KEY_RING, f"words:{folded}") if folded else b""


@dataclass(slots=True)
class Echoes:
    """The messages of the last hours, found by sender and by likeness of words."""

    by_sender: dict[str, list[Echo]] = field(default_factory=lambda: defaultdict(list))
    all: list[Echo] = field(default_factory=list)
    _prints: NDArray[np.uint64] | None = None

    @classmethod
    def load(cls, *, at: datetime) -> dict[bool, "Echoes"]:
        """Return the real ones (False) and those of exercises (True): neither echoes the other."""
        echoes = {False: cls(), True: cls()}
        rows = (
            Message.objects.filter(received_at__gt=at - COPY_WINDOW, reading__isnull=False)
            .order_by("-received_at")
            .values_list(
                "pk",
                "sender_hash",
                "received_at",
                "reading__text_key",
                "reading__fingerprint",
                "reading__kind",
                "reading__places",
                "alert_link__alert__priority",
                "is_drill",
            )[:REMEMBERED]
        )
        for pk, sender, received_at, key, marks, kind, places, priority, is_drill in rows:
            echoes[is_drill].add(
                Echo(
                    message=str(pk),
                    sender=sender_of(sender),
                    received_at=received_at,
                    text_key=bytes(key).hex(),
                    fingerprint=marks,
                    kind=Kind(kind),
                    places=frozenset(places),
                    has_paged=priority == "P1",
                )
            )
        return echoes

    def add(self, echo: Echo) -> None:
        self.all.append(echo)
        self.by_sender[echo.sender].append(echo)
        self._prints = None

    def like(self, sender: str, marks: int) -> Sequence[Echo]:
        """Return only the echoes that can matter to this message: its sender's, and its likes."""
        own = self.by_sender.get(sender, [])
        if not marks:
            return own
        if self._prints is None:
            self._prints = np.array([e.fingerprint for e in self.all], dtype=np.int64).view(
                np.uint64
            )
        apart = np.bitwise_count(self._prints ^ np.int64(marks).view(np.uint64))
        near = np.flatnonzero(apart <= 9)
        return [*own, *(self.all[i] for i in near if is_copy(self.all[i].fingerprint, marks))]


def sender_of(sender_hash: bytes | memoryview | None) -> str:
    """Return a sender as decisions know it: a hash in hexadecimal, empty for nobody."""
    return bytes(sender_hash).hex() if sender_hash else ""
