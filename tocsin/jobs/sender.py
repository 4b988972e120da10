"""Senders, some for each gateway, so that one that hangs delays no other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from uuid import UUID

from tocsin.actions.delivery import Send, ToSend, Tried
from tocsin.channels.contract import Ability, wall_clock
from tocsin.channels.failures import SendFailed
from tocsin.domain.messages import Blame, Outbound, SentState
from tocsin.domain.words import DeliveryState, Priority
from tocsin.jobs.faults import reach
from tocsin.jobs.gateways import Carriers

log = logging.getLogger(__name__)

AT_ONCE = 16  # sends in flight for each gateway
P1_AT_ONCE = 48  # and this many more that only a P1 may use: it never waits behind the others
# How long a carrier may think. A P1 goes by the next means rather than wait longer.
PATIENCE = {Priority.P1: 5.0, Priority.P2: 15.0, Priority.P3: 20.0, Priority.P4: 20.0}


class Sender:
    """Takes claimed deliveries and tells `record` what came of each."""

    def __init__(
        self,
        carriers: Carriers,
        record: Callable[[Tried], None],
        *,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._carriers = carriers
        self._record = record
        self._clock = clock
        self._lanes: dict[UUID, _Lane] = {}
        self.held: set[UUID] = set()  # tries that were taken and are not written down yet

    def take(self, deliveries: Iterable[ToSend]) -> None:
        for one in deliveries:
            self.held.add(one.attempt)
            self._lane(one.gateway).put(one)

    def taker(self) -> Send:
        """Return a `take` for actions that run in a desk's thread. Called in the loop."""
        loop = asyncio.get_running_loop()
        return lambda sends: loop.call_soon_threadsafe(self.take, sends)

    def written(self, tries: Iterable[Tried]) -> None:
        """Forget tries: what came of them is in their rows."""
        self.held.difference_update(tried.attempt for tried in tries)

    def in_flight(self) -> int:
        return sum(lane.busy for lane in self._lanes.values())

    async def close(self) -> None:
        for lane in self._lanes.values():
            await lane.close()

    def _lane(self, gateway: UUID) -> "_Lane":
        if gateway not in self._lanes:
            self._lanes[gateway] = _Lane(self._send)
        return self._lanes[gateway]

    async def _send(self, one: ToSend) -> None:
        self._record(await self._tried(one))

    async def _tried(self, one: ToSend) -> Tried:
        carrier = self._carriers.by_id(one.gateway)
        if carrier is None or not carrier.is_enabled:
            return self._failed(one, "misconfigured", is_final=True, blame=Blame.GATEWAY)
        outbound = Outbound(
            str(one.delivery), one.to, one.text, one.priority, not_after=one.not_after
        )
        reach("before_send")
        try:
            async with asyncio.timeout(PATIENCE[one.priority]):
                sent = await carrier.channel.send(outbound)
        except TimeoutError:
            return self._plain(one, DeliveryState.UNKNOWN)
        except SendFailed as failed:
            wait = failed.retry_after.total_seconds() if failed.retry_after else None
            return self._failed(
                one,
                failed.failure.code,
                is_final=not failed.failure.retry,
                blame=failed.failure.blame,
                retry_after=wait,
            )
        except Exception:  # a fault of ours in one channel must not stop the lane
            log.exception("delivery %s failed in channel %s", one.delivery, carrier.kind)
            return self._plain(one, DeliveryState.UNKNOWN)
        reach("after_send")
        is_sent = sent.state is SentState.SENT
        state = DeliveryState.SENT if is_sent else DeliveryState.UNKNOWN
        by_hand = Ability.MANUAL in carrier.channel.about.abilities
        return self._plain(one, state, external_ids=sent.external_ids, is_by_hand=by_hand)

    def _plain(
        self,
        one: ToSend,
        state: DeliveryState,
        external_ids: tuple[str, ...] = (),
        *,
        is_by_hand: bool = False,
    ) -> Tried:
        return Tried(
            one.delivery,
            one.attempt,
            one.gateway,
            state,
            self._clock(),
            external_ids=external_ids,
            is_by_hand=is_by_hand,
        )

    def _failed(
        self,
        one: ToSend,
        code: str,
        *,
        is_final: bool,
        blame: Blame,
        retry_after: float | None = None,
    ) -> Tried:
        return Tried(
            one.delivery,
            one.attempt,
            one.gateway,
            DeliveryState.FAILED,
            self._clock(),
            failure=code,
            is_final=is_final,
            blame=blame,
            retry_after=retry_after,
        )


class _Lane:
    """The two queues of one gateway, P1 and the rest, and the senders that work them."""

    def __init__(self, send: Callable[[ToSend], Awaitable[None]]) -> None:
        self._send = send
        self._order = 0
        self.busy = 0
        self._urgent: _Queue = asyncio.PriorityQueue()
        self._others: _Queue = asyncio.PriorityQueue()
        self._tasks: list[asyncio.Task[None]] = []

    def put(self, one: ToSend) -> None:
        self._order += 1
        queue = self._urgent if one.priority is Priority.P1 else self._others
        queue.put_nowait((one.priority.value, self._order, one))
        self._open(queue)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _open(self, queue: "_Queue") -> None:
        # Senders are opened as they are needed: most gateways never need a second one.
        self._tasks = [task for task in self._tasks if not task.done()]
        name, most = ("urgent", P1_AT_ONCE) if queue is self._urgent else ("others", AT_ONCE)
        if sum(task.get_name() == name for task in self._tasks) < most:
            self._tasks.append(asyncio.create_task(self._work(queue), name=name))

    async def _work(self, queue: "_Queue") -> None:
        while not queue.empty():
            _, _, one = queue.get_nowait()
            self.busy += 1
            try:
                await self._send(one)
            finally:
                self.busy -= 1


_Queue = asyncio.PriorityQueue[tuple[str, int, ToSend]]
