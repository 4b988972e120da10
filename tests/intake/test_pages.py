"""The way to the web half: what one person's browser was given is never shown for another's."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tocsin.intake.pages import Pages, _passed_on


@asynccontextmanager
async def a_web(socket: Path) -> AsyncIterator[list[str]]:
    """A web half that hands out a session at every request and notes the cookies it is shown."""
    shown: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                shown.append(next((x for x in lines if x.lower().startswith("cookie:")), ""))
                writer.write(b"HTTP/1.1 200 OK\r\nset-cookie: sessionid=okello; Path=/\r\n")
                writer.write(b"content-length: 0\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_unix_server(serve, path=str(socket))
    async with server:
        yield shown


async def ask(pages: Pages, *headers: tuple[bytes, bytes]) -> dict[bytes, bytes]:
    """Pass one request on; return the headers that came back."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(event: Any) -> None:
        sent.append(dict(event))

    scope = {
        "method": "GET",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), *headers],
        "client": ("127.0.0.1", 1),
    }
    await pages(scope, receive, send)
    return dict(sent[0]["headers"])


def test_a_session_of_one_person_is_never_shown_for_another(tmp_path: Path) -> None:
    async def story() -> tuple[dict[bytes, bytes], list[str]]:
        socket = tmp_path / "web.sock"
        async with a_web(socket) as shown:
            pages = Pages(str(socket))
            first = await ask(pages)
            await ask(pages)
            await ask(pages, (b"cookie", b"sessionid=salima"))
            await pages.close()
            await asyncio.sleep(0.05)  # The server sees the end of the line.
            return first, shown

    first, shown = asyncio.run(story())
    assert first[b"set-cookie"] == b"sessionid=okello; Path=/"
    assert shown == ["", "", "cookie: sessionid=salima"]


def forwarded(pages: Pages) -> str:
    headers = _passed_on(
        {"headers": [(b"x-forwarded-for", b"192.0.2.1, 192.0.2.9")], "client": ("127.0.0.1", 1)},
        pages._proxies,
    )
    return dict(headers)[b"x-forwarded-for"].decode()


def test_only_a_named_proxy_is_believed_about_who_asked(tmp_path: Path) -> None:
    assert forwarded(Pages(str(tmp_path / "s"))) == "127.0.0.1"
    assert forwarded(Pages(str(tmp_path / "s"), proxies=["127.0.0.1"])) == "192.0.2.9"
