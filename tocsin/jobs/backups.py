"""The clock of backups: when one is due, a program is started that makes and proves it."""

import asyncio
import logging
import sys
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError

from tocsin.jobs.desk import Desk
from tocsin.records.queries.backups import is_backup_due
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

POLL = 30.0  # seconds; backups are measured in hours
MAKE = (sys.executable, "-m", "tocsin.cli.main", "backup", "--scheduled")
"""A program of its own, which lets the line go first. Any number of engines may start one: one works."""


class Backups:
    """Asks the rows what is due. It remembers nothing, so a restart forgets nothing."""

    def __init__(self, desk: Desk, *, command: Sequence[str] = MAKE) -> None:
        self._desk = desk
        self._command = command

    async def run(self) -> None:
        while True:
            if await self._desk.insist(_is_due):
                await self._make()
            await asyncio.sleep(POLL)

    async def _make(self) -> None:
        program = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.DEVNULL
        )
        try:
            status = await program.wait()
        except asyncio.CancelledError:
            program.terminate()
            raise
        if status != 0:
            log.error("a backup ended with status %s; the health page says why", status)


def _is_due() -> bool:
    try:
        return is_backup_due(now=database_now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a backup that cannot be judged must not end the engine
        log.exception("whether a backup is due cannot be said")
        return False
