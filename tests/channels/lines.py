"""An ear for channels that hold a line: it keeps what it hears, or says that it could not."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from datetime import datetime

from tests.channels.doors import NOON
from tocsin.channels import registry
from tocsin.channels.contract import Channel
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.domain.messages import Arrival, Inbound, Receipt

PATIENCE = 20.0  # seconds for another program; only ever reached when a test fails


class KeptEar:
    """Keeps bytes in order. `refusals` is how many times it says that it could not store."""

    def __init__(self, refusals: int = 0) -> None:
        self.heard: list[bytes] = []
        self.offered = 0
        self.refusals = refusals
        self.is_open = asyncio.Event()
        self.news = asyncio.Event()

    async def hear(self, body: bytes) -> bool:
        self.offered += 1
        if self.refusals:
            self.refusals -= 1
            return False
        self.heard.append(body)
        self.news.set()
        return True

    async def connected(self) -> None:
        self.is_open.set()

    async def has(self, count: int) -> list[bytes]:
        async with asyncio.timeout(PATIENCE):
            while len(self.heard) < count:
                self.news.clear()
                await self.news.wait()
        return self.heard


def a_line(kind: str, **settings: str) -> Channel:
    return registry.build(kind, settings, client=HttpClient(guard=Guard.open()))


@contextlib.asynccontextmanager
async def listening(channel: Channel, ear: KeptEar) -> AsyncIterator[None]:
    """Listen as an engine does, until the end of the block."""
    task = asyncio.create_task(channel.listen(ear))
    try:
        async with asyncio.timeout(PATIENCE):
            opened = asyncio.create_task(ear.is_open.wait())
            await asyncio.wait({opened, task}, return_when=asyncio.FIRST_COMPLETED)
            opened.cancel()
            if task.done():
                task.result()
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def heard(body: bytes, at: datetime | None = None) -> Arrival:
    return Arrival("LISTEN", "/in/g/", "", {}, body, at or NOON)


def texts(channel: Channel, bodies: list[bytes]) -> list[Inbound]:
    return [one for body in bodies for one in channel.read(heard(body))]


def receipts(channel: Channel, bodies: list[bytes]) -> list[Receipt]:
    return [one for body in bodies for one in channel.receipts(heard(body))]


def until_it_listens(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing listens at {port}")
