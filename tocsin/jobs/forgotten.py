"""Finds what the rows say this engine is sending and its sender does not know of.

An answer of the database that was lost with its connection leaves such rows: the claim was committed, and who
asked was only told that it failed. The engine lives, so nobody else would ever take them.
"""

import asyncio
import logging
from collections.abc import Callable
from uuid import UUID

from tocsin.actions.freeing import free_tries, open_tries
from tocsin.jobs.desk import Desk
from tocsin.jobs.sender import Sender
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

LOOK_EVERY = (
    5.0  # seconds; what is under way from a commit to the sender takes a few thousandths of one
)


class Forgotten:
    """Gives back what is unknown at two looks in turn; `wake` has it claimed again."""

    def __init__(
        self, desk: Desk, sender: Sender, *, engine: int, wake: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._engine = engine
        self._wake = wake
        self._unknown: set[UUID] = set()

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    async def look(self) -> int:
        """Look once; return how many deliveries were given back."""
        claimed = await self._desk.insist(open_tries, self._engine)
        unknown = claimed - self._sender.held
        lost, self._unknown = unknown & self._unknown, unknown
        if not lost:
            return 0
        count = await self._desk.insist(_free, lost, self._engine)
        log.error("%s deliveries were claimed here and not known of; they go out again", count)
        self._wake()
        return count


def _free(tries: set[UUID], engine: int) -> int:
    return free_tries(tries, engine=engine, at=database_now())
