"""A program beside us in memory of this machine: for tests and drills of kinds that hold a line."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class ScriptedLine:
    """Listens on a port of its own; says what it is told to whoever is connected, and keeps the rest."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.news = asyncio.Event()
        self.n_callers = 0
        self._callers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def n_here(self) -> int:
        return len(self._callers)

    async def says(self, data: bytes) -> None:
        """Write to every caller, once there is one."""
        while not self._callers:
            self.news.clear()
            await self.news.wait()
        for caller in self._callers:
            caller.write(data)
            await caller.drain()

    async def hears(self, data: bytes) -> None:
        """Wait until this was heard."""
        while data not in self.heard:
            self.news.clear()
            await self.news.wait()

    def hangs_up(self) -> None:
        """Break every line; whoever calls again is answered."""
        for caller in self._callers:
            caller.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._callers.add(writer)
        self.n_callers += 1
        self.news.set()
        try:
            with contextlib.suppress(ConnectionError):
                while chunk := await reader.read(4096):
                    self.heard += chunk
                    self.news.set()
        finally:
            self._callers.discard(writer)
            writer.close()


@contextlib.asynccontextmanager
async def scripted_line(port: int = 0) -> AsyncIterator[ScriptedLine]:
    """Listen until the end of the block; 0 is any port that is free."""
    line = ScriptedLine()
    line._server = await asyncio.start_server(line._serve, "127.0.0.1", port)  # noqa: SLF001 - its own
    try:
        yield line
    finally:
        line.hangs_up()
        line._server.close()  # noqa: SLF001 - its own
