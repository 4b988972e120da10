"""The senders, in a process of their own: each message at its moment, whatever became of the last.

Run as `python -m tocsin.cli.bench.load`; the plan comes on standard input, the outcome goes to
standard output. A message that finds all connections busy is late, and its latency says so: it
counts from the moment at which it was to be sent.
"""

import asyncio
import json
import signal
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

import httptools
import uvloop

from tocsin.channels import signing
from tocsin.channels.contract import wall_clock

AGAIN_AFTER = 0.2  # seconds before a message that was not taken is sent again


@dataclass(slots=True)
class Post:
    """One message: when it is due (seconds from the start), and what is posted."""

    due: float
    id: str
    body: bytes
    sent: float = 0.0
    answered: float = 0.0
    status: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """Where it is posted to. `secret` empty means unsigned; `insist` repeats what was not taken.

    Each connection stays with one of the addresses, in turn: what one does not take goes to another.
    """

    urls: tuple[str, ...]
    secret: str
    insist: bool


class Connection(asyncio.Protocol):
    """One kept connection, one post at a time."""

    def __init__(self, senders: "Senders", place: SplitResult) -> None:
        self._senders = senders
        self.place = place
        self._parser = httptools.HttpResponseParser(self)
        self._post: Post | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Cast, for uvloop's transports are no subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        self._senders.idle(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        post, self._post = self._post, None
        self._senders.lost(self, post)

    def send(self, post: Post, data: bytes) -> None:
        assert self._transport is not None
        self._post = post
        self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        post, self._post = self._post, None
        status = self._parser.get_status_code()
        keep = self._parser.should_keep_alive()
        self._parser = httptools.HttpResponseParser(self)
        if post is not None:
            self._senders.answered(post, status)
        if keep:
            self._senders.idle(self)
        elif self._transport is not None:
            self._transport.close()


class Senders:
    """So many connections, and the posts that wait for one."""

    def __init__(self, target: Target, posts: list[Post], connections: int) -> None:
        self._target = target
        self._posts = posts
        self._most = connections
        self._left = len(posts)
        self._ready: deque[Post] = deque()
        self._idle: deque[Connection] = deque()
        self._opening: set[asyncio.Task[None]] = set()
        self._done = asyncio.Event()
        self._places = [urlsplit(url) for url in target.urls]
        self._loop = asyncio.get_running_loop()

    async def run(self) -> float:
        """Send everything, or until told to stop; return the moment that the plan counts from."""
        self._loop.add_signal_handler(signal.SIGTERM, self._done.set)
        begin = time.time() + 0.1
        sending = self._loop.create_task(self._send(begin))
        await self._done.wait()
        sending.cancel()
        return begin

    async def _send(self, begin: float) -> None:
        for number in range(self._most):
            opening = self._open(self._places[number % len(self._places)])
            if len(self._places) > 1:  # One of several may be away; the others do not wait for it.
                self._opening.add(self._loop.create_task(opening))
            else:
                await opening
        for post in self._posts:
            wait = begin + post.due - time.time()
            if wait > 0:
                await asyncio.sleep(wait)
            self._ready.append(post)
            self._pair()

    def idle(self, connection: Connection) -> None:
        self._idle.append(connection)
        self._pair()

    def lost(self, connection: Connection, post: Post | None) -> None:
        if connection in self._idle:
            self._idle.remove(connection)
        if post is not None:
            self.answered(post, 0)
        if self._left:
            self._opening.add(self._loop.create_task(self._open(connection.place)))

    def answered(self, post: Post, status: int) -> None:
        post.answered, post.status = time.time(), status
        if status != 200 and self._target.insist:
            self._loop.call_later(AGAIN_AFTER, self._again, post)
            return
        self._left -= 1
        if not self._left:
            self._done.set()

    def _again(self, post: Post) -> None:
        self._ready.append(post)
        self._pair()

    def _pair(self) -> None:
        while self._ready and self._idle:
            post, connection = self._ready.popleft(), self._idle.popleft()
            post.sent = post.sent or time.time()
            post.tries += 1
            connection.send(post, self._request(connection.place, post.body))

    def _request(self, place: SplitResult, body: bytes) -> bytes:
        signed = ""
        if self._target.secret:
            value = signing.sign(self._target.secret, body, at=wall_clock())
            signed = f"{signing.HEADER}: {value}\r\n"
        head = (
            f"POST {place.path} HTTP/1.1\r\nhost: {place.netloc}\r\n{signed}"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def _open(self, place: SplitResult) -> None:
        while self._left:
            try:
                await self._loop.create_connection(
                    lambda: Connection(self, place), place.hostname or "", place.port or 80
                )
            except OSError:
                await asyncio.sleep(AGAIN_AFTER)
            else:
                return


async def send_all(plan: dict[str, Any]) -> dict[str, Any]:
    """Return when each message was due, sent and answered, and with which status."""
    posts = [Post(due, name, body.encode()) for due, name, body in plan["posts"]]
    target = Target(tuple(plan["urls"]), plan["secret"], plan["insist"])
    begin = await Senders(target, posts, plan["connections"]).run()
    return {
        "posts": [
            (p.id, round(begin + p.due, 6), p.sent, p.answered, p.status, p.tries) for p in posts
        ]
    }


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        json.dump(runner.run(send_all(json.load(sys.stdin))), sys.stdout)
