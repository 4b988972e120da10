"""A message that no reader can read holds up nobody else's."""

import asyncio
import os
import time
from datetime import UTC, datetime

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
