"""The clock of reports: what is owed is written down, what is late is noticed, drafts are made in time."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from tocsin.actions.report_clock import notice_late_reports, owe_flashes
from tocsin.actions.report_plans import draft_due_reports
from tocsin.jobs.desk import Desk
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

POLL = 2.0  # seconds; a flash has thirty minutes
TURNS: Sequence[Callable[..., int]] = (owe_flashes, draft_due_reports, notice_late_reports)


class Reports:
    """Asks the rows what is due. It remembers nothing, so a restart forgets nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def run(self) -> None:
        while True:
            await self._desk.insist(take_turns)
            await asyncio.sleep(POLL)


def take_turns() -> None:
    at = database_now()
    for turn in TURNS:
        _beside(turn, at)


def _beside(turn: Callable[..., int], at: datetime) -> None:
    try:
        turn(at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a report that fails must stop neither the line nor the other reports
        log.exception("%s failed", turn.__name__)
