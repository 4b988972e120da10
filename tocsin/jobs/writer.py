"""Group commit: whatever arrived while the last commit ran goes into the next one."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Sequence

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from tocsin.actions.effects import CHANNEL
from tocsin.actions.receive import Arrived, Stored, store_messages
from tocsin.domain.vault import Ring

log = logging.getLogger(__name__)

BATCH = 500
WAITING_ROOM = 10_000  # rows; beyond it the door answers 503 rather than promise
GLANCE = 0.25  # seconds
NUDGE = f"select pg_notify('{CHANNEL}', 'wake:read')"  # to engines that may read it at once
PATIENCE = 8.0  # seconds that a sender is kept waiting for a database that went away


class Full(Exception):
    """There is no room to take another message without risking the ones already taken."""


class NotStored(Exception):
    """The message could not be committed in time; its sender must send it again."""


Waiting = tuple[Arrived, "asyncio.Future[Stored]", float]  # and until when, by the loop's clock


class Writer:
    """Takes messages from any number of requests and commits them together.

    `owner` says whose a message shall be: an engine's, or None for whoever reads it first. `handed_over`
    is told of every batch once it is on disk, new messages only.
    """

    def __init__(
        self,
        database_url: str,
        ring: Ring,
        owner: Callable[[], int | None],
        handed_over: Callable[[Sequence[tuple[Arrived, Stored]]], None],
    ) -> None:
        self._url = database_url
        self._ring = ring
        self._owner = owner
        self._handed_over = handed_over
        self._queue: deque[Waiting] = deque()
        self._at_work: list[Waiting] = []
        self._wake = asyncio.Event()
        self._connection: AsyncConnection[TupleRow] | None = None

    async def store(self, messages: Sequence[Arrived]) -> list[Stored]:
        """Return once all messages are on disk. Raises Full or NotStored: answer 503 then."""
        if len(self._queue) + len(messages) > WAITING_ROOM:
            raise Full
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        waiting: list[Waiting] = [(message, loop.create_future(), until) for message in messages]
        self._queue.extend(waiting)
        self._wake.set()
        try:
            return [await future for _, future, _ in waiting]
        finally:
            for _, future, _ in waiting:
                # One is lost: its neighbours of the same request will come again with it.
                if not future.cancel() and not future.cancelled():
                    future.exception()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._write())
            group.create_task(self._keep_time())

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                self._at_work = self._take()
                if self._at_work:
                    await self._commit(self._at_work)
                self._at_work = []

    async def _keep_time(self) -> None:
        """Send those away who waited too long. One clock for all: a timer each is dear."""
        while True:
            await asyncio.sleep(GLANCE)
            now = asyncio.get_running_loop().time()
            while self._queue and (self._queue[0][2] < now or self._queue[0][1].done()):
                _refuse(self._queue.popleft())
            for one in self._at_work:
                if one[2] < now:
                    _refuse(one)

    def _take(self) -> list[Waiting]:
        batch: list[Waiting] = []
        while self._queue and len(batch) < BATCH:
            one = self._queue.popleft()
            if not one[1].done():  # else its sender was already told to come again
                batch.append(one)
        return batch

    async def _commit(self, batch: list[Waiting]) -> None:
        try:
            stored = await self._store([message for message, _, _ in batch])
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            log.warning("intake waits for the database (%s)", type(error).__name__)
            await self.hang_up()
            self._queue.extendleft(reversed(batch))
            self._wake.set()
            await asyncio.sleep(0.1)
        except Exception as error:  # noqa: BLE001 - nothing may end the intake of all the others
            await self._commit_one_by_one(batch, error)
        else:
            self._tell(batch, stored)

    async def _commit_one_by_one(self, batch: list[Waiting], error: Exception) -> None:
        # One poisoned row must not refuse its neighbours.
        if len(batch) == 1:
            why = getattr(error, "sqlstate", None) or type(error).__name__
            log.error("message %s could not be stored (%s)", batch[0][0].id, why)
            _refuse(batch[0])
            return
        for one in batch:
            await self._commit([one])

    async def _store(self, messages: list[Arrived]) -> list[Stored]:
        if self._connection is None or self._connection.closed:
            self._connection = await AsyncConnection.connect(self._url, autocommit=True)
        owner = self._owner()
        stored = await store_messages(self._connection, messages, ring=self._ring, engine=owner)
        if owner is None:
            await self._connection.execute(NUDGE)
        return stored

    async def hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                await self._connection.close()
            self._connection = None

    def _tell(self, batch: list[Waiting], stored: list[Stored]) -> None:
        self._handed_over([(one[0], row) for one, row in zip(batch, stored, strict=True)])
        for (_, future, _), row in zip(batch, stored, strict=True):
            if not future.done():
                future.set_result(row)


def _refuse(one: Waiting) -> None:
    if not one[1].done():
        one[1].set_exception(NotStored())
