"""What moved, by key: from PostgreSQL's NOTIFY to everybody in this process who watches."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from time import monotonic

import psycopg
from psycopg import AsyncConnection

from tocsin.actions.effects import CHANNEL

log = logging.getLogger(__name__)

REMEMBERED = 5_000  # keys kept for a browser that comes back with Last-Event-ID
QUEUE = 500  # keys a slow browser may owe us before it is told to read everything again
MARGIN = 2.0  # seconds by which a page is told too much rather than too little


@dataclass(frozen=True, slots=True)
class Item:
    """One key that moved, numbered within this process. `at` are seconds of its monotonic clock."""

    number: int
    key: str
    at: float


@dataclass(eq=False, slots=True)
class Reader:
    """One open page. `overflowed` asks it to read everything again; a None in its queue only wakes it."""

    queue: asyncio.Queue[Item | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    overflowed: bool = False

    def must_read_all(self) -> None:
        self.overflowed = True
        self.wake()

    def wake(self) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self.queue.put_nowait(None)


class Bulletin:
    """Listens to the database and passes keys on: `wake:…` to the engine, the rest to pages."""

    def __init__(self, database_url: str, *, epoch: str, wake: Callable[[str], None]) -> None:
        self._url = database_url
        self._wake = wake
        self.epoch = epoch  # numbers mean nothing to another process
        self._past: deque[Item] = deque(maxlen=REMEMBERED)
        self._number = 0
        self._forgotten = 0  # keys up to this number are forgotten,
        self._forgotten_at = -inf  # and those that were heard since the last beginning, up to here
        self._heard_from: tuple[datetime, float] | None = None
        self._readers: set[Reader] = set()

    async def run(self) -> None:
        """Listen until cancelled; a lost database is listened to again when it is back."""
        while True:
            try:
                await self._listen()
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                log.warning("the bulletin waits for the database (%s)", type(error).__name__)
                await asyncio.sleep(0.3)

    def post(self, keys: str) -> None:
        """Pass on keys separated by blanks."""
        for key in keys.split():
            if key.startswith("wake:"):
                self._wake(key.removeprefix("wake:"))
            else:
                self._publish(key)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        reader = Reader()
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    def since(self, number: int) -> list[Item] | None:
        """Return what moved after `number`, or None when that is forgotten."""
        if not self._forgotten <= number <= self._number:
            return None
        return [item for item in self._past if item.number > number]

    def since_moment(self, moment: datetime) -> list[Item] | None:
        """Return what moved after a moment of the database's clock, or None when that is not known.

        A page is made at such a moment, and opens its stream only when it has come: over a bad link seconds later.
        """
        if self._heard_from is None:
            return None
        began, at = self._heard_from
        if moment < began or moment > began + timedelta(seconds=monotonic() - at + MARGIN):
            return None
        wanted = at + (moment - began).total_seconds() - MARGIN
        if self._forgotten_at >= wanted:
            return None
        return [item for item in self._past if item.at >= wanted]

    def hears_from(self, moment: datetime, *, asked_at: float) -> None:
        """Take it that every key is heard from `moment` on, by the database's clock.

        It was asked for at `asked_at` by ours: had its answer taken seconds, a key of those seconds would else seem older
        than a page that does not know of it.
        Others may have passed before: every page reads everything again, and so does the engine.
        """
        self._heard_from = (moment, asked_at)
        self._past.clear()
        self._number += 1
        self._forgotten, self._forgotten_at = self._number, -inf
        for reader in self._readers:
            reader.must_read_all()
        self._wake("everything")

    async def _listen(self) -> None:
        async with await AsyncConnection.connect(self._url, autocommit=True) as connection:
            await connection.execute(f"listen {CHANNEL}")
            asked_at = monotonic()
            row = await (
                await connection.execute("select clock_timestamp() as listens_since")
            ).fetchone()
            assert row is not None
            self.hears_from(row[0], asked_at=asked_at)
            async for notice in connection.notifies():
                self.post(notice.payload)

    def _publish(self, key: str) -> None:
        self._number += 1
        item = Item(self._number, key, monotonic())
        if len(self._past) == REMEMBERED:
            self._forgotten, self._forgotten_at = self._past[0].number, self._past[0].at
        self._past.append(item)
        for reader in self._readers:
            try:
                reader.queue.put_nowait(item)
            except asyncio.QueueFull:
                reader.overflowed = True
