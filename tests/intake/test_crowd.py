"""One caller who holds hundreds of connections open and says nothing costs no gateway its answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from ipaddress import ip_network

import pytest
import uvicorn

from tests.clocks import turns
from tests.intake.test_wire import Porter, post
from tocsin.channels.contract import HttpAnswer
from tocsin.intake.app import Receive, Scope, Send, answer
from tocsin.intake.crowd import Connections, Crowd, asked_by
from tocsin.intake.stream import Stream, Watcher
from tocsin.intake.wire import Wire
from tocsin.jobs.bulletin import Bulletin
from tocsin.records.queries.scope import Scope as Reach
from tocsin.records.queries.watching import Whose

MOST, DRIPS = 40, 300
WITHIN = 30  # seconds
DRIPPED = (
    b"P",  # nothing is known of it yet
    b"POST /in/phones/ HTTP/1.1\r\nhost: x\r\n",  # half a head
    b"POST /in/phones/ HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\nabc",  # half a body
    b"GET /stream/ HTTP/1.1\r\nhost: x\r\n",  # a browser's, half a head
    b"POST /log/ HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\nabc",  # a page's, half a body
)


async def _pages(scope: Scope, receive: Receive, send: Send) -> None:
    """As the pages do, wait for the whole of what they are sent."""
    while (await receive()).get("more_body"):
        pass
    await answer(send, HttpAnswer(200, b"a page", "text/plain"))


@asynccontextmanager
async def serving(door: Porter, places: Connections, *, patience: float = 30) -> AsyncIterator[int]:
    """Serve as the engine does; yields the port."""
    config = uvicorn.Config(
        _pages,
        http=partial(Wire, door=door, places=places, patience=patience),  # type: ignore[arg-type]  # as in cli/programs.py
        host="0.0.0.0",
        port=0,
        log_config=None,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await task


async def say(
    port: int, words: bytes, *, by: str
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(by, 0))
    writer.write(words)
    return reader, writer


async def hang_up(*writers: asyncio.StreamWriter) -> None:
    for writer in writers:
        writer.close()
    await asyncio.gather(*(one.wait_closed() for one in writers), return_exceptions=True)


async def told_to(port: int, *, by: str) -> bytes:
    reader, writer = await say(port, post(), by=by)
    async with asyncio.timeout(WITHIN):
        told = await reader.read()
    await hang_up(writer)
    return told.split(b"\r\n", 1)[0]


@pytest.mark.parametrize("gateway", ["127.0.0.3", "127.0.0.2"])
def test_three_hundred_that_drip_keep_no_message_out(gateway: str) -> None:
    """From another address, and from the same: an office may stand behind one."""

    async def siege() -> tuple[bytes, int]:
        door = Porter()
        async with serving(door, Connections(MOST)) as port:
            held = [
                await say(port, DRIPPED[n % len(DRIPPED)], by="127.0.0.2") for n in range(DRIPS)
            ]
            told = await told_to(port, by=gateway)
            ended = sum(reader.at_eof() or reader.exception() is not None for reader, _ in held)
            await hang_up(*(writer for _, writer in held))
        return told, ended

    told, ended = asyncio.run(siege())
    assert told == b"HTTP/1.1 200 OK"
    assert DRIPS - MOST <= ended <= DRIPS - MOST + 1


@pytest.mark.parametrize("words", DRIPPED[:3])
def test_a_message_that_comes_drop_by_drop_is_not_waited_for(words: bytes) -> None:
    async def drip() -> bool:
        async with serving(Porter(), Connections(), patience=0.1) as port:
            reader, writer = await say(port, words, by="127.0.0.2")
            told = asyncio.create_task(reader.read())
            async with asyncio.timeout(WITHIN):
                while not told.done():
                    writer.write(b"x")
                    await asyncio.wait({told}, timeout=0.05)
            await asyncio.gather(told, return_exceptions=True)
            await hang_up(writer)
        return True

    assert asyncio.run(drip())


class Held:
    """A connection that somebody holds open."""

    def __init__(self, *, is_at_work: bool = False) -> None:
        self.is_at_work, self.is_closed = is_at_work, False

    def is_waiting(self) -> bool:
        return not self.is_at_work

    def let_go(self) -> None:
        self.is_closed = True


def test_the_longest_that_waits_makes_room_and_what_is_at_work_goes_on() -> None:
    places = Connections(2)
    busy, silent, new = Held(is_at_work=True), Held(), Held(is_at_work=True)
    assert all(places.enter("192.0.2.1", one) for one in (busy, silent, new))
    assert (busy.is_closed, silent.is_closed, new.is_closed) == (False, True, False)
    assert not places.enter("192.0.2.1", Held()), "all others are at work"
    assert places.enter("192.0.2.2", Held()), "another address has places of its own"
    places.leave("192.0.2.1", busy)
    assert places.enter("192.0.2.1", Held())


def test_a_proxy_that_the_deployment_names_is_not_counted() -> None:
    places = Connections(1, free=[ip_network("192.0.2.0/24")])
    assert all(places.enter("192.0.2.7", Held()) for _ in range(9))
    scope = {
        "client": ("192.0.2.7", 1),
        "headers": [(b"x-forwarded-for", b"9.9.9.9, 198.51.100.4")],
    }
    assert asked_by(scope, [ip_network("192.0.2.0/24")]) == "198.51.100.4"
    assert asked_by(scope, []) == "192.0.2.7"


def test_a_crowd_lets_in_so_many_of_one_and_so_many_of_all() -> None:
    crowd = Crowd(2, of_all=3)
    with ExitStack() as held:
        let_in = [held.enter_context(crowd.place(key)) for key in "aaabc"]
    assert let_in == [True, True, False, True, False]
    with crowd.place("a") as again:
        assert again


def test_one_sign_in_watches_with_so_many_pages_and_gets_the_place_of_one_that_closes() -> None:
    async def watch() -> list[int]:
        async def watcher_of(_: str) -> Watcher:
            return Watcher(Reach(sees_restricted=False))

        async def whose(_: str) -> Whose:
            return Whose()

        bulletin = Bulletin("", epoch="e", wake=lambda _: None)
        stream = Stream(bulletin, watcher_of=watcher_of, whose=whose, cookie="sessionid", most=2)
        leave, told = asyncio.Event(), list[int]()

        async def receive() -> dict[str, str]:
            await leave.wait()
            return {"type": "http.disconnect"}

        async def send(event: Mapping[str, object]) -> None:
            if "status" in event:
                told.append(int(str(event["status"])))

        asked = {"headers": [(b"cookie", b"sessionid=one")]}
        pages = [asyncio.create_task(stream(asked, receive, send)) for _ in range(3)]
        await turns()
        leave.set()
        await turns()
        assert all(page.done() for page in pages), "at once, not with the next news or beat"
        await stream(asked, receive, send)
        return told

    assert asyncio.run(watch()) == [200, 200, 429, 200]
