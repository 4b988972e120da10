"""The clock of the machine we run on: how far it is from the database's, and whether anybody keeps it."""

import ctypes
import sys
from datetime import datetime, timedelta

from tocsin.channels.contract import wall_clock
from tocsin.records.queries.clock import database_now

UNKEPT = 0x40  # STA_UNSYNC of adjtimex(2): no program sets it by the network
ROOM = 256  # bytes of a `struct timex`, with some to spare
STATUS_AT = 40 if ctypes.sizeof(ctypes.c_long) == 8 else 20


def machine_apart() -> tuple[timedelta, datetime]:
    """Return this machine's clock minus the database's, and the database's time."""
    before = wall_clock()
    at = database_now()
    return before + (wall_clock() - before) / 2 - at, at


def is_kept() -> bool | None:
    """Say whether the kernel knows its clock to be kept by network time; None where it cannot be asked.

    Asked of the kernel, so that chrony, ntpd and systemd-timesyncd are all the same to us.
    """
    try:
        asked = ctypes.CDLL(None, use_errno=True).adjtimex
    except (AttributeError, OSError):  # not Linux
        return None
    room = (ctypes.c_ubyte * ROOM)()  # modes 0: nothing is set
    if asked(ctypes.byref(room)) < 0:
        return None
    status = int.from_bytes(bytes(room[STATUS_AT : STATUS_AT + 4]), sys.byteorder)
    return not status & UNKEPT
