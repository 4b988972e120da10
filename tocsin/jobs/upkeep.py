"""What must happen in the background of the line: another key for old rows, people who want to be gone."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic

from django.db import InterfaceError, OperationalError

from tocsin.actions.leaving import erase_due, settle_withdrawals, withdraw_expired
from tocsin.actions.resealing import knows_key, reseal_batch
from tocsin.actions.review_reminders import remind_of_reviews
from tocsin.actions.widenings import end_widenings
from tocsin.jobs.desk import Desk
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds
BREATHE = 0.05  # seconds between two batches: the line goes before
PEOPLE_EVERY = 10.0

ABOUT_PEOPLE: Sequence[Callable[..., int]] = (
    withdraw_expired,
    settle_withdrawals,
    erase_due,
    end_widenings,
    remind_of_reviews,
)


class Upkeep:
    """Asks the rows what is owed; it remembers nothing. Any number of engines may do so."""

    def __init__(self, desk: Desk, *, engine: int) -> None:
        self._desk = desk
        self._engine = engine
        self._people_at = 0.0

    async def run(self) -> None:
        while True:
            more = await self._desk.insist(self._turn)
            await asyncio.sleep(BREATHE if more else LOOK_EVERY)

    def _turn(self) -> int:
        at = database_now()
        knows_key(self._engine)
        if monotonic() - self._people_at >= PEOPLE_EVERY:
            self._people_at = monotonic()
            for action in ABOUT_PEOPLE:
                _beside(action, at)
        return _beside(reseal_batch, at)


def _beside(action: Callable[..., int], at: datetime) -> int:
    try:
        return action(at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # what stands beside the line must never stop the engine
        log.exception("%s failed", action.__name__)
        return 0
