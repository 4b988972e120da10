"""The rounds of the house: roll calls, tests of contact, warnings owed, and who was not heard from."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic

from django.db import InterfaceError, OperationalError

from tocsin.actions.contact_tests import ask_contacts, begin_contact_tests, end_contact_checks
from tocsin.actions.near_warnings import remind_of_near_warnings
from tocsin.actions.roll_calls import close_roll_calls, open_roll_calls
from tocsin.actions.silence_watch import watch_silences
from tocsin.jobs.desk import Desk
from tocsin.records.queries.rounds import what_rounds_are_due

log = logging.getLogger(__name__)

TICK = 1.0  # seconds
LISTEN_EVERY = 30.0  # seconds; silence is measured in hours

ROUNDS: Mapping[str, Callable[..., int]] = {
    "opens": open_roll_calls,
    "closes": close_roll_calls,
    "tests": begin_contact_tests,
    "asks": ask_contacts,
    "ends": end_contact_checks,
    "warns": remind_of_near_warnings,
}
"""What has a time, by its name in `DueRounds`."""


class Rounds:
    """Asks the rows what is due. It remembers nothing, so a restart forgets nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._listened_at = -LISTEN_EVERY

    async def run(self) -> None:
        while True:
            await self._desk.insist(self._tick)
            await asyncio.sleep(TICK)

    def _tick(self) -> None:
        due = what_rounds_are_due()
        for kind, action in ROUNDS.items():
            if getattr(due, kind):
                _beside(action, due.now)
        if monotonic() - self._listened_at >= LISTEN_EVERY:
            self._listened_at = monotonic()
            _beside(watch_silences, due.now)


def _beside(action: Callable[..., int], now: datetime) -> None:
    try:
        action(at=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # one round that fails must not stop the others
        log.exception("%s failed", action.__name__)
