"""The short way of a message: from the socket to the door, past the machinery that pages need."""

import asyncio
import logging
from collections import deque
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import unquote

import httptools
from uvicorn.config import Config
from uvicorn.server import ServerState

from tocsin.channels.contract import HttpAnswer, wall_clock
from tocsin.domain.messages import Arrival
from tocsin.intake.crowd import Connections
from tocsin.intake.door import MAX_BODY, Door
from tocsin.intake.limits import LONGEST_HEAD, PATIENCE, Length, TooLong
from tocsin.intake.measured import Measured

log = logging.getLogger(__name__)

START = b"POST /in/"
WAITING_AT_MOST = 32  # requests that a sender may push behind one that is at work
KEPT = 30.0  # seconds that a silent connection is kept
MOMENT = 0.05  # seconds between two looks at least
_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}
FAILED = HttpAnswer(500, b"", "text/plain")


class Wire(asyncio.Protocol):
    """One connection. What is no post to `/in/` hands it over to uvicorn, for good.

    Its arguments are those that uvicorn gives to its own protocols, the door, and what else is open.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        door: Door,
        places: Connections,
        patience: float = PATIENCE,
    ) -> None:
        self._config, self._state, self._app_state = config, server_state, app_state
        self._door = door
        self._places = places
        self._loop = _loop or asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._head = b""  # what came of a request that is not known yet
        self._is_between = True  # no request is half read
        self._length = Length(patience=patience)
        self._is_busy = False
        self._is_last = False
        self._waiting: deque[tuple[Arrival, bool]] = deque()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Cast, for uvloop's transports are no subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        self._state.connections.add(cast(Any, self))
        self._heard_at = self._loop.time()
        self._timer = self._loop.call_soon(self._close_if_slow)
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if isinstance(peer, tuple) else ""
        if not self._places.enter(self._address, self):
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self._places.leave(self._address, self)
        self._leave()

    def data_received(self, data: bytes) -> None:
        self._heard_at = self._loop.time()
        if self._is_between and not self._is_busy:
            self._length.begin(self._heard_at)
            self._head += data
            if not self._head.startswith(START):
                if not START.startswith(self._head):
                    self._hand_over()
                return
            data, self._head = self._head, b""
        try:
            self._length.add(len(data))
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade, TooLong):
            self._transport.write(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
            self._transport.close()

    def shutdown(self) -> None:
        """Take nothing more; called by uvicorn when the program is to end."""
        self._is_last = True
        if not self._is_busy:
            self._transport.close()

    def is_waiting(self) -> bool:
        return not self._is_busy

    def let_go(self) -> None:
        self._transport.abort()

    # What httptools calls while it reads.

    def on_message_begin(self) -> None:
        self._is_between = False
        self._length.begin(self._loop.time())
        self._url, self._body, self._size = b"", bytearray(), 0
        self._headers: dict[str, str] = {}

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._size += len(name) + len(value)
        if self._size > LONGEST_HEAD:
            raise ValueError("too many headers")
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self._length.is_in_head = False
        if self._headers.get("expect", "").lower() == "100-continue":
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        if len(self._body) <= MAX_BODY:  # The door sees that it is too long; the rest is dropped.
            self._body += body

    def on_message_complete(self) -> None:
        self._is_between = True
        self._length.end()
        url = httptools.parse_url(self._url)
        arrival = Arrival(
            method=self._parser.get_method().decode("ascii"),
            path=unquote(url.path.decode("latin-1")),
            query=(url.query or b"").decode("latin-1"),
            headers=self._headers,
            body=bytes(self._body[: MAX_BODY + 1]),
            received_at=wall_clock(),
        )
        self._waiting.append((arrival, self._parser.should_keep_alive()))
        if len(self._waiting) > WAITING_AT_MOST:
            self._transport.pause_reading()
        if not self._is_busy:
            self._is_busy = True
            task = self._loop.create_task(self._answer_all())
            self._state.tasks.add(task)
            task.add_done_callback(self._state.tasks.discard)

    async def _answer_all(self) -> None:
        while self._waiting and not self._transport.is_closing():
            arrival, is_kept = self._waiting.popleft()
            if not arrival.path.startswith("/in/"):
                self._is_last = True  # Pushed behind a message: its sender asks again elsewhere.
                break
            self._is_last = self._is_last or not is_kept
            self._say(await self._receive(arrival))
            if self._is_last:
                break
            self._transport.resume_reading()
        self._is_busy = False
        if self._is_last:
            self._transport.close()

    async def _receive(self, arrival: Arrival) -> HttpAnswer:
        slug = arrival.path.removeprefix("/in/").split("/", 1)[0]
        try:
            return await self._door.receive(slug, arrival)
        except Exception:  # a fault of ours must be answered too
            log.exception("the door failed for gateway %s", slug if slug.isalnum() else "?")
            self._is_last = True
            return FAILED

    def _say(self, answer: HttpAnswer) -> None:
        self._state.total_requests += 1
        pieces = [_STATUS_LINES[answer.status]]
        for name, value in self._state.default_headers:
            pieces += [name, b": ", value, b"\r\n"]
        for title, words in answer.headers:
            pieces.append(f"{title.lower()}: {words}\r\n".encode("latin-1"))
        if self._is_last:
            pieces.append(b"connection: close\r\n")
        pieces.append(
            b"cache-control: no-store\r\nx-content-type-options: nosniff\r\n"
            b"content-type: %b\r\ncontent-length: %d\r\n\r\n"
            % (answer.content_type.encode(), len(answer.body))
        )
        pieces.append(answer.body)
        self._transport.write(b"".join(pieces))

    def _hand_over(self) -> None:
        """Let uvicorn have the connection: it is a browser's, or a program's that asks for more."""
        self._leave()
        pages = Measured(
            config=self._config,
            server_state=self._state,
            app_state=self._app_state,
            _loop=self._loop,
            places=self._places,
            address=self._address,
            patience=self._length.patience,
        )
        self._places.hand_on(self._address, self, pages)
        self._transport.set_protocol(pages)
        pages.connection_made(self._transport)
        pages.data_received(self._head)

    def _close_if_slow(self) -> None:
        """Close it when it is silent, and when its request comes drop by drop."""
        now = self._loop.time()
        silent = self._heard_at + KEPT - now if not self._is_busy else KEPT
        left = min(silent, self._length.left(now))
        if left <= 0:
            self._transport.abort()
            return
        soon = min(left, self._length.patience / 3)
        self._timer = self._loop.call_later(max(soon, MOMENT), self._close_if_slow)

    def _leave(self) -> None:
        self._timer.cancel()
        self._state.connections.discard(cast(Any, self))
