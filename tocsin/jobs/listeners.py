"""A listener for each gateway that is heard by an open line, apart from one another."""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import psycopg
from psycopg import AsyncConnection

from tocsin.actions.gateway_reports import record_condition
from tocsin.channels.contract import Ability, wall_clock
from tocsin.channels.failures import SendFailed
from tocsin.jobs.desk import Desk
from tocsin.jobs.gateways import Carrier, Carriers

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5  # seconds: how soon a new or changed gateway is listened to
LOCK_CLASS = 0x70C6  # first half of the advisory lock's key; the gateway makes the second
HELD_EVERY = 2.0  # how often we make sure that the lock is still ours
OTHERS_TURN = 2.0  # another engine listens: how soon we look whether it still does
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # before a broken line is opened again

Hear = Callable[[Carrier, bytes], Awaitable[bool]]


class Listeners:
    """One task a gateway. Two engines never listen to one gateway: a lock in the database decides."""

    def __init__(self, database_url: str, carriers: Carriers, desk: Desk) -> None:
        self._url = database_url
        self._carriers = carriers
        self._desk = desk
        self._hear: Hear | None = None
        self._tasks: dict[Carrier, asyncio.Task[None]] = {}

    def hear_by(self, hear: Hear) -> None:
        """Say who takes what is heard. Nothing is listened to before."""
        self._hear = hear

    async def run(self) -> None:
        try:
            while True:
                if self._hear is not None:
                    self._match(self._hear)
                await asyncio.sleep(LOOK_EVERY)
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _match(self, hear: Hear) -> None:
        """Begin to listen to what is new, and stop where settings moved or it was switched off."""
        wanted = {
            one
            for one in self._carriers.all()
            if one.is_enabled and Ability.LISTENS in one.channel.about.abilities
        }
        for carrier in self._tasks.keys() - wanted:
            self._tasks.pop(carrier).cancel()
        for carrier in wanted - self._tasks.keys():
            self._tasks[carrier] = asyncio.create_task(self._keep(carrier, hear))

    async def _keep(self, carrier: Carrier, hear: Hear) -> None:
        wait = FIRST_WAIT
        while True:
            ear = _Ear(carrier, hear, self._say)
            try:
                async with self._alone(carrier) as is_ours:
                    if not is_ours:
                        await asyncio.sleep(OTHERS_TURN)
                        continue
                    await carrier.channel.listen(ear)
                why = "closed"
            except SendFailed as failed:
                why = failed.failure.code
            except (OSError, psycopg.Error) as error:
                why = type(error).__name__
            except Exception:  # a fault in one channel must not end the engine
                log.exception("gateway %s: its channel failed to listen", carrier.slug)
                why = "fault"
            log.warning("gateway %s: the line is down (%s)", carrier.slug, why)
            await self._say(carrier, False, {"line": why})
            wait = FIRST_WAIT if ear.was_connected else min(LONGEST_WAIT, wait * 2)
            # Not all at once, when it is our own network that was away.
            await asyncio.sleep(wait * random.uniform(0.7, 1.3))  # noqa: S311 - no secret

    @contextlib.asynccontextmanager
    async def _alone(self, carrier: Carrier) -> AsyncIterator[bool]:
        """Hold the lock of a gateway; when it is lost, what runs inside is ended."""
        async with await AsyncConnection.connect(self._url, autocommit=True) as connection:
            key = int.from_bytes(carrier.id.bytes[-4:], "big", signed=True)
            got = await connection.execute("select pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, key])
            row = await got.fetchone()
            if not (row and row[0]):
                yield False
                return
            async with asyncio.timeout(None) as inside:
                watch = asyncio.create_task(_hold(connection, inside))
                try:
                    yield True
                finally:
                    watch.cancel()

    async def _say(self, carrier: Carrier, is_up: bool, facts: dict[str, str]) -> None:
        await self._desk.insist(
            record_condition, carrier.id, is_up=is_up, facts=facts, at=wall_clock()
        )


async def _hold(connection: "AsyncConnection[tuple[object, ...]]", inside: asyncio.Timeout) -> None:
    try:
        while True:
            await asyncio.sleep(HELD_EVERY)
            await connection.execute("select 1")
    except psycopg.Error:
        inside.reschedule(asyncio.get_running_loop().time())


@dataclass(slots=True)
class _Ear:
    """The ear of one line; `was_connected` tells a line that broke from one that never was."""

    carrier: Carrier
    take: Hear
    say: Callable[[Carrier, bool, dict[str, str]], Awaitable[None]]
    was_connected: bool = False

    async def hear(self, body: bytes) -> bool:
        return await self.take(self.carrier, body)

    async def connected(self) -> None:
        self.was_connected = True
        await self.say(self.carrier, True, {"line": "open"})
