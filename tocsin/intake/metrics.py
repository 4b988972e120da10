"""The door for Prometheus: figures for whoever has the token, nothing at all for others."""

import hmac
from collections.abc import Awaitable, Callable, Mapping

from tocsin.channels.contract import HttpAnswer
from tocsin.formats.prometheus import CONTENT_TYPE

NOTHING = HttpAnswer(404, b"There is nothing at this address.", "text/plain; charset=utf-8")
STRANGER = HttpAnswer(
    401, b"This needs the token of TOCSIN_METRICS_TOKEN.", "text/plain; charset=utf-8"
)


class Metrics:
    """Without a token set there is no such address."""

    def __init__(self, *, token: str, figures: Callable[[], Awaitable[str]]) -> None:
        self._token = token
        self._figures = figures

    async def __call__(self, headers: Mapping[str, str]) -> HttpAnswer:
        if not self._token:
            return NOTHING
        said = headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(said.encode(), self._token.encode()):
            return STRANGER
        return HttpAnswer(200, (await self._figures()).encode(), CONTENT_TYPE)
