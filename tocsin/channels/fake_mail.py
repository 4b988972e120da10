"""A mail server in this process, for tests and exercises: it keeps what it is given and passes nothing on."""

import asyncio
import ssl
from dataclasses import dataclass, field


@dataclass
class FakeMailServer:
    """Answers like a small mail server. `answers` overrides what it says to a verb, such as RCPT.

    An empty answer hangs up without a word. With a `context` it offers STARTTLS.
    """

    answers: dict[str, str] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    letters: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    port: int = 0
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> "FakeMailServer":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _say(writer, "220 fake")
        while True:
            line = (await reader.readuntil(b"\n")).decode("utf-8", "replace").rstrip()
            verb = line.split(" ", 1)[0].upper()
            self.said.append(line)
            answer = self.answers.get(verb, self._usual(verb))
            if not answer:
                return
            _say(writer, answer)
            if verb == "DATA" and answer.startswith("354"):
                letter = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append(letter.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
                if not (taken := self.answers.get(".", "250 taken")):
                    return
                _say(writer, taken)
            elif verb == "STARTTLS" and answer.startswith("220") and self.context:
                await writer.start_tls(self.context)
            elif verb == "QUIT":
                return

    def _usual(self, verb: str) -> str:
        offers = "250-fake\r\n250-STARTTLS\r\n250 AUTH PLAIN" if self.context else "250 fake"
        return {"EHLO": offers, "DATA": "354 go on", "AUTH": "235 known", "STARTTLS": "220 go"}.get(
            verb, "250 good"
        )


def _say(writer: asyncio.StreamWriter, line: str) -> None:
    writer.write(f"{line}\r\n".encode())
