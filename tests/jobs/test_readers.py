"""A message that no reader can read holds up nobody else's, nor does a gazetteer that is loaded."""

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.domain.briefing import Briefing
from tocsin.domain.ids import new_id
from tocsin.domain.reading.result import Reading, ScoredKind
from tocsin.domain.words import Kind
from tocsin.jobs.reader_mind import ToRead
from tocsin.jobs.readers import Readers

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)


def read_or_hang(batch: list[ToRead], _briefing: Briefing) -> list[Reading]:
    """Read nothing, hang over one word and die of another; runs in a reader process."""
    for one in batch:
        if one.text == "die":
            os._exit(1)
        if one.text == "hang":
            time.sleep(3600)
    chat = ScoredKind(Kind.CHAT, 1.0)
    return [Reading("sw", 1.0, Kind.CHAT, (chat,), False, 0.0, None) for _ in batch]


def name_the_reader(batch: list[ToRead], _briefing: Briefing) -> list[Reading]:
    """Say which process reads, in place of a language; a reader is ready once the door is open."""
    while not Path(os.environ["TEST_DOOR"]).exists():
        time.sleep(0.05)
    chat = ScoredKind(Kind.CHAT, 1.0)
    return [Reading(str(os.getpid()), 1.0, Kind.CHAT, (chat,), False, 0.0, None) for _ in batch]


async def reader_of(readers: Readers) -> str:
    (reading,) = await readers.read(said("a"))
    assert reading is not None
    return reading.language or ""


def said(*texts: str) -> list[ToRead]:
    return [ToRead(new_id(), text, NOON, None) for text in texts]


def test_the_neighbours_of_a_message_over_which_a_reader_hangs_or_dies_are_read(live: str) -> None:
    async def read() -> list[bool]:
        readers = Readers(live, count=1, read=read_or_hang, patience=3.0)
        try:
            batches = (said("a", "hang", "b"), said("die"), said("c"))
            return [one is not None for batch in batches for one in await readers.read(batch)]
        finally:
            readers.close()

    assert asyncio.run(read()) == [True, False, True, False, True]


def test_the_old_readers_go_on_until_new_ones_know_the_new_gazetteer(
    live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    opened = tmp_path / "opened"
    opened.touch()

    async def read() -> tuple[str, list[str], str]:
        monkeypatch.setenv("TEST_DOOR", str(opened))
        readers = Readers(live, count=1, read=name_the_reader, patience=20.0)
        try:
            first = await reader_of(readers)
            monkeypatch.setenv("TEST_DOOR", str(closed))  # for the next ones
            readers.renew()
            meanwhile = []
            for _ in range(3):
                assert readers.is_warm
                meanwhile.append(await reader_of(readers))
                await asyncio.sleep(0.3)
            closed.touch()
            while (last := await reader_of(readers)) == first:
                await asyncio.sleep(0.1)
            return first, meanwhile, last
        finally:
            readers.close()

    first, meanwhile, last = asyncio.run(asyncio.wait_for(read(), 60))
    assert meanwhile == [first] * 3
    assert last != first
