"""The clock of the house: whatever is due by the database's time is done within a quarter second."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic

from django.db import InterfaceError, OperationalError

from tocsin.actions.callback import escalate_call_backs
from tocsin.actions.delivery import Send
from tocsin.actions.escalation import due_runs, take_due_steps
from tocsin.actions.feedback import send_due_feedback
from tocsin.actions.journal import seal_journal
from tocsin.actions.pages import tell_more_due
from tocsin.actions.parts import join_parts
from tocsin.actions.patrol_watch import watch_responses
from tocsin.actions.radio import give_up_radio
from tocsin.actions.release_turns import take_release_turns
from tocsin.domain.clocks import clock_jumped
from tocsin.jobs.alone import Aside, together_or_alone
from tocsin.jobs.desk import Desk, woken
from tocsin.jobs.faults import reach
from tocsin.jobs.sender import Sender
from tocsin.records.queries.due import what_is_due

log = logging.getLogger(__name__)

TICK = 0.25  # seconds; the promise is five (R3)
SEAL_EVERY = 0.5  # seconds


class Clock:
    """Asks the rows what is due. It remembers nothing, so a restart forgets nothing."""

    def __init__(self, desk: Desk, sender: Sender, *, engine: int) -> None:
        self._desk = desk
        self._sender = sender
        self._engine = engine
        self._nudge = asyncio.Event()
        self._aside = Aside()
        self._last: tuple[datetime, float] | None = None
        self._sealed_at = 0.0

    def wake(self) -> None:
        self._nudge.set()

    async def run(self) -> None:
        while True:
            more = await self._desk.insist(self._tick, self._sender.taker())
            if not more:
                await woken(self._nudge, TICK)

    def _tick(self, send: Send) -> bool:
        """Do what is due; return whether a rung was. `send` is given its pages as soon as they are on disk."""
        due = what_is_due()
        self._watch_the_clock(due.now)
        if due.steps:
            reach("before_step")
            self._steps(due.now, send)
            reach("after_step")
        for kind, beside in BESIDE.items():
            if getattr(due, kind):
                _beside(beside, due.now)
        if monotonic() - self._sealed_at >= SEAL_EVERY:
            self._sealed_at = monotonic()
            _beside(seal_journal, due.now)
        return due.steps

    def _steps(self, now: datetime, send: Send) -> None:
        aside = self._aside
        together_or_alone(
            "escalation",
            lambda: take_due_steps(at=now, engine=self._engine, without=aside.now(now), send=send),
            ids=lambda: due_runs(at=now, without=aside.now(now)),
            one=lambda pk: take_due_steps(at=now, engine=self._engine, only=pk, send=send),
            aside=lambda pk: aside.put(pk, at=now),
        )

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


BESIDE: Mapping[str, Callable[..., int]] = {
    "parts": join_parts,
    "more": tell_more_due,
    "calls": escalate_call_backs,
    "feedback": send_due_feedback,
    "radio": give_up_radio,
    "patrols": watch_responses,
    "releases": take_release_turns,
}
"""What else has a time, by its name in `Due`."""
