"""The one HTTP client of the house: time-outs, guard, redaction, and failures in our own words."""

import base64
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from tocsin.channels import failures
from tocsin.channels.exchange import HttpReply, HttpRequest, NotSent, Wire
from tocsin.channels.failures import Failure, SendFailed
from tocsin.channels.guard import Forbidden, Guard
from tocsin.channels.wire import NetworkWire

logger = logging.getLogger(__name__)

_BY_STATUS: Mapping[int, Failure] = {
    400: failures.REJECTED,
    401: failures.MISCONFIGURED,
    402: failures.NO_CREDIT,
    403: failures.MISCONFIGURED,
    404: failures.MISCONFIGURED,
    405: failures.MISCONFIGURED,
    408: failures.UNREACHABLE,
    413: failures.TOO_LONG,
    422: failures.REJECTED,
    425: failures.THROTTLED,
    429: failures.THROTTLED,
}
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, for a connection and then for the answer."""

    connect: float = 4.0
    answer: float = 8.0


class HttpClient:
    """Asks other machines over HTTP, from one event loop. Keeps connections open between calls."""

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        wire: Wire | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.guard = guard or Guard()
        self._wire = wire or NetworkWire(self.guard)
        self._patience = patience or Patience()

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        is_once: bool = False,
    ) -> HttpReply:
        """Return the answer, whatever its status.

        `is_once` is for what must not reach the other side twice, such as money: it goes out on a
        connection of its own, and nothing below us repeats it.
        Raises SendFailed when the other side certainly has nothing of it, and AnswerLost when it
        may have acted.
        """
        target = _target(url)
        request = HttpRequest(method, target, headers or {}, body, is_once)
        began = time.monotonic()
        try:
            reply = await self._wire.exchange(
                request, connect_within=self._patience.connect, answer_within=self._patience.answer
            )
        except Forbidden as error:
            # Said loudly once it happens: somebody pointed a gateway at our own network.
            logger.warning("a gateway address is not allowed", extra={"host": target.hostname})
            raise SendFailed(failures.MISCONFIGURED, "address_not_allowed") from error
        except NotSent as error:
            raise SendFailed(failures.UNREACHABLE, str(error)) from error
        logger.debug(
            "http",
            extra={
                "host": target.hostname,
                "status": reply.status,
                "ms": round((time.monotonic() - began) * 1000),
            },
        )
        return reply

    async def close(self) -> None:
        await self._wire.close()


def failed(reply: HttpReply) -> SendFailed | None:
    """Return what a status says about a send, None when it says that it was taken."""
    if 200 <= reply.status < 300:
        return None
    failure = _BY_STATUS.get(reply.status)
    if failure is None:
        # A redirect is not followed: it could lead words and credentials anywhere.
        is_server = reply.status >= 500
        is_refusal = 400 <= reply.status < 500
        failure = (
            failures.UNREACHABLE
            if is_server
            else failures.REJECTED
            if is_refusal
            else failures.UNINTELLIGIBLE_ANSWER
        )
    return SendFailed(failure, str(reply.status), retry_after=_retry_after(reply))


def basic(name: str, password: str) -> str:
    """Return the value of an Authorization header."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@lru_cache(maxsize=256)
def _target(url: str) -> SplitResult:
    try:
        target = urlsplit(url.strip())
        is_sound = target.scheme in ("http", "https") and bool(target.hostname)
        _ = target.port  # raises for a port that is no number
    except ValueError:
        raise SendFailed(failures.MISCONFIGURED, "address") from None
    # Credentials belong into their own settings: an address is shown and logged.
    if not is_sound or target.username is not None or any(c <= " " for c in url.strip()):
        raise SendFailed(failures.MISCONFIGURED, "address")
    return target


def _retry_after(reply: HttpReply) -> timedelta | None:
    value = reply.headers.get("retry-after", "")
    if not (value.isascii() and value.isdigit()):
        return None
    return min(timedelta(seconds=int(value[:6])), _LONGEST_WAIT)
