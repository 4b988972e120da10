"""A carrier that hangs delays no other, and a P1 never waits behind the rest (R10)."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.clocks import TimelessLoop
from tocsin.actions.delivery import ToSend, Tried
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.loopback import Loopback
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.ids import new_id
from tocsin.domain.messages import Outbound, Sent
from tocsin.domain.words import DeliveryState, Priority
from tocsin.jobs.gateways import Carrier, Carriers
from tocsin.jobs.sender import AT_ONCE, PATIENCE, Sender

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)
CLIENT = HttpClient(wire=ScriptedWire())


class Hanging(Loopback):
    """Takes a message and never answers."""

    async def send(self, outbound: Outbound) -> Sent:
        await asyncio.sleep(3600)
        return await super().send(outbound)


class Two(Carriers):
    """One carrier that hangs and one that works."""

    def __init__(self) -> None:
        super().__init__(CLIENT)
        self.hung, self.well = new_id(), new_id()
        self.channels = {
            self.hung: Hanging({"secret": "s"}, client=CLIENT),
            self.well: Loopback({"secret": "s"}, client=CLIENT),
        }

    def by_id(self, gateway: UUID) -> Carrier | None:
        channel = self.channels.get(gateway)
        if channel is None:
            return None
        return Carrier(
            id=gateway,
            slug=str(gateway),
            kind="loopback",
            version=1,
            is_enabled=True,
            is_exercise=True,
            channel=channel,
        )


def to_send(gateway: UUID, priority: Priority = Priority.P1) -> ToSend:
    return ToSend(
        delivery=new_id(),
        attempt=new_id(),
        number=1,
        gateway=gateway,
        to="+243990000101",
        text="t",
        priority=priority,
        not_after=NOON + timedelta(hours=1),
    )


def sent_within(carriers: Two, what: Iterable[ToSend], seconds: float) -> list[Tried]:
    """Return what had come of it after so many seconds, on a clock that waits for nothing."""
    tried: list[Tried] = []

    async def night() -> None:
        sender = Sender(carriers, tried.append, clock=lambda: NOON)
        sender.take(what)
        await asyncio.sleep(seconds)
        await sender.close()

    with asyncio.Runner(loop_factory=TimelessLoop) as runner:
        runner.run(night())
    return tried


def test_a_hung_carrier_delays_no_other() -> None:
    carriers = Two()
    stuck = [to_send(carriers.hung) for _ in range(500)]
    fine = [to_send(carriers.well) for _ in range(500)]
    tried = sent_within(carriers, [*stuck, *fine], seconds=0.5)
    assert {one.gateway for one in tried} == {carriers.well}
    assert len(tried) == 500


def test_a_p1_is_given_up_as_unknown_after_five_seconds() -> None:
    carriers = Two()
    assert sent_within(carriers, [to_send(carriers.hung)], PATIENCE[Priority.P1] - 0.1) == []
    (tried,) = sent_within(carriers, [to_send(carriers.hung)], PATIENCE[Priority.P1] + 0.1)
    assert tried.state is DeliveryState.UNKNOWN
    assert tried.blame is None


def test_a_p1_never_waits_behind_a_crowd_of_others() -> None:
    carriers = Two()
    crowd = [to_send(carriers.hung, Priority.P3) for _ in range(AT_ONCE * 3)]
    page = to_send(carriers.hung)
    tried = sent_within(carriers, [*crowd, page], PATIENCE[Priority.P1] + 0.1)
    assert [one.delivery for one in tried] == [page.delivery]


def test_a_gateway_that_is_gone_fails_for_good_and_is_to_blame() -> None:
    carriers = Two()
    (tried,) = sent_within(carriers, [to_send(new_id())], 0.1)
    assert (tried.state, tried.failure) == (DeliveryState.FAILED, "misconfigured")
    assert tried.is_final


def test_a_try_is_held_until_what_came_of_it_is_written() -> None:
    async def night() -> tuple[set[UUID], set[UUID]]:
        carriers = Two()
        tried: asyncio.Queue[Tried] = asyncio.Queue()
        sender = Sender(carriers, tried.put_nowait, clock=lambda: NOON)
        sender.take([to_send(carriers.well)])
        ended = await tried.get()
        before = set(sender.held)
        sender.written([ended])
        await sender.close()
        assert before == {ended.attempt}
        return before, set(sender.held)

    with asyncio.Runner(loop_factory=TimelessLoop) as runner:
        before, after = runner.run(night())
    assert len(before) == 1
    assert not after
