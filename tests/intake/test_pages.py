"""The way to the web half: what one person's browser was given is never shown for another's."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any, cast

import pytest

from tocsin.cli.programs import config_of
from tocsin.config import env
from tocsin.intake.app import Front
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


def test_pages_on_another_machine_are_reached_by_their_address() -> None:
    heard: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.extend((await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n"))
        writer.write(
            b"HTTP/1.1 200 OK\r\nconnection: close\r\ndate: today\r\ncontent-length: 0\r\n\r\n"
        )
        writer.close()
        await writer.wait_closed()

    async def story() -> dict[bytes, bytes]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            pages = Pages(f"http://127.0.0.1:{port}")
            answered = await ask(pages)
            await pages.close()
        return answered

    assert asyncio.run(story()) == {b"content-length": b"0"}, "our own server says the date"
    assert "GET / HTTP/1.1" in heard
    said = dict(line.lower().split(": ") for line in heard[1:] if line)
    assert said == {"host": "localhost", "x-forwarded-for": "127.0.0.1"}, "and nothing of ours"


SAID = [(b"x-forwarded-for", b"192.0.2.1, 192.0.2.9"), (b"x-forwarded-proto", b"https")]


@pytest.mark.parametrize(
    ("proxies", "who", "way"),
    [
        ([], "127.0.0.1", None),
        (["192.0.2.7"], "127.0.0.1", None),
        (["127.0.0.1"], "192.0.2.9", "https"),
        (["192.0.2.7", "127.0.0.0/8"], "192.0.2.9", "https"),
    ],
    ids=["none", "another", "this one", "its network"],
)
def test_only_a_named_proxy_is_believed_about_who_asked_and_by_which_way(
    proxies: list[str], who: str, way: str | None, tmp_path: Path
) -> None:
    pages = Pages(str(tmp_path / "s"), proxies=[ip_network(name) for name in proxies])
    scope = {"headers": SAID, "client": ("127.0.0.1", 1)}
    headers = {name.decode(): value.decode() for name, value in _passed_on(scope, pages._proxies)}
    assert headers["x-forwarded-for"] == who
    assert headers.get("x-forwarded-proto") == way


def test_nobody_is_believed_before_the_front_has_looked_at_who_they_are() -> None:
    seen: list[dict[str, Any]] = []

    class Looking:
        door = None

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            seen.append(scope)

    config = config_of(cast(Front, Looking()), host="127.0.0.1", port=0)
    config.load()
    scope = {"type": "http", "client": ("127.0.0.1", 1), "headers": SAID, "scheme": "http"}
    asyncio.run(config.loaded_app(scope, cast(Any, None), cast(Any, None)))
    assert seen[0]["client"][0] == "127.0.0.1"
    assert seen[0]["scheme"] == "http"


def test_a_proxy_that_is_no_address_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_PROXIES", "192.0.2.7, the one in the cellar")
    with pytest.raises(env.Misconfigured, match="TOCSIN_PROXIES must be addresses such as"):
        env.networks("TOCSIN_PROXIES")
