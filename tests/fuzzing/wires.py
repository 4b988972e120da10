"""The other side of a connection: callers at our door, and machines that answer what we asked."""

import asyncio
from collections.abc import Coroutine
from functools import cache
from typing import Any, cast

import uvicorn
from uvicorn.server import ServerState

from tests.fuzzing.target import Target
from tocsin.channels.connection import Connection, Stale
from tocsin.channels.contract import HttpAnswer
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import failed
from tocsin.channels.smtp import Account, Security, _greet, _Session
from tocsin.domain.messages import Arrival
from tocsin.intake.app import Receive, Scope, Send, answer
from tocsin.intake.crowd import Connections
from tocsin.intake.door import Door
from tocsin.intake.stream import _session
from tocsin.intake.wire import START, Wire

_LOOP = asyncio.new_event_loop()


class Porter(Door):
    """Answers everything at once, and stores nothing."""

    def __init__(self) -> None:
        self.came = 0

    async def receive(self, slug: str, arrival: Arrival) -> HttpAnswer:
        self.came += 1
        return HttpAnswer(200, b"{}")


class Pipe(asyncio.Transport):
    """A transport into nowhere that remembers what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self._is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def close(self) -> None:
        self._is_closed = True

    abort = close

    def is_closing(self) -> bool:
        return self._is_closed

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None: ...

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


def door_of_http(given: bytes) -> None:
    """A caller that writes whatever it likes behind `POST /in/`, in pieces."""
    _LOOP.run_until_complete(_call(START + given))


@cache
def _config() -> uvicorn.Config:
    config = uvicorn.Config(_page, log_config=None, lifespan="off", access_log=False)
    config.load()
    return config


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, HttpAnswer(200))


async def _call(given: bytes) -> None:
    state, pipe = ServerState(), Pipe()
    wire = Wire(_config(), state, {}, _LOOP, door=Porter(), places=Connections())
    wire.connection_made(pipe)
    step = max(1, len(given) // 3)
    for at in range(0, len(given), step):
        if not pipe.is_closing():
            wire.data_received(given[at : at + step])
        await asyncio.sleep(0)
    while state.tasks:
        await asyncio.sleep(0)
    wire.connection_lost(None)
    answers = bytes(pipe.written)
    assert not answers or answers.startswith(b"HTTP/1.1 ")
    assert b" 500 " not in answers


def answer_of_http(given: bytes) -> None:
    """A machine that answers what we asked it over HTTP."""
    _LOOP.run_until_complete(_asked(given))


async def _asked(given: bytes) -> None:
    connection, pipe = Connection(), Pipe()
    connection.connection_made(pipe)
    asking = _LOOP.create_task(connection.ask(b"GET / HTTP/1.1\r\n\r\n", within=5))
    await asyncio.sleep(0)
    for piece in (given[: len(given) // 2], given[len(given) // 2 :]):
        if not pipe.is_closing():
            connection.data_received(piece)
    connection.connection_lost(None)
    reply = await asking
    assert (failed(reply) is None) is (200 <= reply.status < 300)


def answer_of_mail(given: bytes) -> None:
    """A mail server that greets us in its own way."""
    account = Account("localhost", 25, Security.NONE, "name", "word", "a@example.invalid")
    _LOOP.run_until_complete(_greeted(given, account))


def _greeted(given: bytes, account: Account) -> Coroutine[Any, Any, None]:
    async def greeting() -> None:
        reader = asyncio.StreamReader(limit=2**16)
        reader.feed_data(given)
        reader.feed_eof()
        writer = cast(asyncio.StreamWriter, _Deaf())
        await _greet(_Session(reader, writer), account)

    return greeting()


class _Deaf:
    def write(self, data: bytes) -> None: ...

    async def drain(self) -> None: ...


def cookie(given: bytes) -> None:
    assert isinstance(_session(given.decode("latin-1"), "sessionid"), str)


_POST = b"phones/ HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}POST /in/a HTTP/1.1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_PIECES = b"g/?a=b HTTP/1.1\r\ntransfer-encoding: chunked\r\nexpect: 100-continue\r\n\r\n2\r\n{}\r\n0\r\nx: y\r\n\r\n"
_OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nretry-after: 5\r\n\r\n{}"
_OPEN = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 429 Slow\r\n\r\nrest"
_MAIL = b"220 hello\r\n250-x\r\n250 AUTH PLAIN\r\n235 in\r\n"
WIRES = [
    Target("http at the door", door_of_http, [_POST, _PIECES], longest=3_000),
    Target("http answers", answer_of_http, [_OK, _OPEN], (AnswerLost, Stale), longest=3_000),
    Target("mail server", answer_of_mail, [_MAIL, b"554 no\r\n"], (SendFailed, ValueError, OSError, asyncio.IncompleteReadError)),
    Target("cookies", cookie, [b"sessionid=abc; csrftoken=x", b'sessionid="a\\073b"']),
]  # fmt: skip
