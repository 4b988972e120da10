"""From committed messages to alerts and pages: read in other processes, judge in one batch."""

import asyncio
import heapq
import itertools
import logging
from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.db import connection

from tocsin.actions.answers_by_text import may_be_answer
from tocsin.actions.receive import Arrived, Stored
from tocsin.domain.reading import Reading
from tocsin.domain.words import MessageState
from tocsin.jobs.desk import Desk, woken
from tocsin.jobs.faults import reach
from tocsin.jobs.judge import Judge, answer_or_leave, park
from tocsin.jobs.readers import Readers
from tocsin.jobs.sender import Sender
from tocsin.jobs.to_read import ToRead
from tocsin.records.queries.briefing import briefing_now
from tocsin.records.queries.gazetteer import EDITION, Edition
from tocsin.records.queries.unread import homes, unread

log = logging.getLogger(__name__)

BATCH = 32
READ_AHEAD = 2  # batches that wait to be judged
POLL = 1.0  # seconds
BRIEFED_EVERY = 5.0  # seconds behind the nudge
COMPARED_EVERY = 60.0  # seconds behind the nudge
FETCHED = 500
HELD_AT_MOST = 20_000
ReadQueue = asyncio.PriorityQueue[tuple[bool, int, dict[UUID, Reading]]]


class ReadingRoom:
    """Holds what is unread in memory, urgent first; what it does not hold it finds in the rows."""

    def __init__(self, desk: Desk, sender: Sender, *, engine: int, readers: Readers) -> None:
        self._desk = desk
        self._engine = engine
        self.readers = readers
        self._heap: list[tuple[bool, datetime, UUID]] = []
        self._held: dict[UUID, ToRead] = {}
        self._responders: set[UUID] = set()
        self._homes: dict[UUID, tuple[float, float]] = {}
        self._nudge = asyncio.Event()
        self.reads = asyncio.Event()  # set once the readers know what they must
        self._look = True
        self._stale = True
        self._briefed_at: float | None = None
        self._compared_at: float | None = None
        self._asked_for: Edition | None = None
        self._judge = Judge(desk, sender, engine=engine)
        self._order = itertools.count()
        self._to_judge: ReadQueue = asyncio.PriorityQueue(READ_AHEAD)

    def take(self, batch: Sequence[tuple[Arrived, Stored]]) -> None:
        """Take over messages that were just committed; copies are at work already."""
        for message, stored in batch:
            if stored.is_new and message.state is MessageState.RECEIVED:
                self._put(
                    stored.id,
                    message.inbound.text,
                    message.received_at,
                    is_urgent=message.is_urgent,
                    home=self._homes.get(stored.focal_point) if stored.focal_point else None,
                    is_responder=stored.responder is not None,
                )
        self._nudge.set()

    def wake(self) -> None:
        """Look into the rows: somebody else wrote messages, or an engine died."""
        self._look = True
        self._nudge.set()

    def look_up_homes(self) -> None:
        """Take a new directory: where those who text live."""
        self._stale = True
        self._nudge.set()

    def compare(self) -> None:
        """See whether the gazetteer is still the one that the readers know."""
        self._compared_at = None
        self._nudge.set()

    def brief(self) -> None:
        """Tell the readers what people confirmed and which places they named."""
        self._briefed_at = None
        self._nudge.set()

    def waiting(self) -> int:
        return len(self._held)

    def close(self) -> None:
        self.readers.close()

    async def run(self) -> None:
        """Read and judge until cancelled, the one while the other: they keep two processors busy."""
        await self.readers.warm()
        self.reads.set()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._read_on())
            group.create_task(self._judge_on())

    async def _read_on(self) -> None:
        while True:
            if self._stale:
                self._stale = False
                self._homes = await self._desk.insist(homes)
            await self._brief()
            await self._compare()
            if not self._heap and not self._look:
                await woken(self._nudge, POLL)
            # Also beside work of its own: a dead engine's P1 must not wait behind a living one's talk.
            if self._look or not self._heap:
                await self._fetch()
            await self._read(*self._next())

    async def _judge_on(self) -> None:
        while True:
            _, _, readings = await self._to_judge.get()
            reach("before_triage")
            try:
                await self._judge.batch(readings)
            finally:
                for pk in readings:
                    self._held.pop(pk, None)
            reach("after_triage")

    async def _brief(self) -> None:
        # The nudge may have been lost: ask now and then all the same.
        if self._briefed_at is not None and monotonic() - self._briefed_at < BRIEFED_EVERY:
            return
        self._briefed_at = monotonic()
        try:
            self.readers.brief(await self._desk.do(briefing_now))
        except Exception:  # without what was learned the rules still read every message
            log.exception("the readers could not be briefed")

    async def _compare(self) -> None:
        # A lost nudge costs a minute; a nudge for nothing costs a question, and no reader starts anew.
        if self._compared_at is not None and monotonic() - self._compared_at < COMPARED_EVERY:
            return
        self._compared_at = monotonic()
        edition = await self._desk.insist(_edition)
        if edition not in (self.readers.edition, self._asked_for):
            self._asked_for = edition
            self.readers.renew()

    async def _fetch(self) -> None:
        self._look = False
        for row in await self._desk.insist(unread, self._engine, FETCHED):
            home = self._homes.get(row.focal_point_id) if row.focal_point_id else None
            self._put(
                row.pk,
                row.text,
                row.received_at,
                is_urgent=row.is_urgent,
                home=home,
                is_responder=row.responder_id is not None,
            )

    def _put(
        self,
        pk: UUID,
        text: str,
        received_at: datetime,
        *,
        is_urgent: bool,
        home: tuple[float, float] | None,
        is_responder: bool,
    ) -> None:
        if pk in self._held:
            return
        if len(self._held) >= HELD_AT_MOST:
            self._look = True  # it waits in its row until there is room
            return
        self._held[pk] = ToRead(pk, text, received_at, home)
        if is_responder:
            self._responders.add(pk)
        heapq.heappush(self._heap, (not (is_urgent or is_responder), received_at, pk))

    def _next(self) -> tuple[bool, list[ToRead]]:
        """Return whether nothing in it is urgent, and what is to be read next."""
        batch: list[ToRead] = []
        is_calm = bool(self._heap) and self._heap[0][0]
        while self._heap and len(batch) < BATCH and self._heap[0][0] == is_calm:
            batch.append(self._held[heapq.heappop(self._heap)[2]])
        return is_calm, batch  # the urgent ones do not wait for the reading of the others

    async def _read(self, is_calm: bool, batch: Sequence[ToRead]) -> None:
        batch = [one for one in batch if not await self._answered(one)]
        if not batch:
            return
        readings: dict[UUID, Reading] = {}
        for one, reading in zip(batch, await self.readers.read(batch), strict=True):
            if reading is None:
                # Once is enough: each time it hangs, everybody waits.
                await self._desk.insist(park, one.id, "ReaderHung", at_once=True)
                self._held.pop(one.id, None)
            else:
                readings[one.id] = reading
        # An urgent batch overtakes the calm one that waits; a full queue holds up the reading.
        await self._to_judge.put((is_calm, next(self._order), readings))

    async def _answered(self, one: ToRead) -> bool:
        """Let a responder's text act, a coded text, or the answer to a test. It is read as a warning only when it is none."""
        if one.id not in self._responders and not may_be_answer(one.text):
            return False
        self._responders.discard(one.id)
        answered = await self._desk.insist(answer_or_leave, one.id)
        if answered:
            self._held.pop(one.id, None)
        return answered


def _edition() -> Edition:
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        count, sum_ = cursor.fetchone()
    return count, sum_
