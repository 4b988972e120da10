"""What moved, by key: from PostgreSQL's NOTIFY to everybody in this process who watches."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import psycopg
from psycopg import AsyncConnection

from tocsin.actions.effects import CHANNEL

log = logging.getLogger(__name__)

REMEMBERED = 5_000  # keys kept for a browser that comes back with Last-Event-ID
QUEUE = 500  # keys a slow browser may owe us before it is told to read everything again


@dataclass(frozen=True, slots=True)
class Item:
    """One key that moved, numbered within this process."""

    number: int
    key: str


@dataclass(eq=False, slots=True)
class Reader:
    """One open page. `overflowed` asks it to read everything again."""

    queue: asyncio.Queue[Item] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    overflowed: bool = False


class Bulletin:
    """Listens to the database and passes keys on: `wake:…` to the engine, the rest to pages."""

    def __init__(self, database_url: str, *, epoch: str, wake: Callable[[str], None]) -> None:
        self._url = database_url
        self._wake = wake
        self.epoch = epoch  # numbers mean nothing to another process
        self._past: deque[Item] = deque(maxlen=REMEMBERED)
        self._number = 0
        self._readers: set[Reader] = set()

    async def run(self) -> None:
        """Listen until cancelled; a lost database is listened to again when it is back."""
        while True:
            try:
                await self._listen()
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                log.warning("the bulletin waits for the database (%s)", type(error).__name__)
                await asyncio.sleep(0.3)
                self._gap()

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
        if number > self._number or (self._past and number < self._past[0].number - 1):
            return None
        return [item for item in self._past if item.number > number]

    async def _listen(self) -> None:
        async with await AsyncConnection.connect(self._url, autocommit=True) as connection:
            await connection.execute(f"listen {CHANNEL}")
            async for notice in connection.notifies():
                self.post(notice.payload)

    def _publish(self, key: str) -> None:
        self._number += 1
        item = Item(self._number, key)
        self._past.append(item)
        for reader in self._readers:
            try:
                reader.queue.put_nowait(item)
            except asyncio.QueueFull:
                reader.overflowed = True

    def _gap(self) -> None:
        # Keys may have passed unheard: every page reads everything again, and so does the engine.
        self._past.clear()
        for reader in self._readers:
            reader.overflowed = True
        self._wake("everything")
