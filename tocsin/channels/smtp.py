"""Hand one letter to a mail server (RFC 5321), to an allowed address only, in one event loop."""

import asyncio
import base64
import ssl
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from tocsin.channels import failures
from tocsin.channels.exchange import AnswerLost
from tocsin.channels.failures import Failure, SendFailed
from tocsin.channels.guard import Forbidden, Guard

LONGEST_LINE = 1000
MOST_LINES = 100  # of one answer


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Account:
    host: str
    port: int
    security: Security
    name: str
    password: str
    sender: str
    authority: str = ""  # a file; empty means the system's


async def submit(account: Account, to: str, letter: bytes, *, guard: Guard) -> None:
    """Hand over a letter. Raises SendFailed when it was certainly not taken, else AnswerLost."""
    if not to.isascii() or any(sign <= " " or sign in "<>" for sign in to) or "@" not in to:
        raise SendFailed(failures.BAD_NUMBER, "address")
    session = await _connect(account, guard)
    try:
        await _greet(session, account)
        await session.say(f"MAIL FROM:<{account.sender}>", wants=250)
        await session.say(f"RCPT TO:<{to}>", wants=250, refused=failures.BAD_NUMBER)
        await session.say("DATA", wants=354)
        await session.hand_over(letter)
    except (OSError, asyncio.IncompleteReadError, ValueError) as error:
        raise SendFailed(failures.UNREACHABLE, type(error).__name__) from error
    finally:
        session.close()


@dataclass(slots=True)
class _Session:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, line: str, *, wants: int, refused: Failure = failures.REJECTED) -> str:
        """Say a line and return the answer. Raises SendFailed for any other code."""
        self.writer.write(f"{line}\r\n".encode())
        await self.writer.drain()
        return await self.hear(wants, refused)

    async def hear(self, wants: int, refused: Failure = failures.REJECTED) -> str:
        code, text = await self._answer()
        if code != wants:
            _fail(code, refused)
        return text

    async def hand_over(self, letter: bytes) -> None:
        """Send the letter itself. From here on silence means that we do not know."""
        lines = letter.replace(b"\r\n", b"\n").split(b"\n")
        stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
        try:
            self.writer.write(stuffed.removesuffix(b"\r\n") + b"\r\n.\r\n")
            await self.writer.drain()
            code, _ = await self._answer()
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            raise AnswerLost(type(error).__name__) from error
        if code != 250:
            _fail(code, failures.REJECTED)

    async def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        await self.writer.start_tls(context, server_hostname=host)

    def close(self) -> None:
        self.writer.close()

    async def _answer(self) -> tuple[int, str]:
        lines = []
        for _ in range(MOST_LINES):
            raw = await self.reader.readuntil(b"\n")
            line = raw[:LONGEST_LINE].decode("utf-8", "replace").rstrip()
            lines.append(line[4:])
            if line[3:4] != "-":
                return int(line[:3]), "\n".join(lines)
        raise ValueError("an endless answer")


async def _connect(account: Account, guard: Guard) -> _Session:
    try:
        addresses = await guard.addresses(account.host, account.port)
    except Forbidden as error:
        raise SendFailed(failures.MISCONFIGURED, "address_not_allowed") from error
    except (OSError, UnicodeError) as error:
        raise SendFailed(failures.UNREACHABLE, type(error).__name__) from error
    context = _context(account) if account.security is Security.TLS else None
    name = account.host if context else None
    last: Exception = OSError("no address")
    for address in addresses:
        try:
            streams = await asyncio.open_connection(
                address, account.port, ssl=context, server_hostname=name, limit=2**16
            )
        except OSError as error:
            last = error
        else:
            return _Session(*streams)
    raise SendFailed(failures.UNREACHABLE, type(last).__name__) from last


async def _greet(session: _Session, account: Account) -> None:
    await session.hear(220)
    offers = await session.say("EHLO tocsin", wants=250)
    if account.security is Security.STARTTLS:
        if "STARTTLS" not in offers.upper().split():
            # Never in the clear because somebody in between said so.
            raise SendFailed(failures.MISCONFIGURED, "no_starttls")
        await session.say("STARTTLS", wants=220)
        await session.encrypt(_context(account), account.host)
        await session.say("EHLO tocsin", wants=250)
    if account.name:
        said = base64.b64encode(f"\0{account.name}\0{account.password}".encode()).decode()
        await session.say(f"AUTH PLAIN {said}", wants=235, refused=failures.MISCONFIGURED)


def _context(account: Account) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=account.authority or None)
    except OSError as error:
        raise SendFailed(failures.MISCONFIGURED, "authority") from error


def _fail(code: int, refused: Failure) -> NoReturn:
    """A code of the four hundreds passes; one of the five hundreds does not."""
    if 400 <= code < 500:
        raise SendFailed(failures.THROTTLED, str(code))
    if 500 <= code < 600:
        raise SendFailed(refused, str(code))
    raise SendFailed(failures.UNINTELLIGIBLE_ANSWER, str(code))
