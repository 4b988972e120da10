"""Reading in processes of its own, so that a storm of long texts never delays the door."""

import asyncio
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer, PlaceRow
from tocsin.domain.reading import Reading, read_message

log = logging.getLogger(__name__)


READ_AT_MOST = 20_000  # characters; what is longer was not typed on a phone, and is stored whole


@dataclass(frozen=True, slots=True)
class ToRead:
    """A message in the hands of the reader: plain values, since it crosses a process border."""

    id: UUID
    text: str
    sent_at: datetime
    sender_place: tuple[float, float] | None


class Readers:
    """A pool of reader processes that share nothing. A reader that dies is replaced."""

    def __init__(self, database_url: str, *, count: int) -> None:
        self._url = database_url
        self._count = count
        self._pool = self._open()

    async def read(self, batch: Sequence[ToRead]) -> list[Reading]:
        """Return one reading for each message, in order."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, _read, list(batch))
        except BrokenProcessPool:
            log.warning("a reader process died; starting another")
            self._pool = self._open()
            return await loop.run_in_executor(self._pool, _read, list(batch))

    async def warm(self) -> None:
        """Load lexicons and gazetteer before the first message needs them."""
        await asyncio.get_running_loop().run_in_executor(self._pool, _read, [])

    def renew(self) -> None:
        """Take a new gazetteer: new processes read it, the old ones finish what they hold."""
        old, self._pool = self._pool, self._open()
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
_lexicon: Lexicon
_gazetteer: Gazetteer


def _settle(database_url: str, parent: int) -> None:
    global _lexicon, _gazetteer  # noqa: PLW0603 - a process initialiser can return nothing
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    _lexicon = Lexicon.load()
    _gazetteer = Gazetteer.build(load_places(database_url))


def _follow(parent: int) -> None:
    # A killed engine must leave no reader behind.
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def _read(batch: list[ToRead]) -> list[Reading]:
    return [
        read_message(
            one.text[:READ_AT_MOST],
            lexicon=_lexicon,
            gazetteer=_gazetteer,
            sent_at=one.sent_at,
            sender_place=one.sender_place,
        )
        for one in batch
    ]


def load_places(database_url: str) -> list[PlaceRow]:
    """Return the whole gazetteer of this deployment."""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "select source_id, name, lat, lon, alternates, territoire, province, pcode "
            "from records_place"
        )
        return [
            PlaceRow(
                place_id=source_id,
                name=name,
                lat=lat,
                lon=lon,
                alternates=tuple(alternates),
                territoire=territoire,
                province=province,
                pcode=pcode,
            )
            for source_id, name, lat, lon, alternates, territoire, province, pcode in rows
        ]
