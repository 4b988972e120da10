"""The stream says keys to those who are signed in, and of what is restricted to those who may know of it."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

import pytest

from tests.clocks import turns
from tocsin.intake.stream import Stream, Watcher
from tocsin.jobs.bulletin import REMEMBERED, Bulletin
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.watching import Whose

MOVED = "incident:7 duty:all incident:8 message:ab"
HERE, THERE = frozenset({UUID(int=1)}), frozenset({UUID(int=2)})
ROWS = {
    "incident:7": Whose(HERE, is_restricted=True),
    "incident:8": Whose(HERE),
    "message:ab": Whose(is_restricted=True),
}
WATCHERS = {
    "salima": Watcher(Scope(sees_restricted=True)),
    "okello": Watcher(Scope(sees_restricted=False)),
    "here": Watcher(Scope(sees_restricted=True, areas=HERE, restricted_in=HERE)),
    "there": Watcher(Scope(sees_restricted=True, areas=THERE, restricted_in=THERE)),
    "both": Watcher(Scope(sees_restricted=True, areas=HERE | THERE, restricted_in=THERE)),
}


async def watched(who: str, *, last: str = "", asking_fails: bool = False) -> tuple[str, int]:
    """Return what each of two pages hears of four keys, and how often the rows behind them were asked for."""
    bulletin = Bulletin("", epoch="e", wake=lambda _: None)
    asked: list[str] = []

    async def watcher_of(session: str) -> Watcher | None:
        return WATCHERS.get(session)

    async def whose(key: str) -> Whose:
        asked.append(key)
        if asking_fails:
            raise OSError("the database is away")
        return ROWS[key]

    stream = Stream(bulletin, watcher_of=watcher_of, whose=whose, cookie="sessionid")
    if last:
        bulletin.post(MOVED)
    leave = asyncio.Event()
    pages = [asyncio.ensure_future(_page(stream, leave, who, last)) for _ in range(2)]
    await turns()
    if not last:
        bulletin.post(MOVED)
    await turns()
    leave.set()
    await turns()
    bulletin.post("radio:all")
    heard = await asyncio.gather(*pages)
    assert heard[0] == heard[1]
    return heard[0], len(asked)


async def _page(
    stream: Stream, leave: asyncio.Event, who: str, last: str, *, asked: str = ""
) -> str:
    said: list[str] = []

    async def receive() -> dict[str, Any]:
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        said.append(f"{message.get('status', '')}{message.get('body', b'').decode()}")

    headers = [(b"cookie", f"sessionid={who}".encode()), (b"last-event-id", last.encode("latin-1"))]
    asking = {"type": "http", "headers": headers, "query_string": asked.encode("latin-1")}
    await stream(asking, receive, send)
    return "".join(said)


def test_who_may_see_all_hears_every_key_and_nothing_is_asked() -> None:
    heard, asked = asyncio.run(watched("salima"))
    assert [key in heard for key in ("data: 7", "data: 8", "data: ab")] == [True, True, True]
    assert asked == 0


@pytest.mark.parametrize("last", ["", "e.0"])
@pytest.mark.parametrize(
    ("who", "hears"),
    [
        ("okello", {"data: 8"}),
        ("here", {"data: 7", "data: 8", "data: ab"}),
        ("there", {"data: ab"}),
        ("both", {"data: 8", "data: ab"}),
    ],
)
def test_each_hears_what_they_may_see_and_each_row_is_asked_for_once(
    who: str, hears: set[str], last: str
) -> None:
    heard, asked = asyncio.run(watched(who, last=last))
    assert {key for key in ("data: 7", "data: ab", "data: 8") if key in heard} == hears
    assert "event: duty" in heard
    assert asked == 3


def test_whoever_is_signed_out_hears_no_more() -> None:
    async def heard() -> str:
        bulletin, known = Bulletin("", epoch="e", wake=lambda _: None), dict(WATCHERS)

        async def watcher_of(session: str) -> Watcher | None:
            return known.get(session)

        async def whose(key: str) -> Whose:
            return ROWS[key]

        stream = Stream(bulletin, watcher_of=watcher_of, whose=whose, cookie="sessionid", renewed=0)
        page = asyncio.ensure_future(_page(stream, asyncio.Event(), "salima", ""))
        await turns()
        bulletin.post("duty:all")
        await turns()
        del known["salima"]
        # One key may be on its way already; nothing after it is told.
        bulletin.post("radio:all radio:all incident:8")
        return await page

    said = asyncio.run(heard())
    assert "event: duty" in said
    assert "data: 8" not in said


def test_a_key_that_cannot_be_checked_is_told_as_read_everything_again() -> None:
    heard, _ = asyncio.run(watched("okello", asking_fails=True))
    assert "data: 8" not in heard
    assert "data: 7" not in heard
    assert "event: everything" in heard


@pytest.mark.parametrize("last", ["e.²", "e." + "9" * 5_000, "e.-1", "e", "\x00"])
def test_a_place_in_the_stream_that_is_none_means_read_everything_again(last: str) -> None:
    heard, _ = asyncio.run(watched("salima", last=last))
    assert "event: everything" in heard


LISTENS = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
"""When the database said that the bulletin listens."""


async def opened(*, asked: str, before: str = "", keys: int = 0, lost: bool = False) -> str:
    """Return what a page hears that says when it was made; `lost` cuts the database off while it is open."""
    bulletin = Bulletin("", epoch="e", wake=lambda _: None)
    bulletin.hears_from(LISTENS, asked_at=monotonic())
    bulletin.post(" ".join(["radio:all"] * keys + [before]))

    async def watcher_of(session: str) -> Watcher | None:
        return WATCHERS.get(session)

    async def whose(key: str) -> Whose:
        return ROWS[key]

    stream = Stream(bulletin, watcher_of=watcher_of, whose=whose, cookie="sessionid")
    leave = asyncio.Event()
    page = asyncio.ensure_future(_page(stream, leave, "salima", "", asked=asked))
    await turns()
    if lost:
        bulletin.hears_from(LISTENS + timedelta(minutes=1), asked_at=monotonic())
    await turns()
    leave.set()
    bulletin.post("duty:all")
    return await page


def made(moment: datetime) -> str:
    return "from=" + moment.isoformat().replace("+", "%2B")


def test_what_moved_while_a_page_was_on_its_way_is_told_when_it_listens() -> None:
    heard = asyncio.run(opened(asked=made(LISTENS), before="incident:8"))
    assert "data: 8" in heard
    assert "event: everything" not in heard


@pytest.mark.parametrize(
    "asked",
    [
        made(LISTENS - timedelta(seconds=1)),  # before anybody listened
        made(LISTENS + timedelta(hours=1)),  # a moment that has not come
        "from=2026-11-29T03:00:00",  # without a zone: nobody knows when that is
        "from=yesterday",
        "from=%00",
    ],
)
def test_a_page_of_an_unknown_moment_reads_everything_again(asked: str) -> None:
    assert "event: everything" in asyncio.run(opened(asked=asked, before="incident:8"))


def test_a_page_that_comes_after_more_than_is_remembered_reads_everything_again() -> None:
    heard = asyncio.run(opened(asked=made(LISTENS), before="incident:8", keys=REMEMBERED))
    assert "event: everything" in heard


def test_pages_read_everything_again_at_once_when_the_database_was_away() -> None:
    heard = asyncio.run(opened(asked=made(LISTENS), lost=True))
    assert "event: everything" in heard.partition("event: duty")[0]


def test_a_database_that_took_long_to_say_what_time_it_was_takes_no_key_from_a_page() -> None:
    bulletin = Bulletin("", epoch="e", wake=lambda _: None)
    bulletin.hears_from(LISTENS, asked_at=monotonic() - 60)
    bulletin.post("incident:8")  # a minute after LISTENS
    made = LISTENS + timedelta(seconds=58)
    assert [item.key for item in bulletin.since_moment(made) or []] == ["incident:8"]
    assert bulletin.since_moment(LISTENS + timedelta(seconds=70)) is None, "not yet"


def test_a_place_that_is_no_longer_remembered_means_read_everything_again() -> None:
    bulletin = Bulletin("", epoch="e", wake=lambda _: None)
    bulletin.post(" ".join(["radio:all"] * (REMEMBERED + 2)))
    assert bulletin.since(1) is None
    assert len(bulletin.since(2) or []) == REMEMBERED


def test_a_place_before_the_database_was_away_is_forgotten() -> None:
    bulletin = Bulletin("", epoch="e", wake=lambda _: None)
    bulletin.hears_from(LISTENS, asked_at=monotonic())
    bulletin.post("incident:7 incident:8")
    assert bulletin.since(2) is not None
    bulletin.hears_from(LISTENS + timedelta(minutes=1), asked_at=monotonic())
    assert bulletin.since(3) is None
    assert bulletin.since(4) == []


def test_a_stranger_hears_nothing() -> None:
    heard, asked = asyncio.run(watched("mallory"))
    assert heard.startswith("401")
    assert asked == 0
