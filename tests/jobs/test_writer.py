"""One message that cannot be stored refuses no neighbour, and never ends the intake."""

import asyncio
from datetime import UTC, datetime

import psycopg
from django.conf import settings

from tocsin.actions.effects import CHANNEL
from tocsin.actions.receive import Arrived, arrived
from tocsin.domain.ids import new_id
from tocsin.domain.messages import Inbound
from tocsin.domain.words import MessageKind
from tocsin.jobs.writer import NotStored, Writer
from tocsin.records.models import Engine, Gateway, Message
from tocsin.records.queries.unread import unread

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)


def from_number(sender: str, gateway: Gateway, *, name: str | None = None) -> Arrived:
    inbound = Inbound(MessageKind.SMS, sender=sender, recipient="", text="t", external_id=name)
    return arrived(inbound, gateway=gateway.pk, at=NOON, is_drill=False)


def test_a_row_that_no_encoding_takes_leaves_its_neighbours_alone(live: str) -> None:
    gateway = Gateway.objects.create(
        slug="g", kind="loopback", title="t", schemes=[], settings="{}"
    )
    senders = ["+243990000501", "half a letter: \ud800", "+243990000502"]
    # An id that no index would hold, by whom somebody's gateway names its messages.
    name = "".join(chr(0x4E00 + 7919 * place % 20_000) for place in range(9_000))

    async def crowd() -> list[object]:
        writer = Writer(live, settings.KEY_RING, lambda: 1, lambda _: None)
        writing = asyncio.create_task(writer.run())
        stores = [writer.store([from_number(sender, gateway)]) for sender in senders]
        told = await asyncio.gather(*stores, return_exceptions=True)
        later = await writer.store([from_number("+243990000503", gateway, name=name)])
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await writer.hang_up()
        return [*told, later]

    told = asyncio.run(crowd())
    assert isinstance(told[1], NotStored)
    assert Message.objects.count() == 3


def test_an_unknown_gateway_is_refused_and_its_neighbour_is_not(live: str) -> None:
    gateway = Gateway.objects.create(
        slug="g", kind="loopback", title="t", schemes=[], settings="{}"
    )
    gone = Gateway(pk=new_id(), slug="gone")

    async def both() -> list[object]:
        writer = Writer(live, settings.KEY_RING, lambda: 1, lambda _: None)
        writing = asyncio.create_task(writer.run())
        stores = [writer.store([from_number("+243990000501", one)]) for one in (gone, gateway)]
        told = await asyncio.gather(*stores, return_exceptions=True)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await writer.hang_up()
        return list(told)

    told = asyncio.run(both())
    assert isinstance(told[0], NotStored)
    assert Message.objects.count() == 1


def test_what_comes_while_no_reader_is_ready_belongs_to_whoever_reads_first(live: str) -> None:
    gateway = Gateway.objects.create(
        slug="g", kind="loopback", title="t", schemes=[], settings="{}"
    )
    owners = [None, 7]  # the readers learn all places; then they know them
    with psycopg.connect(live, autocommit=True) as other:
        other.execute(f"listen {CHANNEL}")

        async def both() -> None:
            writer = Writer(live, settings.KEY_RING, lambda: owners[0], lambda _: None)
            writing = asyncio.create_task(writer.run())
            for sender in ("+243990000501", "+243990000502"):
                await writer.store([from_number(sender, gateway)])
                owners.reverse()
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            await writer.hang_up()

        asyncio.run(both())
        other.execute("select")  # What was said before comes with the answer, at the latest.
        nudges = [notice.payload for notice in other.notifies(timeout=0, stop_after=9)]
    # Of another engine, eight: what has no owner, and what a dead one left. Of ours, both.
    Engine.objects.create(number=7, started_at=NOON, seen_at=NOON, host="h")
    assert [len(unread(engine, 9)) for engine in (7, 8)] == [2, 1]
    assert nudges == ["wake:read"]
