"""A small real server for tests of the wire: each connection follows a script of answers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@dataclass
class Server:
    """`answers` are bytes to write, one per request; None closes without a word."""

    answers: list[bytes | None]
    requests: list[bytes] = field(default_factory=list)
    n_connections: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/x"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.n_connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                answer = self.answers.pop(0) if self.answers else OK
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
                if b"connection: close" in answer:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def with_server(answers: list[bytes | None], story: Callable[[Server], Awaitable[None]]) -> Server:
    """Run a story beside a server, and return the server with what it was asked."""
    server = Server(answers)

    async def run() -> None:
        listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        try:
            await story(server)
        finally:
            listening.close()
            await asyncio.sleep(0.01)  # the connections see their end

    asyncio.run(run())
    return server
