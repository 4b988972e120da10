"""How fast one gateway may speak, and how long one request may be, before somebody is told to stop."""

from dataclasses import dataclass, field
from datetime import datetime

LONGEST_HEAD = 64_000  # bytes of an address and its headers
LONGEST_REQUEST = 16_000_000  # bytes; the largest list that a page takes has five million
PATIENCE = (
    30.0  # seconds for a request to come whole, and as many more as its length takes at the slowest
)
SLOWEST = 500  # bytes a second: a poor link of a phone


class TooLong(Exception):
    """A request goes on and on."""


@dataclass(slots=True)
class Length:
    """Counts the bytes and the seconds of one request, for a parser that keeps whatever comes and waits for ever."""

    is_in_head: bool = True
    patience: float = PATIENCE
    _taken: int = 0
    _since: float | None = None  # by the loop's clock; None while no request is half read

    def begin(self, now: float) -> None:
        """A request begins; again for the same one changes nothing of when."""
        self.is_in_head, self._taken = True, 0
        self._since = now if self._since is None else self._since

    def end(self) -> None:
        self._since = None

    @property
    def is_half_read(self) -> bool:
        return self._since is not None

    def left(self, now: float) -> float:
        """Return how many seconds the request that is half read may still take; endless where there is none."""
        if self._since is None:
            return float("inf")
        return self._since + self.patience + self._taken / SLOWEST - now

    def add(self, more: int) -> None:
        """Count bytes that are about to be read. Raises TooLong."""
        most = LONGEST_HEAD if self.is_in_head else LONGEST_REQUEST
        # The piece in which a request begins may hold the end of another.
        if self._taken > most:
            raise TooLong
        self._taken += more


@dataclass(slots=True)
class Bucket:
    """A token bucket for each key: `rate` a second, `burst` at once. A rate of 0 limits nothing.

    The default of a deployment is generous: it stops a broken loop, never a village in danger.
    """

    rate: float
    burst: float
    _left: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def take(self, key: str, now: datetime) -> bool:
        """Say whether one more may pass now."""
        if self.rate <= 0:
            return True
        left, since = self._left.get(key, (self.burst, now))
        left = min(self.burst, left + self.rate * max(0.0, (now - since).total_seconds()))
        self._left[key] = (max(0.0, left - 1), now)
        return left >= 1
