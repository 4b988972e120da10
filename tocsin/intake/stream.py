"""The live stream: keys of what moved, never a word of it, to pages of people who are signed in."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from tocsin.channels.contract import HttpAnswer
from tocsin.intake.app import Receive, Send, answer, headers_of
from tocsin.intake.app import Scope as Asked
from tocsin.intake.crowd import STREAMS, STREAMS_OF_ONE, Crowd
from tocsin.jobs.bulletin import Bulletin, Item, Reader
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.watching import Whose, may_hear, sees_all

RENEWED = 30.0  # seconds; so long somebody hears on whose session or role was ended elsewhere
BEAT = 10.0  # seconds; a page calls the link lost after 25 s of silence
GUARDED = ("incident:", "message:")  # keys of things that have a place and may be restricted
ASKED_AT_MOST = 1_000
_NUMBER = re.compile(r"[0-9]{1,18}")
log = logging.getLogger(__name__)
EVERYTHING = "event: everything\ndata: \n\n"
SIGN_IN = HttpAnswer(401, b"Sign in first.", "text/plain; charset=utf-8")
TOO_MANY = HttpAnswer(
    429,
    b"Many pages watch already. Close some of them; this one works without watching.",
    "text/plain; charset=utf-8",
    (("Retry-After", "30"),),
)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who is signed in and watches, and how far they see."""

    scope: Scope


class Stream:
    """Server-sent events. Each viewer reads the row behind a key again, with their own rights.

    That something moved is itself no news for those who may not see it: `whose` says where it lies and whether it is restricted.
    """

    def __init__(
        self,
        bulletin: Bulletin,
        *,
        watcher_of: Callable[[str], Awaitable[Watcher | None]],
        whose: Callable[[str], Awaitable[Whose]],
        cookie: str,
        renewed: float = RENEWED,
        most: int = STREAMS_OF_ONE,
    ) -> None:
        self._bulletin = bulletin
        self._watcher_of = watcher_of
        self._whose = whose
        self._cookie = cookie
        self._renewed = renewed
        self._crowd = Crowd(most, of_all=STREAMS)
        # One question for all who watch: the answers to the last keys, by their number.
        self._asked: dict[int, asyncio.Future[Whose]] = {}

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        session = _session(headers.get("cookie", ""), self._cookie)
        with self._crowd.place(session) as is_in:
            if is_in:
                await self._watch(session, scope, receive, send)
            else:
                await answer(send, TOO_MANY)

    async def _watch(self, session: str, scope: Asked, receive: Receive, send: Send) -> None:
        watcher = await self._watcher_of(session)
        if watcher is None:
            await answer(send, SIGN_IN)
            return
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"cache-control", b"no-store"),
                    (b"x-accel-buffering", b"no"),
                ],
            }
        )
        gone = asyncio.create_task(_gone(receive))
        try:
            async with self._bulletin.reading() as reader:
                # Somebody who leafs through pages would otherwise hold a place for each until the next beat.
                gone.add_done_callback(lambda _: reader.wake())
                last = headers_of(scope).get("last-event-id", "")
                await self._catch_up(watcher, last, _made_at(scope), send)
                await self._follow(session, watcher, reader, send, gone)
        finally:
            gone.cancel()

    async def _catch_up(self, watcher: Watcher, last: str, made_at: str, send: Send) -> None:
        """Say what moved since the last key heard, or since the page was made, if it says when."""
        await _say(send, f"retry: 1000\nevent: hello\ndata: {self._bulletin.epoch}\n\n")
        if not last and not made_at:
            return
        past = self._since(last) if last else self._since_made(made_at)
        if past is None:
            await _say(send, EVERYTHING)
            return
        for item in past:
            await self._tell(watcher, item, send)

    def _since(self, last: str) -> list[Item] | None:
        epoch, _, number = last.partition(".")
        is_ours = epoch == self._bulletin.epoch and _NUMBER.fullmatch(number) is not None
        return self._bulletin.since(int(number)) if is_ours else None

    def _since_made(self, made_at: str) -> list[Item] | None:
        try:
            moment = datetime.fromisoformat(made_at)
        except ValueError:
            return None
        return self._bulletin.since_moment(moment) if moment.tzinfo else None

    async def _follow(
        self,
        session: str,
        watcher: Watcher | None,
        reader: Reader,
        send: Send,
        gone: "asyncio.Task[None]",
    ) -> None:
        """Say what moves until the page is gone, or who watches it may watch no more."""
        clock = asyncio.get_running_loop().time
        asked_at = clock()
        while not gone.done():
            if clock() - asked_at >= self._renewed:
                watcher, asked_at = await self._watcher_of(session), clock()
            if watcher is None:
                return
            try:
                async with asyncio.timeout(BEAT):
                    item = await reader.queue.get()
            except TimeoutError:
                await _say(send, "event: beat\ndata: \n\n")
                continue
            if reader.overflowed:
                reader.overflowed = False
                await _say(send, EVERYTHING)
            if item is not None:
                await self._tell(watcher, item, send)

    async def _tell(self, watcher: Watcher, item: Item, send: Send) -> None:
        """Say a key to those who may know it; who cannot be asked about is told as "read everything again"."""
        if sees_all(watcher.scope) or not item.key.startswith(GUARDED):
            await _say(send, self._event(item))
            return
        try:
            whose = await self._asked_once(item)
        except Exception:  # No key may slip through, and no page may miss what moved.
            log.exception("a key of the stream could not be checked")
            await _say(send, EVERYTHING)
            return
        if may_hear(watcher.scope, whose):
            await _say(send, self._event(item))

    async def _asked_once(self, item: Item) -> Whose:
        asked = self._asked.get(item.number)
        if asked is None:
            if len(self._asked) >= ASKED_AT_MOST:
                self._asked.clear()
            asked = self._asked[item.number] = asyncio.ensure_future(self._whose(item.key))
        return await asyncio.shield(asked)

    def _event(self, item: Item) -> str:
        subject, _, key = item.key.partition(":")
        return f"id: {self._bulletin.epoch}.{item.number}\nevent: {subject}\ndata: {key}\n\n"


def _made_at(scope: Asked) -> str:
    """Return what a page says of when it was made, by the database's clock; or nothing."""
    query: bytes = scope.get("query_string", b"")
    return parse_qs(query.decode("latin-1")).get("from", [""])[0]


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _session(header: str, name: str) -> str:
    try:
        cookie = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return cookie.value if cookie else ""
