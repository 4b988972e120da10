"""How fast one gateway may speak, and how long one request may be, before somebody is told to stop."""

from dataclasses import dataclass, field
from datetime import datetime

LONGEST_HEAD = 64_000  # bytes of an address and its headers
LONGEST_REQUEST = 16_000_000  # bytes; the largest list that a page takes has five million


class TooLong(Exception):
    """A request goes on and on."""


@dataclass(slots=True)
class Length:
    """Counts the bytes of one request, for a parser that keeps whatever comes and has no limit."""

    is_in_head: bool = True
    _taken: int = 0

    def begin(self) -> None:
        self.is_in_head, self._taken = True, 0

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
