"""The other end of the line, in a process of its own: notes when which message arrived.

Run as `python -m tocsin.cli.bench.sink`. It prints its port, answers every POST with 200, and gives
all arrivals to who asks with GET.
"""

import asyncio
import json
import sys
import time
from typing import cast

import httptools
import uvloop

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"


class Arrivals:
    """Every message that came, with the moment by this machine's clock, copies as well."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def add(self, body: bytes, at: float) -> None:
        # The bodies are read when somebody asks: nothing is to slow the counting down.
        self.lines.append(b'{"at": %.6f, "body": %b}' % (at, body or b"null"))

    def answer(self) -> bytes:
        body = b"[" + b",\n".join(self.lines) + b"]"
        return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)


class Caller(asyncio.Protocol):
    """One connection; requests on it are answered in order."""

    def __init__(self, arrivals: Arrivals, delay: float) -> None:
        self._arrivals = arrivals
        self._delay = delay
        self._parser = httptools.HttpRequestParser(self)
        self._body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Cast, for uvloop's transports are no subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._body = b""

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        if self._parser.get_method() == b"GET":
            self._transport.write(self._arrivals.answer())
            return
        self._arrivals.add(self._body, time.time())
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._reply)
        else:
            self._reply()

    def _reply(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(OK)


async def serve(delay: float) -> None:
    """Listen on a free port of this machine, print it, and go on until standard input ends."""
    arrivals = Arrivals()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Caller(arrivals, delay), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    async with server:
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))
