"""Reading in processes of its own, so that a storm of long texts never delays the door."""

import asyncio
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

import psycopg

from tocsin.domain.briefing import Briefing
from tocsin.domain.place_columns import PlaceColumns
from tocsin.domain.places import PlaceRow
from tocsin.domain.reading import Reading
from tocsin.jobs.reader_mind import Mind, ToRead

log = logging.getLogger(__name__)

R = TypeVar("R")
Read = Callable[[list[ToRead], Briefing], list[Reading]]

AGAIN_AFTER = 0.2  # seconds between tries while the database is away


class Readers:
    """A pool of reader processes that share nothing. A reader that dies or hangs is replaced.

    `read` is what they do with a batch, `patience` the seconds that a batch may take. `is_warm` says
    that they know lexicons and gazetteer: whatever comes before that waits for it.
    """

    def __init__(
        self, database_url: str, *, count: int, read: Read | None = None, patience: float = 30.0
    ) -> None:
        self._url = database_url
        self._count = count
        self._read = read or _read
        self._patience = patience
        self._briefing = Briefing()
        self._pool = self._open()
        self.is_warm = False

    def brief(self, briefing: Briefing) -> None:
        """Tell the readers what was confirmed and named; each takes it with its next message."""
        self._briefing = briefing

    async def read(self, batch: Sequence[ToRead]) -> list[Reading | None]:
        """Return one reading for each message, in order; None for one over which readers hang or die.

        One such message must not hold up its neighbours: they are read again, each by itself.
        """
        if not self.is_warm:
            await self.warm()
        try:
            async with asyncio.timeout(self._patience):
                return [*await self._ask(batch)]
        except TimeoutError:
            log.warning("a reader hung over %s messages; starting another", len(batch))
            self._replace()
        except BrokenProcessPool:
            log.warning("readers died twice over %s messages; starting others", len(batch))
            self._pool, self.is_warm = self._open(), False
        if len(batch) == 1:
            return [None]
        return [reading for one in batch for reading in await self.read([one])]

    async def warm(self) -> None:
        """Load lexicons and gazetteer before the first message needs them, however long it takes."""
        await self._ask([])
        self.is_warm = True

    async def _ask(self, batch: Sequence[ToRead]) -> list[Reading]:
        loop = asyncio.get_running_loop()
        pool = self._pool
        try:
            return await loop.run_in_executor(pool, self._read, list(batch), self._briefing)
        except BrokenProcessPool:
            # Batches that ran beside this one find the same pool broken: the first opens the next.
            if self._pool is pool:
                log.warning("a reader process died; starting another")
                self._pool = self._open()
            return await loop.run_in_executor(self._pool, self._read, list(batch), self._briefing)

    def _replace(self) -> None:
        hung, self._pool, self.is_warm = self._pool, self._open(), False
        for process in list(hung._processes.values()):  # noqa: SLF001 - there is no other way to end one
            process.kill()
        hung.shutdown(wait=False)

    def renew(self) -> None:
        """Take a new gazetteer: new processes read it, the old ones finish what they hold."""
        old, self._pool, self.is_warm = self._pool, self._open(), False
        old.shutdown(wait=False)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_settle,
            initargs=(self._url, os.getpid()),
        )


# What a reader process knows; set once by _settle, in that process only.
_mind: Mind


def _settle(database_url: str, parent: int) -> None:
    global _mind  # noqa: PLW0603 - a process initialiser can return nothing
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    _mind = Mind(
        _insist(lambda: load_places(database_url)),
        weights=lambda number: _insist(lambda: load_weights(database_url, number)),
    )


def _insist(load: Callable[[], R]) -> R:
    # A reader that gave up here would break its pool, and the engine with it.
    while True:
        try:
            return load()
        except psycopg.OperationalError as error:
            log.warning("a reader waits for the database (%s)", type(error).__name__)
            time.sleep(AGAIN_AFTER)


def _follow(parent: int) -> None:
    # A killed engine must leave no reader behind.
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def _read(batch: list[ToRead], briefing: Briefing) -> list[Reading]:
    _mind.take(briefing)
    return _mind.read(batch)


def load_weights(database_url: str, number: int) -> bytes | None:
    """Return the weights of a learned model, None when they are gone."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "select weights from records_learnedmodel where number = %s", [number]
        ).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


def load_places(database_url: str) -> Sequence[PlaceRow]:
    """Return the whole gazetteer of this deployment, but for what the briefing tells: added names."""
    # A cursor of the server and columns: a million places never stand in memory as rows.
    with psycopg.connect(database_url) as connection, connection.cursor("places") as cursor:
        cursor.itersize = 10_000
        cursor.execute(
            "select source_id, name, lat, lon, alternates, territoire, province, pcode, within, codes "
            "from records_place p where ended_at is null and not exists ("
            "select 1 from records_placename n where n.place_id = p.id and n.is_new_place) order by p.id"
        )
        return PlaceColumns.of(
            PlaceRow(
                place_id=source_id,
                name=name,
                lat=lat,
                lon=lon,
                alternates=tuple(alternates),
                territoire=territoire,
                province=province,
                pcode=pcode,
                within=tuple(within),
                codes=tuple(codes),
            )
            for source_id, name, lat, lon, alternates, territoire, province, pcode, within, codes in cursor
        )
