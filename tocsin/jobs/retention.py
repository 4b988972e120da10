"""The clock of retention: a run is announced, and a day later words go in small steps."""

import asyncio
import logging
from time import monotonic

from django.db import InterfaceError, OperationalError

from tocsin.actions.retention_runs import go_on_with_run, plan_run
from tocsin.jobs.desk import Desk
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

LOOK_EVERY = 60.0  # seconds
PLAN_EVERY = 3600.0
BREATHE = 1.0  # seconds between two steps: the line goes before


class Retention:
    """Asks the rows what is due. Any number of engines may: one takes a step, the others find it taken."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._planned_at = -PLAN_EVERY

    async def run(self) -> None:
        while True:
            more = await self._desk.insist(self._turn)
            await asyncio.sleep(BREATHE if more else LOOK_EVERY)

    def _turn(self) -> int:
        at = database_now()
        try:
            if monotonic() - self._planned_at >= PLAN_EVERY:
                self._planned_at = monotonic()
                plan_run(at=at)
            return go_on_with_run(at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # what stands beside the line must never stop the engine
            log.exception("a run of retention failed")
            return 0
