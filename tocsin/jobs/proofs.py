"""The clock of the log book's proof: a piece, a breath, the next piece; a whole walk a day."""

import asyncio
import logging

from django.db import InterfaceError, OperationalError

from tocsin.actions.journal_walk import walk_on
from tocsin.jobs.desk import Desk
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

LOOK_EVERY = 60.0  # seconds
BREATHE = 0.5  # seconds between two pieces: the line goes before


class Proofs:
    """Asks the rows what is due. It remembers nothing, so a restart goes on where the last one was."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def run(self) -> None:
        while True:
            more = await self._desk.insist(_turn)
            await asyncio.sleep(BREATHE if more else LOOK_EVERY)


def _turn() -> int:
    try:
        return walk_on(at=database_now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # what stands beside the line must never stop the engine
        log.exception("a piece of the log book could not be proven")
        return 0
