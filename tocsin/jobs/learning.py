"""The slow lane: fit a model anew when enough was confirmed. What must happen is a row; a kill costs a repeat."""

import asyncio
import base64
import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from uuid import UUID

from tocsin.actions.learning import (
    give_up_model,
    record_model,
    rows_to_fit,
    take_model,
    want_model,
)
from tocsin.domain.learning_words import ModelState
from tocsin.jobs.desk import Desk, woken
from tocsin.jobs.faults import reach
from tocsin.jobs.slow_lane import fit, stand_back
from tocsin.jobs.to_fit import Fitted, ToFit
from tocsin.records.models import LearnedModel
from tocsin.records.queries.clock import database_now

log = logging.getLogger(__name__)

POLL = 5.0  # seconds
PAUSE = 60.0  # after a failure: nobody waits for a model


class Teacher:
    """Takes the model that waits, fits it in a process of its own, and records what came of it."""

    def __init__(self, desk: Desk, *, engine: int) -> None:
        self._desk = desk
        self._engine = engine
        self._nudge = asyncio.Event()

    def wake(self) -> None:
        self._nudge.set()

    async def run(self) -> None:
        while True:
            try:
                await self.step()
                await woken(self._nudge, POLL)
            except Exception:  # learning stands beside the line and must never stop it
                log.exception("a model could not be fitted")
                await asyncio.sleep(PAUSE)

    async def step(self) -> bool:
        """Fit one model if one is wanted, and say whether one was."""
        taken = await self._desk.insist(_take, self._engine)
        if taken is None:
            return False
        pk, work, span = taken
        if work is None:
            await self._desk.insist(_give_up, pk)
            return True
        reach("before_fit")
        fitted = await _fit(work)
        reach("after_fit")
        await self._desk.insist(_record, pk, self._engine, fitted, span)
        return True


async def _fit(work: ToFit) -> Fitted:
    loop = asyncio.get_running_loop()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=stand_back)
    try:
        return await loop.run_in_executor(pool, fit, work)
    except BrokenProcessPool:
        log.warning("the process that fitted a model died")
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


Span = tuple[datetime, datetime]


def _take(engine: int) -> tuple[UUID, ToFit | None, Span] | None:
    now = database_now()
    want_model(at=now)
    row = take_model(engine=engine)
    if row is None:
        return None
    rows = rows_to_fit()
    if not rows:
        return row.pk, None, (now, now)
    in_use = LearnedModel.objects.filter(state=ModelState.IN_USE).first()
    first, last = rows[0][3], rows[-1][3]
    work = ToFit(
        number=row.number,
        salt=base64.b64decode(row.salt),
        rows=tuple((message, text, kind) for message, text, kind, _ in rows),
        in_use=bytes(in_use.weights) if in_use and in_use.weights else None,
        in_use_salt=base64.b64decode(in_use.salt) if in_use else b"",
        first=first.date().isoformat(),
        last=last.date().isoformat(),
    )
    return row.pk, work, (first, last)


def _give_up(pk: UUID) -> None:
    give_up_model(pk, at=database_now())


def _record(pk: UUID, engine: int, fitted: Fitted, span: Span) -> bool:
    return record_model(
        pk,
        engine=engine,
        at=database_now(),
        weights=fitted.weights,
        lexicon=fitted.lexicon,
        counts=(fitted.n_rows, fitted.n_held),
        scores=(fitted.score, fitted.score_rules, fitted.score_in_use),
        span=span,
        shadow=fitted.shadow,
    )
