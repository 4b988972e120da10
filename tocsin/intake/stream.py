"""The live stream: keys of what moved, never a word of it, to pages of people who are signed in."""

import asyncio
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie

from tocsin.channels.contract import HttpAnswer
from tocsin.intake.app import Receive, Scope, Send, answer, headers_of
from tocsin.jobs.bulletin import Bulletin, Item, Reader

BEAT = 10.0  # seconds; a page calls the link lost after 25 s of silence
SIGN_IN = HttpAnswer(401, b"Sign in first.", "text/plain; charset=utf-8")


class Stream:
    """Server-sent events. Each viewer reads the row behind a key again, with their own rights."""

    def __init__(
        self, bulletin: Bulletin, *, may_watch: Callable[[str], Awaitable[bool]], cookie: str
    ) -> None:
        self._bulletin = bulletin
        self._may_watch = may_watch
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        if not await self._may_watch(_session(headers.get("cookie", ""), self._cookie)):
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
                await self._catch_up(headers.get("last-event-id", ""), send)
                await self._follow(reader, send, gone)
        finally:
            gone.cancel()

    async def _catch_up(self, last: str, send: Send) -> None:
        await _say(send, f"retry: 1000\nevent: hello\ndata: {self._bulletin.epoch}\n\n")
        if not last:
            return
        epoch, _, number = last.partition(".")
        is_ours = epoch == self._bulletin.epoch and number.isdigit()
        past = self._bulletin.since(int(number)) if is_ours else None
        if past is None:
            await _say(send, "event: everything\ndata: \n\n")
            return
        for item in past:
            await _say(send, self._event(item))

    async def _follow(self, reader: Reader, send: Send, gone: "asyncio.Task[None]") -> None:
        while not gone.done():
            try:
                async with asyncio.timeout(BEAT):
                    item = await reader.queue.get()
            except TimeoutError:
                await _say(send, "event: beat\ndata: \n\n")
                continue
            if reader.overflowed:
                reader.overflowed = False
                await _say(send, "event: everything\ndata: \n\n")
            await _say(send, self._event(item))

    def _event(self, item: Item) -> str:
        subject, _, key = item.key.partition(":")
        return f"id: {self._bulletin.epoch}.{item.number}\nevent: {subject}\ndata: {key}\n\n"


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
