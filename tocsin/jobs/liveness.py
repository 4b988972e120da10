"""Who is alive: each engine holds a lock that PostgreSQL drops the moment its process dies."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from tocsin.records.queries.engines import LOCK_CLASS

log = logging.getLogger(__name__)


LOOK_EVERY = 0.5  # seconds
AGAIN_AFTER = 0.1  # seconds between tries while the database is away
# Seconds that the others have, once it is back, to take their locks again before they count as dead. Longer would be safer
# for who comes late, who ends; but what a machine held that went with the database waits as long.
GRACE = 3.0

# One that starts with the database has not lost a lock itself; the server's own start tells it. A clock that was set back
# since then says nothing, and must not keep the dead from being found.
OTHERS = """
select number from records_engine
where number <> %(own)s and (
    clock_timestamp() - pg_postmaster_start_time() >= %(grace)s
    or clock_timestamp() < pg_postmaster_start_time()
)
"""


class Lost(Exception):
    """Our lock is gone: another engine may have taken our rows, so this process must end."""


class Liveness:
    """Our own lock, and the search for engines that lost theirs."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self.number = 0
        self._connection: AsyncConnection[TupleRow] | None = None
        self._judges_from = 0.0  # by the loop's clock

    async def begin(self) -> int:
        """Take a new engine number and its lock; return the number.

        Waits for a database that is away: whoever starts us would only start us again, later.
        """
        while True:
            try:
                return await self._begin()
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                log.warning("a new engine waits for the database (%s)", type(error).__name__)
                await asyncio.sleep(AGAIN_AFTER)

    async def _begin(self) -> int:
        self._connection = await AsyncConnection.connect(self._url, autocommit=True)
        async with self._connection.transaction():  # seen by others only once the lock is held
            cursor = await self._connection.execute(
                "insert into records_engine (started_at, seen_at, host) "
                "values (now(), now(), %s) returning number",
                [socket.gethostname()],
            )
            row = await cursor.fetchone()
            assert row is not None
            self.number = int(row[0])
            await self._lock()
        return self.number

    async def watch(self, free: Callable[[int], Awaitable[None]]) -> None:
        """At once and every half second, free the rows of engines that died. Raises Lost with our lock.

        A database that restarts, or another that takes over, drops every lock at once. We take ours again if
        nobody took our rows in between, and leave the others the time to do the same (GRACE).
        """
        while True:
            try:
                for number in await self._dead():
                    await free(number)
                    await self._bury(number)
            except (psycopg.OperationalError, psycopg.InterfaceError):
                await self._again()
            await asyncio.sleep(LOOK_EVERY)

    async def close(self) -> None:
        """Give the lock back: from now on this engine is dead to the others."""
        if self._connection is not None:
            await self._connection.close()

    async def _lock(self) -> None:
        assert self._connection is not None
        await self._connection.execute("select pg_advisory_lock(%s, %s)", [LOCK_CLASS, self.number])

    async def _dead(self) -> list[int]:
        assert self._connection is not None
        if asyncio.get_running_loop().time() < self._judges_from:
            return []
        cursor = await self._connection.execute(
            OTHERS, {"own": self.number, "grace": timedelta(seconds=GRACE)}
        )
        dead = []
        for (number,) in await cursor.fetchall():
            got = await self._connection.execute(
                "select pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, number]
            )
            row = await got.fetchone()
            if row and row[0]:
                dead.append(int(number))
        return dead

    async def _bury(self, number: int) -> None:
        assert self._connection is not None
        await self._connection.execute("delete from records_engine where number = %s", [number])
        await self._connection.execute("select pg_advisory_unlock(%s, %s)", [LOCK_CLASS, number])

    async def _again(self) -> None:
        log.warning("engine %s lost its lock with the database; taking it again", self.number)
        while True:
            try:
                self._connection = await AsyncConnection.connect(self._url, autocommit=True)
                await self._lock()
                cursor = await self._connection.execute(
                    "select 1 from records_engine where number = %s", [self.number]
                )
            except (psycopg.OperationalError, psycopg.InterfaceError):
                await asyncio.sleep(AGAIN_AFTER)
                continue
            if await cursor.fetchone() is None:
                raise Lost("another engine took this one's rows while the database was away")
            self._judges_from = asyncio.get_running_loop().time() + GRACE
            return
