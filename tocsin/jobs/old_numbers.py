"""Whoever used an emergency number that has ended is told the new one."""

import asyncio
import logging

from django.db import InterfaceError, OperationalError

from tocsin.actions.hotlines import answer_old_numbers
from tocsin.jobs.desk import Desk
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

POLL = 5.0  # seconds


class OldNumbers:
    """Looks every few seconds for messages by ended numbers; what it saw is a row."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def run(self) -> None:
        while True:
            await self._desk.insist(_answer)
            await asyncio.sleep(POLL)


def _answer() -> None:
    try:
        answer_old_numbers(at=database_now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # an answer about a number must not end the engine
        log.exception("answers about old numbers failed")
