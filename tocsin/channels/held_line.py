"""What kinds share that hold a TCP line to a program beside us: open it, keep it, write by it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from tocsin.channels.contract import Channel, Clock, Ear, wall_clock
from tocsin.channels.failures import UNREACHABLE, SendFailed
from tocsin.channels.http import HttpClient
from tocsin.channels.listening import Place, open_line, read_to_end
from tocsin.channels.refusals import Refused
from tocsin.domain.messages import Arrival


class HeldLine(Channel):
    """A channel with the settings `host` and `port`, and no door."""

    def __init__(
        self, settings: Mapping[str, str], *, client: HttpClient, clock: Clock = wall_clock
    ) -> None:
        super().__init__(settings, client=client, clock=clock)
        self._line: asyncio.StreamWriter | None = None

    def verify(self, arrival: Arrival) -> None:  # noqa: ARG002 - nothing can arrive by a door
        raise Refused("It has no door: we connect to it.")

    async def hold(self, feed: Callable[[bytes], list[bytes]], ear: Ear) -> None:
        """Keep the line open, and hand over what `feed` cuts out of it. Raises SendFailed."""
        reader, writer = await open_line(self.client.guard, self._place())
        self._line = writer
        try:
            await ear.connected()
            await read_to_end(reader, feed, ear)
        finally:
            self._line = None
            writer.close()

    async def write(self, data: bytes) -> None:
        """Write by the open line, or by one of its own when another engine listens. Raises SendFailed."""
        line = self._line
        try:
            if line is None:
                _, line = await open_line(self.client.guard, self._place())
            line.write(data)
            await line.drain()
        except OSError as error:
            raise SendFailed(UNREACHABLE, type(error).__name__) from error
        finally:
            if line is not None and line is not self._line:
                line.close()

    def _place(self) -> Place:
        return Place.of(self.settings["host"], self.settings["port"])


class Answering:
    """An ear behind which the sender is told that it is on disk, and never before."""

    def __init__(self, ear: Ear, kept: Callable[[bytes], Awaitable[None]]) -> None:
        self._ear = ear
        self._kept = kept
        self.connected = ear.connected

    async def hear(self, body: bytes) -> bool:
        is_kept = await self._ear.hear(body)
        if is_kept:
            await self._kept(body)
        return is_kept
