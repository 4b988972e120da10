"""Reading in processes of its own, so that a storm of long texts never delays the door."""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess

from tocsin.domain.briefing import Briefing
from tocsin.domain.reading import Reading
from tocsin.jobs.reader_process import Read, known, settle
from tocsin.jobs.reader_process import read as read_batch
from tocsin.jobs.to_read import ToRead
from tocsin.records.queries.gazetteer import Edition

log = logging.getLogger(__name__)


class Readers:
    """A pool of reader processes that share nothing. A reader that dies or hangs is replaced.

    `read` is what they do with a batch, `patience` the seconds that a batch may take, `again_after` those
    between two tries to take a new gazetteer. `is_warm` says that they know lexicons and gazetteer:
    whatever comes before that waits for it.
    """

    def __init__(
        self,
        database_url: str,
        *,
        count: int,
        read: Read | None = None,
        patience: float = 30.0,
        again_after: float = 60.0,
    ) -> None:
        self._url = database_url
        self._count = count
        self._read = read or read_batch
        self._patience = patience
        self._again_after = again_after
        self._briefing = Briefing()
        self._pool = self._open()
        self._begun: Future[Edition | None] | None = None
        self._next: ProcessPoolExecutor | None = None
        self._leaving: dict[ProcessPoolExecutor, list[BaseProcess]] = {}
        self._renewal: asyncio.Task[None] | None = None
        self._is_outdated = False
        self.is_warm = False
        self.edition: Edition | None = None  # of the gazetteer that they know; None while they load

    def begin(self) -> None:
        """Let them load while this process does other things; `warm` waits for them."""
        self._begun = self._first(self._pool)

    def brief(self, briefing: Briefing) -> None:
        """Tell the readers what was confirmed and named; each takes it with its next message."""
        self._briefing = briefing

    async def read(self, batch: Sequence[ToRead]) -> list[Reading | None]:
        """Return one reading for each message, in order; None for one over which readers hang or die.

        One such message must not hold up its neighbours: they are read again, each by itself.
        """
        try:
            return [*await self._ask_twice(batch)]
        except TimeoutError:
            log.warning("a reader hung over %s messages; starting another", len(batch))
        except BrokenProcessPool:
            log.warning("readers died twice over %s messages; starting others", len(batch))
        if len(batch) == 1:
            return [None]
        return [reading for one in batch for reading in await self.read([one])]

    async def warm(self) -> None:
        """Load lexicons and gazetteer before the first message needs them, however long it takes.

        Raises BrokenProcessPool when readers die of it twice.
        """
        # Asked a second time, a pool of several would begin another reader, later, and wait for that.
        begun, self._begun = self._begun or self._first(self._pool), None
        try:
            self.edition = await asyncio.wrap_future(begun)
        except BrokenProcessPool:
            log.warning("a reader process died before it could read; starting another")
            self._end(self._pool)
            self.edition = await asyncio.wrap_future(self._first(self._pool))
        self.is_warm = True

    def renew(self) -> None:
        """Take a new gazetteer: the readers there are go on until new ones know it.

        Asked while those load, it is done once more after them. Two pools stand in memory meanwhile.
        """
        self._is_outdated = True
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.get_running_loop().create_task(self._renew())

    async def _renew(self) -> None:
        while self._is_outdated:
            self._is_outdated = False
            self._next = self._open()
            try:
                edition = await asyncio.wrap_future(self._first(self._next))
            except Exception:
                log.exception("readers could not take the new gazetteer; the old ones go on")
                _kill(self._next)
                self._is_outdated = True
                await asyncio.sleep(self._again_after)
                continue
            old, self._pool, self._next = self._pool, self._next, None
            self.edition, self.is_warm = edition, True
            self._let_go(old)

    async def _ask_twice(self, batch: Sequence[ToRead]) -> list[Reading]:
        try:
            return await self._ask(batch)
        except BrokenProcessPool:
            log.warning("a reader process died; starting another")
            return await self._ask(batch)

    async def _ask(self, batch: Sequence[ToRead]) -> list[Reading]:
        if not self.is_warm:
            await self.warm()
        pool = self._pool  # it may be another by the time of the answer
        try:
            async with asyncio.timeout(self._patience):
                return await self._submit(pool, batch)
        except (TimeoutError, BrokenProcessPool):
            self._end(pool)
            raise

    async def _submit(self, pool: ProcessPoolExecutor, batch: Sequence[ToRead]) -> list[Reading]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool, self._read, list(batch), self._briefing)

    def _let_go(self, pool: ProcessPoolExecutor) -> None:
        """Let a pool finish what it holds. It forgets its processes, and one may hang: we remember them."""
        self._leaving = {
            one: its for one, its in self._leaving.items() if any(p.is_alive() for p in its)
        }
        self._leaving[pool] = _processes(pool)
        pool.shutdown(wait=False)

    def _end(self, pool: ProcessPoolExecutor) -> None:
        """End a pool, and open another if it is the one in use."""
        _kill(pool, self._leaving.pop(pool, None))
        if pool is self._pool:
            self._pool, self.is_warm, self.edition = self._open(), False, None

    def close(self) -> None:
        """End all of them, whatever they are at: who reads holds nothing that is not a row."""
        if self._renewal is not None:
            self._renewal.cancel()
        for pool in (self._next, self._pool):
            if pool is not None:
                _kill(pool)
        for old, its in self._leaving.items():
            _kill(old, its)

    def _first(self, pool: ProcessPoolExecutor) -> Future[Edition | None]:
        return pool.submit(known, self._read, self._briefing)

    def _open(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=settle,
            initargs=(self._url, os.getpid()),
        )


def _processes(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((pool._processes or {}).values())  # noqa: SLF001 - there is no other way to end one


def _kill(pool: ProcessPoolExecutor, its: list[BaseProcess] | None = None) -> None:
    for process in _processes(pool) if its is None else its:
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)
