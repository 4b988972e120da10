"""The real network: exchanges over kept connections, to allowed addresses only."""

import asyncio
import ssl
import time
from functools import lru_cache
from urllib.parse import SplitResult

from tocsin.channels.connection import Connection, Stale
from tocsin.channels.exchange import AnswerLost, HttpReply, HttpRequest, NotSent
from tocsin.channels.guard import Guard

KEEP_FOR = 30.0  # seconds that an idle connection is kept
KEEP_MOST = 32  # idle connections to one place


class NetworkWire:
    """Follows no redirect, asks for no compression, uses no proxy."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._idle: dict[tuple[str, str, int], list[Connection]] = {}
        self._tls: ssl.SSLContext | None = None

    async def exchange(
        self, request: HttpRequest, *, connect_within: float, answer_within: float
    ) -> HttpReply:
        wire_bytes = _encode(request)
        kept = None if request.is_once else self._take_idle(request.place)
        if kept is None:
            connection = await self._connect(request.place, connect_within)
        else:
            try:
                return await self._ask(kept, request.place, wire_bytes, answer_within)
            except Stale:
                # Most likely closed while it was idle. If it did read the request, the same id
                # makes the second one a copy; so much is promised to every kind that we speak.
                connection = await self._connect_again(request.place, connect_within)
        try:
            return await self._ask(connection, request.place, wire_bytes, answer_within)
        except Stale as stale:
            raise AnswerLost("closed without an answer") from stale

    async def close(self) -> None:
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()

    def _take_idle(self, place: tuple[str, str, int]) -> Connection | None:
        connections = self._idle.get(place, [])
        oldest = time.monotonic() - KEEP_FOR
        while connections:
            connection = connections.pop()
            if connection.is_usable and connection.idle_since > oldest:
                return connection
            connection.close()
        return None

    async def _connect(self, place: tuple[str, str, int], within: float) -> Connection:
        scheme, host, port = place
        loop = asyncio.get_running_loop()
        tls = self._tls_context() if scheme == "https" else None
        try:
            async with asyncio.timeout(within):
                last: OSError = OSError("no address")
                for address in await self._guard.addresses(host, port):
                    try:
                        _, connection = await loop.create_connection(
                            Connection,
                            address,
                            port,
                            ssl=tls,
                            server_hostname=host if tls else None,
                        )
                    except OSError as error:
                        last = error
                    else:
                        return connection
                raise last
        except (OSError, UnicodeError) as error:
            raise NotSent(type(error).__name__) from error

    async def _connect_again(self, place: tuple[str, str, int], within: float) -> Connection:
        try:
            return await self._connect(place, within)
        except NotSent as error:
            raise AnswerLost("closed, then not reachable") from error

    async def _ask(
        self, connection: Connection, place: tuple[str, str, int], data: bytes, within: float
    ) -> HttpReply:
        try:
            reply = await connection.ask(data, within=within)
        except BaseException:
            connection.close()
            raise
        idle = self._idle.setdefault(place, [])
        if connection.is_usable and len(idle) < KEEP_MOST:
            connection.idle_since = time.monotonic()
            idle.append(connection)
        else:
            connection.close()
        return reply

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


def _encode(request: HttpRequest) -> bytes:
    said = "".join([f"{key}: {value}\r\n" for key, value in request.headers.items()])
    if said.count("\r") != len(request.headers) or said.count("\n") != len(request.headers):
        raise NotSent("a line break in a header")
    head = f"{_head(request.method, request.url)}content-length: {len(request.body)}\r\n{said}\r\n"
    return head.encode("latin-1", "replace") + request.body


@lru_cache(maxsize=256)
def _head(method: str, url: SplitResult) -> str:
    scheme, host, port = HttpRequest(method, url, {}).place
    name = f"[{host}]" if ":" in host else host
    is_usual = port == (443 if scheme == "https" else 80)
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    lines = [f"{method} {target} HTTP/1.1", f"host: {name if is_usual else f'{name}:{port}'}"]
    if any("\r" in line or "\n" in line for line in lines):
        raise NotSent("a line break in an address")
    return "\r\n".join(lines) + "\r\n"
