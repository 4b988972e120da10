"""The stream says keys to those who are signed in, and of what is restricted to those who may know of it."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tocsin.intake.stream import Stream, Watcher
from tocsin.jobs.bulletin import Bulletin

MOVED = "incident:7 duty:all incident:8 message:ab"
HIDDEN = {"incident:7", "message:ab"}
WATCHERS = {"salima": Watcher(sees_restricted=True), "okello": Watcher(sees_restricted=False)}


async def watched(who: str, *, last: str = "", hides_fails: bool = False) -> tuple[str, int]:
    """Return what each of two pages hears of four keys, and how often the rows behind them were asked for."""
    bulletin = Bulletin("", epoch="e", wake=lambda _: None)
    asked: list[str] = []

    async def watcher_of(session: str) -> Watcher | None:
        return WATCHERS.get(session)

    async def hides(key: str) -> bool:
        asked.append(key)
        if hides_fails:
            raise OSError("the database is away")
        return key in HIDDEN

    stream = Stream(bulletin, watcher_of=watcher_of, hides=hides, cookie="sessionid")
    if last:
        bulletin.post(MOVED)
    leave = asyncio.Event()
    pages = [asyncio.ensure_future(_page(stream, leave, who, last)) for _ in range(2)]
    await asyncio.sleep(0.01)
    if not last:
        bulletin.post(MOVED)
    await asyncio.sleep(0.01)
    leave.set()
    await asyncio.sleep(0.01)
    bulletin.post("radio:all")
    heard = await asyncio.gather(*pages)
    assert heard[0] == heard[1]
    return heard[0], len(asked)


async def _page(stream: Stream, leave: asyncio.Event, who: str, last: str) -> str:
    said: list[str] = []

    async def receive() -> dict[str, Any]:
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        said.append(f"{message.get('status', '')}{message.get('body', b'').decode()}")

    headers = [(b"cookie", f"sessionid={who}".encode()), (b"last-event-id", last.encode("latin-1"))]
    await stream({"type": "http", "headers": headers}, receive, send)
    return "".join(said)


def test_who_may_see_all_hears_every_key_and_nothing_is_asked() -> None:
    heard, asked = asyncio.run(watched("salima"))
    assert [key in heard for key in ("data: 7", "data: 8", "data: ab")] == [True, True, True]
    assert asked == 0


def test_who_may_not_hears_of_nothing_restricted_and_each_row_is_asked_for_once() -> None:
    for last in ("", "e.0"):
        heard, asked = asyncio.run(watched("okello", last=last))
        assert [key in heard for key in ("data: 7", "data: ab", "data: 8", "event: duty")] == [
            False, False, True, True,
        ]  # fmt: skip
        assert asked == 3


def test_a_key_that_cannot_be_checked_is_told_as_read_everything_again() -> None:
    heard, _ = asyncio.run(watched("okello", hides_fails=True))
    assert "data: 8" not in heard
    assert "data: 7" not in heard
    assert "event: everything" in heard


def test_who_may_watch_no_more_is_told_no_more() -> None:
    """The session was ended elsewhere, the page is still open."""

    async def story() -> str:
        bulletin = Bulletin("", epoch="e", wake=lambda _: None)
        asked: list[str] = []

        async def watcher_of(session: str) -> Watcher | None:
            asked.append(session)
            return Watcher(sees_restricted=True) if len(asked) == 1 else None

        async def hides(_: str) -> bool:
            return False

        stream = Stream(bulletin, watcher_of=watcher_of, hides=hides, cookie="sessionid", renewed=0)
        page = asyncio.ensure_future(_page(stream, asyncio.Event(), "salima", ""))
        await asyncio.sleep(0.01)
        bulletin.post("incident:7")
        return await page

    heard = asyncio.run(story())
    assert heard.startswith("200")
    assert "data: 7" not in heard


@pytest.mark.parametrize("last", ["e.²", "e." + "9" * 5_000, "e.-1", "e", "\x00"])
def test_a_place_in_the_stream_that_is_none_means_read_everything_again(last: str) -> None:
    heard, _ = asyncio.run(watched("salima", last=last))
    assert "event: everything" in heard


def test_a_stranger_hears_nothing() -> None:
    heard, asked = asyncio.run(watched("mallory"))
    assert heard.startswith("401")
    assert asked == 0
