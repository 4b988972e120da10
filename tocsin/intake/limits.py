"""How fast one gateway may speak before it is asked to slow down."""

from dataclasses import dataclass, field
from datetime import datetime


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
