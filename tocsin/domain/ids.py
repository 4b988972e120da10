"""Identifiers made where the row is made, so that a repeat is recognised anywhere."""

import os
import time
from uuid import UUID

_TICKS = 4096  # parts of a millisecond that fit the twelve bits behind it


def new_id() -> UUID:
    """Return a version 7 UUID (RFC 9562 §5.7, method 3): time to a quarter microsecond, then chance.

    Time-ordered on purpose: rows written together lie together on disk, and lines of the log book
    that were written in one moment keep their order. This is the one place in the domain that
    looks at a clock; nothing is ever decided by it.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * _TICKS // 1_000_000
    chance = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | chance)
