"""What ties a program to its supervisor: the address, the open socket, and a common end."""

import os
import signal
import socket
import threading
import time

LISTEN_FD = "TOCSIN_LISTEN_FD"
SUPERVISOR = "TOCSIN_SUPERVISOR"

GLANCE = 0.5
"""Seconds between two looks at whether the supervisor lives."""


def inherited_socket() -> socket.socket | None:
    """Return the listening socket that the supervisor opened, or None when it opened none.

    It stays open while this program is started again: callers wait in its queue and are served.
    """
    number = os.environ.get(LISTEN_FD)
    return socket.socket(fileno=int(number)) if number else None


def end_with_supervisor() -> None:
    """Stop this program as SIGTERM would when its supervisor is gone. Without one: do nothing.

    Linux tells a child by itself; this is for other systems, and a second net on Linux.
    """
    supervisor = int(os.environ.get(SUPERVISOR, "0"))
    if supervisor:
        threading.Thread(target=_watch, args=[supervisor], daemon=True, name="attachment").start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(GLANCE)
    os.kill(os.getpid(), signal.SIGTERM)
