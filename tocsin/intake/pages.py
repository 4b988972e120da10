"""The way to the web half: every request that is not the engine's own is passed on as it is."""

import logging
from collections.abc import AsyncIterator
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from tocsin.channels.contract import HttpAnswer
from tocsin.intake.app import Receive, Scope, Send, answer
from tocsin.intake.crowd import PAGES_OF_ONE, Crowd, Networks, asked_by, is_among

log = logging.getLogger(__name__)

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "transfer-encoding",
        "te",
        "trailer",
        "upgrade",
        "proxy-connection",
    }
)
SAID_BY_FRONT = frozenset({"date", "server"})
"""What our own server says of every answer, once."""

STARTING = "The pages are starting again. Alerts are received and sent meanwhile."
AWAY = HttpAnswer(
    503,
    f"{STARTING} Try again in a moment.".encode(),
    "text/plain; charset=utf-8",
    (("Retry-After", "2"),),
)
ASKS_ONLY = frozenset({"GET", "HEAD"})
AWAY_WITH_WORDS = HttpAnswer(
    503,
    f"{STARTING} Wait a moment, then reload this page: what you wrote is sent again.".encode(),
    "text/plain; charset=utf-8",
    (("Retry-After", "2"),),
)
TOO_MANY = HttpAnswer(
    429,
    b"Your address asks for many pages at once. Try again in a moment.",
    "text/plain; charset=utf-8",
    (("Retry-After", "2"),),
)


class Pages:
    """Passes requests on to the web process, and says so when it is away.

    `where` is its socket on this machine, or an address such as `http://pages:8001`.
    """

    def __init__(self, where: str, *, proxies: Networks = (), most: int = PAGES_OF_ONE) -> None:
        self._proxies = proxies
        self._crowd = Crowd(most)
        is_elsewhere = where.startswith("http://")
        self._place = httpx.URL(where if is_elsewhere else "http://web")
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=None if is_elsewhere else where, retries=1),
            base_url=self._place,
            timeout=httpx.Timeout(60, connect=2),
            limits=httpx.Limits(max_connections=64),
            # A client keeps cookies by habit: one person's session would answer for everybody.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        # By habit, too, it asks for packed answers, whoever it asks for.
        self._client.headers.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._crowd.place(asked_by(scope, self._proxies)) as is_in:
            if is_in:
                await self._pass_on(scope, receive, send)
            else:
                await answer(send, TOO_MANY)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._ask(scope, receive)
        if response is None:
            await answer(send, AWAY if scope["method"] in ASKS_ONLY else AWAY_WITH_WORDS)
            return
        try:
            await _pass_back(response, send)
        finally:
            await response.aclose()

    async def _ask(self, scope: Scope, receive: Receive) -> httpx.Response | None:
        """Return the answer of the web process; None when it is away.

        What only asks is asked again once: a connection may end just as it is used.
        """
        for _ in range(2 if scope["method"] in ASKS_ONLY else 1):
            request = self._client.build_request(
                scope["method"],
                self._place.copy_with(raw_path=_target(scope)),
                headers=_passed_on(scope, self._proxies),
                content=_body(receive) if _has_body(scope) else None,
            )
            try:
                return await self._client.send(request, stream=True)
            except httpx.TransportError as failed:
                log.warning("The pages did not answer: %s.", type(failed).__name__)
        return None

    async def is_up(self) -> bool:
        try:
            response = await self._client.get("/alive", headers={"host": "localhost"}, timeout=2)
        except httpx.TransportError:
            return False
        return response.status_code == 200

    async def close(self) -> None:
        await self._client.aclose()


async def _pass_back(response: httpx.Response, send: Send) -> None:
    headers = [
        (name.lower(), value)
        for name, value in response.headers.raw
        if name.decode("latin-1").lower() not in HOP_BY_HOP | SAID_BY_FRONT
    ]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    async for piece in response.aiter_raw():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        event = await receive()
        if event["type"] != "http.request":
            return
        if piece := event.get("body", b""):
            yield piece
        if not event.get("more_body"):
            return


def _target(scope: Scope) -> bytes:
    query = scope["query_string"]
    path: bytes = scope["raw_path"]
    return path + b"?" + query if query else path


def _has_body(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return bool(names & {b"content-length", b"transfer-encoding"})


def _passed_on(scope: Scope, proxies: Networks) -> list[tuple[bytes, bytes]]:
    # Who asked, and by which way, is said by us, or by a proxy that the deployment names: what a client
    # claims about itself is dropped, so that nobody signs in from a thousand invented addresses.
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name.decode("latin-1") not in HOP_BY_HOP and not name.startswith(b"x-forwarded-")
    ]
    if is_among(proxies, str((scope.get("client") or ("", 0))[0])):
        said = dict(scope["headers"])
        if said.get(b"x-forwarded-proto") == b"https":
            headers.append((b"x-forwarded-proto", b"https"))
    return [*headers, (b"x-forwarded-for", asked_by(scope, proxies).encode("latin-1"))]
