"""Lines that we hold open: stored before confirmed, opened again, apart from one another, by one engine alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from tests.channels.lines import PATIENCE
from tests.make import make_base, make_community, make_focal_point
from tests.ports import free_port
from tests.world import NOON
from tocsin.actions.gateways import add_gateway, disable_gateway
from tocsin.actions.journal import Actor
from tocsin.actions.radio_stations import StationPlan, add_station
from tocsin.channels.ax25 import Frame, encode, kiss
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted_line import ScriptedLine, scripted_line
from tocsin.cli.front import build_front
from tocsin.jobs.engine import Engine
from tocsin.jobs.readers import Readers
from tocsin.records.models import Gateway, Message, RadioStation, UnreadableArrival

BY = Actor("test")
ALARM = kiss(encode(Frame("KILO7", "APRS", (), b":TOCSIN-1 :Watu wenye silaha{01")))


@pytest.fixture
def port(live: str) -> Iterator[int]:
    """A gateway of ours, and the port at which its modem will listen."""
    found = free_port()
    a_gateway(found)
    with override_settings(DATABASE_URL=live):
        yield found


def a_gateway(port: int, slug: str = "aprs") -> Gateway:
    settings = {"call_sign": "TOCSIN-1", "host": "127.0.0.1", "port": str(port)}
    return add_gateway(
        slug=slug, kind="kiss_tnc", title=slug, settings=settings, rank=1, by=BY, at=NOON
    )


@contextlib.asynccontextmanager
async def an_engine() -> AsyncIterator[Engine]:
    readers = Readers(settings.DATABASE_URL, count=1)
    engine = Engine(client=HttpClient(guard=Guard.open()), readers=readers)
    await engine.start()
    build_front(engine, None)
    tasks = [
        asyncio.create_task(one)
        for one in (engine.writer.run(), engine.bulletin.run(), engine.listeners.run())
    ]
    try:
        async with asyncio.timeout(PATIENCE * 2):
            yield engine
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await engine.close()


async def acknowledged(modem: ScriptedLine) -> None:
    await modem.hears(b":KILO7    :ack01")


def _switch_off() -> None:
    disable_gateway(Gateway.objects.get(), by=BY, at=NOON)


def _states() -> dict[str, bool | None]:
    return dict(Gateway.objects.values_list("slug", "is_up"))


def test_a_message_is_a_row_before_its_sender_is_told(live: str, port: int) -> None:
    async def story() -> None:
        async with scripted_line(port) as modem, an_engine() as engine:
            await modem.says(ALARM)
            await acknowledged(modem)
            assert await engine.desk("door").do(Message.objects.count) == 1
            await modem.says(ALARM)
            modem.heard.clear()
            await acknowledged(modem)
            assert await engine.desk("door").do(Message.objects.count) == 1

    asyncio.run(story())
    message = Message.objects.get()
    assert (message.text, message.kind) == ("Watu wenye silaha", "radio")
    assert "unproven" in message.flags


def test_a_line_that_breaks_is_opened_again(live: str, port: int) -> None:
    async def story() -> None:
        async with scripted_line(port) as modem, an_engine():
            await modem.says(b"")
            modem.hangs_up()
            while modem.n_callers < 2:
                await asyncio.sleep(0.02)
            await modem.says(ALARM)
            await acknowledged(modem)

    asyncio.run(story())


def test_a_gateway_that_is_away_delays_no_other_and_says_so(live: str, port: int) -> None:
    a_gateway(1, "away")

    async def story() -> None:
        async with scripted_line(port) as modem, an_engine() as engine:
            await modem.says(ALARM)
            await acknowledged(modem)
            while await engine.desk("door").do(_states) != {"away": False, "aprs": True}:
                await asyncio.sleep(0.05)

    asyncio.run(story())


def test_noise_is_kept_for_an_administrator(live: str, port: int) -> None:
    async def story() -> None:
        async with scripted_line(port) as modem, an_engine():
            await modem.says(kiss(b"not a frame at all") + ALARM)
            await acknowledged(modem)

    asyncio.run(story())
    assert UnreadableArrival.objects.get().reason.startswith("No frame of APRS")


def test_one_engine_listens_and_the_other_takes_over(live: str, port: int) -> None:
    async def story() -> None:
        async with scripted_line(port) as modem, contextlib.AsyncExitStack() as stack:
            async with an_engine():
                await modem.says(b"")
                await stack.enter_async_context(an_engine())
                await asyncio.sleep(1.0)
                assert modem.n_callers == 1
            while modem.n_callers < 2:
                await asyncio.sleep(0.05)
            await modem.says(ALARM)
            await acknowledged(modem)

    asyncio.run(story())


def test_what_is_switched_off_is_no_longer_listened_to(live: str, port: int) -> None:
    async def story() -> None:
        async with scripted_line(port) as modem, an_engine() as engine:
            await modem.says(b"")
            await engine.desk("door").do(_switch_off)
            await engine.renew_gateways()
            while modem.n_here:
                await asyncio.sleep(0.02)

    asyncio.run(story())


def test_a_station_gives_a_sign_of_life_and_its_words_are_of_its_keeper(
    live: str, port: int
) -> None:
    home = make_community("Kasenga", make_base())
    person = make_focal_point("FP-0001", home, name="Neema", number="+243990000001")
    plan = StationPlan("KILO 7", focal_point=person, text_scheme="aprs", text_address="kilo7-0")
    add_station(plan, by=BY, at=NOON)

    async def story() -> None:
        async with scripted_line(port) as modem, an_engine():
            await modem.says(ALARM)
            await acknowledged(modem)

    asyncio.run(story())
    assert Message.objects.get().focal_point == person
    assert RadioStation.objects.get().last_heard_at is not None
