"""One kept HTTP/1.1 connection that knows for certain what came back and what did not."""

import asyncio
from typing import cast

import httptools

from tocsin.channels.exchange import AnswerLost, HttpReply

MOST_BYTES = 2_000_000  # of an answer


class Stale(Exception):
    """The connection was closed before a single byte of an answer."""


class Connection(asyncio.Protocol):
    """One connection, one exchange at a time."""

    def __init__(self) -> None:
        self.is_usable = True
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[HttpReply] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._n_bytes = 0
        self._ends_with_the_connection = False

    async def ask(self, data: bytes, *, within: float) -> HttpReply:
        """Return the answer. Raises Stale, or AnswerLost, also after so many seconds without one."""
        if self._transport is None or self._transport.is_closing():
            raise Stale
        self._start()
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        end = loop.call_later(within, self._fail, AnswerLost("timed out"))
        self._transport.write(data)
        try:
            return await self._answer
        finally:
            end.cancel()

    def close(self) -> None:
        self.is_usable = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Cast, for uvloop's transports are no subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._n_bytes += len(data)
        if self._answer is None or self._answer.done() or self._n_bytes > MOST_BYTES:
            self._fail(AnswerLost("an answer too long, or to no question"))
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail(AnswerLost("not HTTP"))
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_usable = False
        if self._ends_with_the_connection and exc is None:
            self._finish(self._parser.get_status_code())
        self._fail(AnswerLost("closed in the middle of an answer") if self._n_bytes else Stale())

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        is_sized = "content-length" in self._headers or "transfer-encoding" in self._headers
        self._ends_with_the_connection = not is_sized

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:  # "continue" and the like: the answer is still to come
            self._headers, self._body = {}, []
            return
        self.is_usable = self._parser.should_keep_alive()
        self._finish(status)

    def _start(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._headers, self._body = {}, []
        self._n_bytes = 0
        self._ends_with_the_connection = False

    def _finish(self, status: int) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(HttpReply(status, self._headers, b"".join(self._body)))

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
