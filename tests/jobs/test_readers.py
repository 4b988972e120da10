"""A message that no reader can read holds up nobody else's, nor does a gazetteer that is loaded."""

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.test_supervise import is_alive, until
from tocsin.domain.briefing import Briefing
from tocsin.domain.ids import new_id
from tocsin.domain.reading.result import Reading, ScoredKind
from tocsin.domain.words import Kind
from tocsin.jobs.readers import Readers
from tocsin.jobs.to_read import ToRead

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
    """Say which process reads, in place of a language.

    A reader is ready once its door is open; the first that comes to a closed one fails.
    """
    door = Path(os.environ["TEST_DOOR"])
    if not door.exists() and not failure_at(door).exists():
        failure_at(door).touch()
        raise OSError("this gazetteer cannot be taken now")
    while not door.exists():
        time.sleep(0.05)
    if any(one.text == "hang" for one in batch):
        failure_at(door).write_text(str(os.getpid()))
        time.sleep(3600)
    chat = ScoredKind(Kind.CHAT, 1.0)
    return [Reading(str(os.getpid()), 1.0, Kind.CHAT, (chat,), False, 0.0, None) for _ in batch]


def failure_at(door: Path) -> Path:
    return door.with_suffix(".failure")


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


def test_the_old_readers_go_on_until_new_ones_know_the_new_gazetteer_though_the_first_fail(
    live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    opened = tmp_path / "opened"
    opened.touch()

    async def read() -> tuple[str, list[str], str]:
        monkeypatch.setenv("TEST_DOOR", str(opened))
        readers = Readers(live, count=1, read=name_the_reader, patience=20.0, again_after=0.01)
        try:
            first = await reader_of(readers)
            monkeypatch.setenv("TEST_DOOR", str(closed))  # for the next ones
            readers.renew()
            meanwhile = list[str]()
            while not failure_at(closed).exists() or len(meanwhile) < 3:
                assert readers.is_warm
                meanwhile.append(await reader_of(readers))
                await asyncio.sleep(0.05)
            closed.touch()
            while (last := await reader_of(readers)) == first:
                await asyncio.sleep(0.1)
            return first, meanwhile, last
        finally:
            readers.close()

    first, meanwhile, last = asyncio.run(asyncio.wait_for(read(), 60))
    assert set(meanwhile) == {first}
    assert last != first


def test_one_that_hangs_with_the_old_gazetteer_is_ended_with_all_others(
    live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    opened.touch()
    monkeypatch.setenv("TEST_DOOR", str(opened))

    async def read() -> int:
        readers = Readers(live, count=2, read=name_the_reader, patience=60.0)
        try:
            await readers.warm()
            hanging = asyncio.create_task(readers.read(said("hang")))
            before = await reader_of(readers)
            readers.renew()
            while await reader_of(readers) == before:
                await asyncio.sleep(0.05)
            hanging.cancel()
            return int(failure_at(opened).read_text())
        finally:
            readers.close()

    hung = asyncio.run(asyncio.wait_for(read(), 60))
    until(lambda: not is_alive(hung))
