"""What a channel that holds a line open needs: an ear to hand things to, and a guarded way out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tocsin.channels.failures import MISCONFIGURED, UNREACHABLE, SendFailed
from tocsin.channels.guard import Forbidden, Guard

CONNECT_WITHIN = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of life of a station, with the battery it told of (per cent), None when it did not."""

    address: str
    battery: int | None = None


class Ear(Protocol):
    """Where a listening channel hands over what it hears, byte for byte."""

    async def hear(self, body: bytes) -> bool:
        """Return once it is on disk, kept as unreadable included; False: it could not be kept.

        Only after True may the other side be told that it was taken.
        """
        ...

    async def connected(self) -> None:
        """Say that the line is open: until then a try counts as failed."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where another program listens: a host and a port as an administrator entered them."""

    host: str
    port: int

    @classmethod
    def of(cls, host: str, port: str) -> "Place":
        """Return the place. Raises SendFailed when it is none."""
        if not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise SendFailed(MISCONFIGURED, "address")
        return cls(host, int(port))


async def allowed_address(guard: Guard, place: Place) -> str:
    """Return an address to connect to. Raises SendFailed when it is not allowed or not known."""
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            return (await guard.addresses(place.host, place.port))[0]
    except Forbidden as error:
        raise SendFailed(MISCONFIGURED, "address_not_allowed") from error
    except (OSError, UnicodeError) as error:
        raise SendFailed(UNREACHABLE, type(error).__name__) from error


async def open_line(
    guard: Guard, place: Place
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a TCP connection to an allowed address. Raises SendFailed."""
    address = await allowed_address(guard, place)
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            return await asyncio.open_connection(address, place.port)
    except OSError as error:
        raise SendFailed(UNREACHABLE, type(error).__name__) from error


async def read_to_end(
    reader: asyncio.StreamReader, feed: Callable[[bytes], list[bytes]], ear: Ear
) -> None:
    """Hand over every whole piece that comes, one after the other, until the other side hangs up.

    What could not be kept is offered again, for this sort of line brings nothing twice; meanwhile
    nothing more is read, and the other side waits.
    """
    while chunk := await reader.read(4096):
        for piece in feed(chunk):
            wait = 0.2
            while not await ear.hear(piece):
                await asyncio.sleep(wait)
                wait = min(5.0, wait * 2)
