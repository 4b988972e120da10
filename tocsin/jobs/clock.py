"""The clock of the house: whatever is due by the database's time is done within a quarter second."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db import InterfaceError, OperationalError

from tocsin.actions.callback import escalate_call_backs
from tocsin.actions.delivery import ToSend
from tocsin.actions.escalation import due_runs, postpone_run, take_due_steps
from tocsin.actions.feedback import send_due_feedback
from tocsin.actions.journal import seal_journal
from tocsin.actions.pages import tell_more_due
from tocsin.actions.parts import join_parts
from tocsin.actions.radio import give_up_radio
from tocsin.domain.clocks import clock_jumped
from tocsin.jobs.alone import together_or_alone
from tocsin.jobs.desk import Desk, woken
from tocsin.jobs.faults import reach
from tocsin.jobs.sender import Sender
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

TICK = 0.25  # seconds; the promise is five (R3)
ASIDE = timedelta(seconds=30)  # how long a run that cannot be taken waits for its next turn


class Clock:
    """Asks the rows what is due. It remembers nothing, so a restart forgets nothing."""

    def __init__(self, desk: Desk, sender: Sender, *, engine: int) -> None:
        self._desk = desk
        self._sender = sender
        self._engine = engine
        self._nudge = asyncio.Event()
        self._last: tuple[datetime, float] | None = None

    def wake(self) -> None:
        self._nudge.set()

    async def run(self) -> None:
        while True:
            more = await self._desk.insist(self._tick)
            self._sender.take(more)
            if not more:
                await woken(self._nudge, TICK)

    def _tick(self) -> list[ToSend]:
        now = database_now()
        self._watch_the_clock(now)
        reach("before_step")
        sends = self._steps(now)
        reach("after_step")
        for beside in BESIDE:
            _beside(beside, now)
        return sends

    def _steps(self, now: datetime) -> list[ToSend]:
        taken = together_or_alone(
            "escalation",
            lambda: take_due_steps(at=now, engine=self._engine)[0],
            ids=lambda: due_runs(at=now),
            one=lambda pk: take_due_steps(at=now, engine=self._engine, only=pk)[0],
            aside=lambda pk: postpone_run(pk, until=now + ASIDE),
        )
        return [send for sends in taken for send in sends]

    def _watch_the_clock(self, now: datetime) -> None:
        steady = monotonic()
        if self._last is not None:
            wall = now - self._last[0]
            if clock_jumped(wall=wall, steady=timedelta(seconds=steady - self._last[1])):
                log.error("the clock jumped by %s s", round(wall.total_seconds()))
        self._last = (now, steady)


def _beside(action: Callable[..., int], now: datetime) -> None:
    try:
        action(at=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # what stands beside the ladder must never stop it
        log.exception("%s failed", action.__name__)


BESIDE: tuple[Callable[..., int], ...] = (
    join_parts,
    tell_more_due,
    escalate_call_backs,
    send_due_feedback,
    give_up_radio,
    seal_journal,
)
"""What else has a time. Each takes one short look when nothing is due."""
