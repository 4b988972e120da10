"""A message takes the short way to the door; whatever else comes on its connection goes to the pages."""

import asyncio
import json
from collections.abc import Sequence
from functools import partial

import pytest
import uvicorn

from tocsin.channels.contract import HttpAnswer
from tocsin.domain.messages import Arrival
from tocsin.intake.app import Receive, Scope, Send, answer
from tocsin.intake.crowd import Connections
from tocsin.intake.door import MAX_BODY, Door
from tocsin.intake.wire import Wire

BODY = b'{"text": "attaque"}'
WITHIN = 30  # seconds


class Porter(Door):
    """Says what came, in order, and stores nothing."""

    def __init__(self) -> None:
        self.came: list[tuple[str, Arrival]] = []

    async def receive(self, slug: str, arrival: Arrival) -> HttpAnswer:
        self.came.append((slug, arrival))
        await asyncio.sleep(0)
        return HttpAnswer(200, json.dumps(len(self.came)).encode())


class Broken(Porter):
    async def receive(self, slug: str, arrival: Arrival) -> HttpAnswer:
        raise RuntimeError(slug)


async def _pages(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, HttpAnswer(200, f"page {scope['path']}".encode(), "text/plain"))


async def _talk(door: Door, pieces: Sequence[bytes]) -> bytes:
    """Send the pieces one after the other on one connection; return all that is answered."""
    config = uvicorn.Config(
        _pages,
        http=partial(Wire, door=door, places=Connections()),  # type: ignore[arg-type]  # it is called like one
        port=0,
        log_config=None,
        lifespan="off",
        timeout_keep_alive=30,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.02)
    async with asyncio.timeout(WITHIN):
        told = await reader.read()
    writer.close()
    server.should_exit = True
    await serving
    return told


def talk(door: Door, *pieces: bytes) -> str:
    return asyncio.run(_talk(door, pieces)).decode()


def post(path: str = "/in/phones/", body: bytes = BODY, more: str = "", last: bool = True) -> bytes:
    close = "connection: close\r\n" if last else ""
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\n{close}{more}content-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_a_message_comes_to_the_door_as_it_was_sent() -> None:
    door = Porter()
    told = talk(door, post("/in/phones/status?a=b%20c", more="X-Tocsin-Signature: s\r\n"))
    ((slug, arrival),) = door.came
    assert told.startswith("HTTP/1.1 200 OK\r\n")
    assert (slug, arrival.path, arrival.query) == ("phones", "/in/phones/status", "a=b%20c")
    assert (arrival.headers["x-tocsin-signature"], arrival.body) == ("s", BODY)


def test_one_connection_carries_many_messages_and_answers_them_in_order() -> None:
    told = talk(Porter(), post(last=False), post(last=False) + post(last=False), post())
    assert [part[-1] for part in told.split("HTTP/1.1 200 OK")[1:]] == ["1", "2", "3", "4"]


def test_a_page_on_the_connection_of_a_message_is_still_a_page() -> None:
    page = b"GET /board/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    assert talk(Porter(), post(last=False), page).endswith("page /board/")


def test_a_browser_sees_only_pages() -> None:
    door = Porter()
    page = b"POST /inbox/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    assert talk(door, page).endswith("page /inbox/")
    assert not door.came


def test_a_message_may_come_in_crumbs_and_in_chunks() -> None:
    door = Porter()
    chunks = (
        b"POST /in/phones/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
        b"transfer-encoding: chunked\r\n\r\n5\r\n01234\r\n3\r\n567\r\n0\r\n\r\n"
    )
    talk(door, *(chunks[n : n + 1] for n in range(len(chunks))))
    assert door.came[0][1].body == b"01234567"


def test_of_a_message_that_is_too_long_the_door_sees_that_it_is() -> None:
    door = Porter()
    talk(door, post(body=b"x" * (MAX_BODY + 70_000)))
    assert len(door.came[0][1].body) == MAX_BODY + 1


def test_a_sender_that_asks_before_it_sends_is_told_to_go_on() -> None:
    told = talk(Porter(), post(more="expect: 100-continue\r\n"))
    assert told.startswith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


@pytest.mark.parametrize(
    ("bytes_sent", "status"),
    [
        (b"POST /in/phones/ HTTP/1.1\r\nnonsense\r\n\r\n", "400"),
        (post(more="a: " + "x" * 70_000 + "\r\n"), "400"),
        (b"\x16\x03\x01\x02\x00", "400"),
    ],
    ids=["no header", "long header", "no HTTP"],
)
def test_what_is_no_request_is_refused(bytes_sent: bytes, status: str) -> None:
    door = Porter()
    assert talk(door, bytes_sent).startswith(f"HTTP/1.1 {status} ")
    assert not door.came


def test_a_fault_of_ours_is_answered_and_ends_the_connection() -> None:
    told = talk(Broken(), post(last=False))
    assert told.startswith("HTTP/1.1 500 ")
    assert "connection: close" in told


@pytest.mark.parametrize(
    "start", ["POST /in/phones", "POST /in/phones/ HTTP/1.1\r\na: ", "GET /board"]
)
def test_what_never_ends_is_not_kept(start: str) -> None:
    """An address or a header goes on and on: the line is cut before it fills the memory."""
    door = Porter()
    try:
        told = talk(door, start.encode(), *[b"x" * 60_000] * 4)
    except ConnectionError:  # cut while we were still writing
        told = ""
    assert told in ("", "HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
    assert not door.came
