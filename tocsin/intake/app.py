"""The engine's HTTP side as plain ASGI: the door, the live stream, the health, and the way to the pages."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from tocsin.channels.contract import HttpAnswer, wall_clock
from tocsin.domain.messages import Arrival
from tocsin.intake.door import MAX_BODY, Door
from tocsin.intake.metrics import Metrics
from tocsin.intake.sellers import SellerDoor

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Part(Protocol):
    """One ASGI application behind the front."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


class Front:
    """Sends each request to the door, the stream, the health, or the web half.

    The door is first and has no Django in its path: a slow page never delays a village.
    """

    def __init__(
        self,
        *,
        door: Door,
        sellers: SellerDoor,
        stream: Part,
        pages: Part,
        health: Callable[[str], Awaitable[tuple[int, Mapping[str, Any]]]],
        metrics: Metrics,
    ) -> None:
        self.door = door
        self._sellers = sellers
        self._stream = stream
        self._pages = pages
        self._health = health
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        path = scope["path"]
        if path.startswith("/in/"):
            arrival = await _arrival(scope, receive)
            await answer(send, await self.door.receive(_slug(path, "/in/"), arrival))
        elif path.startswith("/sold/"):
            arrival = await _arrival(scope, receive)
            await answer(send, await self._sellers.receive(_slug(path, "/sold/"), arrival))
        elif path == "/stream/":
            await self._stream(scope, receive, send)
        elif path == "/healthz" or path.startswith("/healthz/"):
            status, facts = await self._health(path.removeprefix("/healthz").strip("/"))
            await answer(send, HttpAnswer(status, json.dumps(facts).encode()))
        elif path == "/metrics":
            await answer(send, await self._metrics(headers_of(scope)))
        else:
            await self._pages(scope, receive, send)


async def _arrival(scope: Scope, receive: Receive) -> Arrival:
    return Arrival(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=headers_of(scope),
        body=await read_body(receive, limit=MAX_BODY + 1),
        received_at=wall_clock(),
    )


def _slug(path: str, door: str) -> str:
    return path.removeprefix(door).split("/", 1)[0]


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers by lower-case name."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


async def read_body(receive: Receive, *, limit: int) -> bytes:
    """Return the body, cut at `limit` bytes: the caller sees that it is too long."""
    body = bytearray()
    while True:
        event = await receive()
        if event["type"] != "http.request":
            return bytes(body)
        body += event.get("body", b"")
        if len(body) > limit:
            del body[limit:]
        if not event.get("more_body"):
            return bytes(body)


async def answer(send: Send, what: HttpAnswer) -> None:
    """Send a whole answer."""
    headers = [
        (b"content-type", what.content_type.encode()),
        (b"content-length", str(len(what.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *((name.lower().encode(), value.encode()) for name, value in what.headers),
    ]
    await send({"type": "http.response.start", "status": what.status, "headers": headers})
    await send({"type": "http.response.body", "body": what.body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
