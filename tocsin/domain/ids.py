"""Identifiers made where the row is made, so that a repeat is recognised anywhere."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a version 7 UUID (RFC 9562 §5.7): 48 bits of milliseconds, then chance.

    Time-ordered on purpose: rows written together lie together on disk. This is the one place in
    the domain that looks at a clock; nothing is ever decided by it.
    """
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    high = (milliseconds << 16) | 0x7000 | (chance >> 68)
    low = (0b10 << 62) | (chance & ((1 << 62) - 1))
    return UUID(int=(high << 64) | low)
