"""The words of an HTTP exchange: what is asked, what is answered, and the two ways to get none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol
from urllib.parse import SplitResult


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request; its printed form shows neither words, numbers nor credentials."""

    method: str
    url: SplitResult = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    is_once: bool = False  # a repeat would do harm: never on a connection that may have gone stale

    @property
    def place(self) -> tuple[str, str, int]:
        """Scheme, host and port: connections are kept by these."""
        return _place_of(self.url)


@lru_cache(maxsize=256)
def _place_of(url: SplitResult) -> tuple[str, str, int]:
    return url.scheme, url.hostname or "", url.port or (443 if url.scheme == "https" else 80)


@dataclass(frozen=True, slots=True)
class HttpReply:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


class NotSent(Exception):
    """The other side certainly has nothing of the request."""


class AnswerLost(Exception):
    """The other side may or may not have acted on the request."""


class Wire(Protocol):
    """The network, or something that stands for it."""

    async def exchange(
        self, request: HttpRequest, *, connect_within: float, answer_within: float
    ) -> HttpReply:
        """Return the answer. Raises NotSent or AnswerLost; Forbidden when it must not be asked."""
        ...

    async def close(self) -> None: ...
