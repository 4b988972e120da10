"""The engine: the line's tasks in one asyncio process, each a row's second chance and not its first."""

import asyncio
import gc
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tocsin.actions.delivery import (
    Send,
    Tried,
    claim_deliveries,
    due_deliveries,
)
from tocsin.actions.freeing import free_engine
from tocsin.actions.receive import Arrived, Stored
from tocsin.channels.http import HttpClient
from tocsin.jobs.airtime import AirtimeRounds
from tocsin.jobs.alone import Aside, together_or_alone
from tocsin.jobs.bulletin import Bulletin
from tocsin.jobs.catch_up import CatchUp
from tocsin.jobs.clock import Clock
from tocsin.jobs.desk import Desk, woken
from tocsin.jobs.faults import reach
from tocsin.jobs.forgotten import Forgotten
from tocsin.jobs.gateways import Carriers, load_gateways
from tocsin.jobs.listeners import Listeners
from tocsin.jobs.liveness import Liveness
from tocsin.jobs.opinions import Adviser
from tocsin.jobs.outcomes import record_outcomes
from tocsin.jobs.readers import Readers
from tocsin.jobs.reading import ReadingRoom
from tocsin.jobs.sender import Sender
from tocsin.jobs.writer import Writer
from tocsin.records.queries.clock import database_now

if TYPE_CHECKING:
    from tocsin.jobs.beside import Beside

log = logging.getLogger(__name__)

DESKS = (
    "line",
    "record",
    "clock",
    "claim",
    "door",
    "kit",
    "rounds",
    "lines",
    "learning",
    "opinion",
    "upkeep",
    "reports",
    "watchdog",
)
RECORDED_AT_ONCE = 200
POLL = 1.0  # seconds behind every nudge: a lost one costs this much and nothing else
# Seconds. What stands beside the line waits for readers that load, but not for ones that never come, and then a moment
# for what had waited for them.
BEGINS_WITHIN, GOES_BEFORE = 15.0, 1.0


