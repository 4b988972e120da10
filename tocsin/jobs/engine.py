"""The engine: the line's tasks in one asyncio process, each a row's second chance and not its first."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

from django.conf import settings

from tocsin.actions.delivery import (
    ToSend,
    Tried,
    claim_deliveries,
    due_deliveries,
    free_engine,
)
from tocsin.actions.receive import Arrived, Stored
from tocsin.channels.http import HttpClient
from tocsin.jobs.airtime import AirtimeRounds
from tocsin.jobs.alone import Aside, together_or_alone
from tocsin.jobs.backups import Backups
from tocsin.jobs.bulletin import Bulletin
from tocsin.jobs.catch_up import CatchUp
from tocsin.jobs.clock import Clock
from tocsin.jobs.desk import Desk, woken
from tocsin.jobs.faults import reach
from tocsin.jobs.gateways import Carriers, load_gateways
from tocsin.jobs.learning import Teacher
from tocsin.jobs.listeners import Listeners
from tocsin.jobs.liveness import Liveness
from tocsin.jobs.old_numbers import OldNumbers
from tocsin.jobs.opinions import Adviser, Opinions
from tocsin.jobs.outcomes import record_outcomes
from tocsin.jobs.post import Post
from tocsin.jobs.proofs import Proofs
from tocsin.jobs.readers import Readers
from tocsin.jobs.reading import ReadingRoom
from tocsin.jobs.reports import Reports
from tocsin.jobs.retention import Retention
from tocsin.jobs.rounds import Rounds
from tocsin.jobs.sender import Sender
from tocsin.jobs.upkeep import Upkeep
from tocsin.jobs.watchdog import Watchdog
from tocsin.jobs.writer import Writer
from tocsin.records.queries.clock import database_now

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
        self.rounds = Rounds(self._desks["rounds"])
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
        self.teacher = Teacher(self._desks["learning"], engine=self.number)
        self.catch_up = CatchUp(
            self.carriers, self.writer, self._desks["door"], is_exercise=settings.EXERCISE
        )
        self.upkeep = Upkeep(self._desks["upkeep"], engine=self.number)
        self.airtime = AirtimeRounds(self._desks["kit"], self._client, engine=self.number)
        self.old_numbers = OldNumbers(self._desks["kit"])
        self.reports = Reports(self._desks["reports"])
        self.post = Post(self.carriers, self._desks["reports"])
        self.watchdog = Watchdog(self._desks["watchdog"], self._client, outside=settings.ALIVE_URL)
        await self.renew_gateways()

    async def run(self) -> None:
        """Run until cancelled. Raises what ended a task."""
        async with asyncio.TaskGroup() as group:
            for task in self._tasks():
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
        yield "learning", self.teacher.wake
        yield "airtime", self.airtime.wake
        yield "directory", self.reading.look_up_homes
        yield "places", self.reading.compare
        yield "gateways", lambda: asyncio.get_running_loop().create_task(self.renew_gateways())

    async def renew_gateways(self) -> None:
        self.carriers.renew(await self._desks["door"].insist(load_gateways))

    def _tasks(self) -> Sequence[Coroutine[Any, Any, None]]:
        return (
            self.writer.run(),
            self.bulletin.run(),
            self.reading.run(),
            self.clock.run(),
            self._record(),
            self._claim(),
            self.liveness.watch(self._free),
            self.catch_up.run(),
            self.catch_up.ask(),
            self.catch_up.ask_balances(),
            self.teacher.run(),
            *self._where_asked_for(),
            self.listeners.run(),
            self.rounds.run(),
            self.upkeep.run(),
            Retention(self._desks["upkeep"]).run(),
            Proofs(self._desks["upkeep"]).run(),
            self.airtime.run(),
            self.old_numbers.run(),
            self.reports.run(),
            self.post.run(),
            self.watchdog.run(),
        )

    def _where_asked_for(self) -> Iterator[Coroutine[Any, Any, None]]:
        """A second opinion where a deployment names a model, backups where it says where to."""
        if self._adviser is not None:
            desk = self._desks["opinion"]
            yield Opinions(desk, engine=self.number, adviser=self._adviser).run()
        if settings.BACKUP_FOLDER:
            yield Backups(self._desks["upkeep"]).run()

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
            reach("after_record")

    async def _claim(self) -> None:
        """Claim deliveries that are due: queued by pages, to be tried again, or freed by a death."""
        aside = Aside()
        while True:
            looked = 0
            try:
                found, looked = await self._desks["claim"].insist(_claim, self.number, aside)
                self.sender.take(found)
            finally:
                if not looked:
                    await woken(self._wake_sender, POLL)

    async def _free(self, number: int) -> None:
        count = await self._desks["claim"].insist(_free, number)
        log.warning("engine %s died; %s deliveries had been in flight", number, count)
        self.reading.wake()
        self._wake_sender.set()


def _claim(engine: int, aside: Aside) -> tuple[list[ToSend], int]:
    at = database_now()
    claimed = together_or_alone(
        "delivery",
        lambda: claim_deliveries(engine=engine, at=at, without=aside.now(at)),
        ids=lambda: due_deliveries(at=at, without=aside.now(at)),
        one=lambda pk: claim_deliveries(engine=engine, at=at, only=pk),
        aside=lambda pk: aside.put(pk, at=at),
    )
    return [send for sends, _ in claimed for send in sends], sum(n for _, n in claimed)


def _free(number: int) -> int:
    return free_engine(number, at=database_now())
