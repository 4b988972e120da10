"""What was said shortly before: to know a stutter from a witness and a copy from an origin."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from tocsin.domain.origins import is_copy
from tocsin.domain.triage import COPY_WINDOW, Echo
from tocsin.domain.vault import keyed_hash
from tocsin.domain.words import Kind
from tocsin.records.models import Message

REMEMBERED = 3_000
FURTHEST = 9  # bits; `is_copy` judges those that are nearer


def text_key(text: str) -> bytes:
    """Return what two messages in the same words share; empty for a call without words."""
    folded = " ".join(text.casefold().split())
    return keyed_hash(settings.KEY_RING, f"words:{folded}") if folded else b""


@dataclass(slots=True)
class Echoes:
    """The messages of the last hours, found by sender and by likeness of words.

    Of each message only its sender and its fingerprint are loaded: almost none of thousands
    matters to the few that are judged now, and the rest of it is fetched for those alone.
    """

    _rows: list[UUID] = field(default_factory=list)
    _prints: NDArray[np.uint64] = field(default_factory=lambda: np.array([], dtype=np.uint64))
    _by_sender: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _fetched: dict[UUID, Echo] = field(default_factory=dict)
    _added: list[Echo] = field(default_factory=list)

    @classmethod
    def load(cls, *, at: datetime) -> dict[bool, "Echoes"]:
        """Return the real ones (False) and those of exercises (True): neither echoes the other."""
        rows = list(
            Message.objects.filter(received_at__gt=at - COPY_WINDOW, reading__isnull=False)
            .order_by("-received_at")
            .values_list("is_drill", "pk", "sender_hash", "reading__fingerprint")[:REMEMBERED]
        )
        return {
            is_drill: cls._of([row[1:] for row in rows if row[0] is is_drill])
            for is_drill in (False, True)
        }

    @classmethod
    def _of(cls, rows: Sequence[tuple[UUID, bytes | memoryview | None, int]]) -> "Echoes":
        marks = np.array([row[2] for row in rows], dtype=np.int64).view(np.uint64)
        echoes = cls([row[0] for row in rows], marks)
        for place, (_, sender, _) in enumerate(rows):
            echoes._by_sender[sender_of(sender)].append(place)
        return echoes

    def add(self, echo: Echo) -> None:
        self._added.append(echo)

    def like(self, sender: str, marks: int) -> Sequence[Echo]:
        """Return only the echoes that can matter to this message: its sender's, and its likes."""
        found = set(self._by_sender.get(sender, ()))
        if marks:
            apart = np.bitwise_count(self._prints ^ np.int64(marks).view(np.uint64))
            found.update(int(place) for place in np.flatnonzero(apart <= FURTHEST))
        echoes = self._whole([self._rows[place] for place in sorted(found)])
        return [
            echo
            for echo in (*echoes, *self._added)
            if echo.sender == sender or (marks and is_copy(echo.fingerprint, marks))
        ]

    def _whole(self, wanted: Sequence[UUID]) -> list[Echo]:
        missing = [pk for pk in wanted if pk not in self._fetched]
        if missing:
            self._fetched.update(_fetch(missing))
        return [self._fetched[pk] for pk in wanted if pk in self._fetched]


def _fetch(wanted: Sequence[UUID]) -> dict[UUID, Echo]:
    rows = Message.objects.filter(pk__in=wanted).values_list(
        "pk",
        "sender_hash",
        "received_at",
        "reading__text_key",
        "reading__fingerprint",
        "reading__kind",
        "reading__places",
        "alert_link__alert__priority",
    )
    return {
        pk: Echo(
            message=str(pk),
            sender=sender_of(sender),
            received_at=received_at,
            text_key=bytes(key).hex(),
            fingerprint=marks,
            kind=Kind(kind),
            places=frozenset(places),
            has_paged=priority == "P1",
        )
        for pk, sender, received_at, key, marks, kind, places, priority in rows
    }


def sender_of(sender_hash: bytes | memoryview | None) -> str:
    """Return a sender as decisions know it: a hash in hexadecimal, empty for nobody."""
    return bytes(sender_hash).hex() if sender_hash else ""