class Engine:
    """Owns the tasks. A task that ends with an error ends the process; the supervisor restarts it."""

    def __init__(
        self, *, client: HttpClient, readers: Readers, adviser: Adviser | None = None
    ) -> None:
        self._url = settings.DATABASE_URL
        self.liveness = Liveness(self._url)
        self.carriers = Carriers(client)
        self._client = client
        self._readers = readers
        self._adviser = adviser
        self._tried: asyncio.Queue[Tried] = asyncio.Queue()
        self._wake_sender = asyncio.Event()
        self._desks = {name: Desk(name) for name in DESKS}
        self.listeners = Listeners(self._url, self.carriers, self._desks["lines"])
        self._beside: Beside | None = None
        self.number = 0

    async def start(self) -> None:
        """Take a number, load the gateways, and be ready to receive."""
        self.number = await self.liveness.begin()
        self.writer = Writer(self._url, settings.KEY_RING, self._owner, self._hand_over)
        self.sender = Sender(self.carriers, self._tried.put_nowait)
        self.bulletin = Bulletin(self._url, epoch=f"e{self.number}", wake=self.wake)
        self.reading = ReadingRoom(
            self._desks["line"], self.sender, engine=self.number, readers=self._readers
        )
        self.clock = Clock(self._desks["clock"], self.sender, engine=self.number)
        self.forgotten = Forgotten(
            self._desks["record"], self.sender, engine=self.number, wake=self._wake_sender.set
        )
        self.catch_up = CatchUp(
            self.carriers, self.writer, self._desks["door"], is_exercise=settings.EXERCISE
        )
        self.airtime = AirtimeRounds(self._desks["kit"], self._client, engine=self.number)
        await self.renew_gateways()

    async def run(self) -> None:
        """Run until cancelled. Raises what ended a task."""
        async with asyncio.TaskGroup() as group:
            for task in self._line():
                group.create_task(task)
            for task in (await self._load_beside()).tasks():
                group.create_task(task)

    async def close(self) -> None:
        await self.sender.close()
        self.reading.close()
        for desk in self._desks.values():
            desk.close()
        await self._client.close()
        await self.liveness.close()
        await self.writer.hang_up()

    def desk(self, name: str) -> Desk:
        return self._desks[name]

    def wake(self, what: str) -> None:
        """Take a nudge from the bulletin. `everything` is each of them: some may not have been heard."""
        for nudge, bell in self._bells():
            if what in (nudge, "everything"):
                bell()

    def _bells(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "read", self.reading.wake
        yield "deliver", self._wake_sender.set
        yield "clock", self.clock.wake
        yield "feedback", self.clock.wake
        yield "learning", self.reading.brief
        yield "airtime", self.airtime.wake
        yield "directory", self.reading.look_up_homes
        yield "places", self.reading.compare
        yield "gateways", lambda: asyncio.get_running_loop().create_task(self.renew_gateways())
        if self._beside is not None:
            yield from self._beside.bells()

    async def renew_gateways(self) -> None:
        self.carriers.renew(await self._desks["door"].insist(load_gateways))

    def _line(self) -> Sequence[Coroutine[Any, Any, None]]:
        return (
            self.writer.run(),
            self.bulletin.run(),
            self.reading.run(),
            self.clock.run(),
            self._record(),
            self._claim(),
            self.liveness.watch(self._free),
            self.forgotten.run(),
            self.catch_up.run(),
            self.catch_up.ask(),
            self.catch_up.ask_balances(),
            self.listeners.run(),
            self.airtime.run(),
        )

    async def _load_beside(self) -> "Beside":
        await woken(self.reading.reads, BEGINS_WITHIN)
        await asyncio.sleep(GOES_BEFORE)
        # In a thread: the line goes on meanwhile, and none of it waits for what is loaded.
        made = await asyncio.to_thread(_beside)
        self._beside = made(
            self._desks, self.carriers, self._client, engine=self.number, adviser=self._adviser
        )
        return self._beside

    def _owner(self) -> int | None:
        # Until our readers know all places, whoever reads sooner may have what our door takes.
        return self.number if self.reading.readers.is_warm else None

    def _hand_over(self, batch: Sequence[tuple[Arrived, Stored]]) -> None:
        self.reading.take(batch)

    async def _record(self) -> None:
        """Write down what came of tries, many at once. Repeating it after a lost answer is safe."""
        while True:
            batch = [await self._tried.get()]
            while len(batch) < RECORDED_AT_ONCE and not self._tried.empty():
                batch.append(self._tried.get_nowait())
            reach("before_record")
            await self._desks["record"].insist(record_outcomes, batch)
            self.sender.written(batch)
            reach("after_record")

    async def _claim(self) -> None:
        """Claim deliveries that are due: queued by pages, to be tried again, or freed by a death."""
        aside = Aside()
        while True:
            looked = 0
            try:
                looked = await self._desks["claim"].insist(
                    _claim, self.number, aside, self.sender.taker()
                )
            finally:
                if not looked:
                    await woken(self._wake_sender, POLL)

    async def _free(self, number: int) -> None:
        count = await self._desks["claim"].insist(_free, number)
        log.warning("engine %s died; %s deliveries had been in flight", number, count)
        self.reading.wake()
        self._wake_sender.set()


def _beside() -> "type[Beside]":
    # Here and not above, that a start need not wait for it.
    from tocsin.jobs.beside import Beside  # noqa: PLC0415

    # The collector had set the program apart before; this belongs to it.
    gc.freeze()
    return Beside


def _claim(engine: int, aside: Aside, send: Send) -> int:
    at = database_now()
    claimed = together_or_alone(
        "delivery",
        lambda: claim_deliveries(engine=engine, at=at, without=aside.now(at), send=send),
        ids=lambda: due_deliveries(at=at, without=aside.now(at)),
        one=lambda pk: claim_deliveries(engine=engine, at=at, only=pk, send=send),
        aside=lambda pk: aside.put(pk, at=at),
    )
    return sum(looked for _, looked in claimed)


def _free(number: int) -> int:
    return free_engine(number, at=database_now())
