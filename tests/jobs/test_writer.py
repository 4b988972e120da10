"""One message that cannot be stored refuses no neighbour, and never ends the intake."""

import asyncio
from datetime import UTC, datetime

from django.conf import settings

from tocsin.actions.receive import Arrived, arrived
from tocsin.domain.ids import new_id
from tocsin.domain.messages import Inbound
from tocsin.domain.words import MessageKind
from tocsin.jobs.writer import NotStored, Writer
from tocsin.records.models import Gateway, Message

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)


def from_number(sender: str, gateway: Gateway) -> Arrived:
    inbound = Inbound(kind=MessageKind.SMS, sender=sender, recipient="", text="t")
    return arrived(inbound, gateway=gateway.pk, at=NOON, is_drill=False)


def test_a_row_that_no_encoding_takes_leaves_its_neighbours_alone(live: str) -> None:
    gateway = Gateway.objects.create(
        slug="g", kind="loopback", title="t", schemes=[], settings="{}"
    )
    senders = ["+243990000501", "half a letter: \ud800", "+243990000502"]

    async def crowd() -> list[object]:
        writer = Writer(live, settings.KEY_RING, 1, lambda _: None)
        writing = asyncio.create_task(writer.run())
        stores = [writer.store([from_number(sender, gateway)]) for sender in senders]
        told = await asyncio.gather(*stores, return_exceptions=True)
        later = await writer.store([from_number("+243990000503", gateway)])
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
        writer = Writer(live, settings.KEY_RING, 1, lambda _: None)
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
