"""Ports at which nothing listens, for other programs to listen at."""

import contextlib
import os
import socket
from itertools import count

FIRST, MANY = 25_000, 7_000
"""Below those that the system gives to whoever calls out, and below 49152, where direwolf's end."""
APART = 101
"""Processes of one test run have neighbouring numbers, and each its own stretch of ports."""

_tried = count(os.getpid() * APART)


def free_port() -> int:
    """Return one at which nothing listens now; nobody in this process gets it a second time."""
    for number in _tried:
        port = FIRST + number % MANY
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError
