"""A program gives up, before it reads a stranger's bytes, whatever could harm others if those bytes took it over."""

import ctypes
import os
import resource
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress

NOBODY = 65_534
NICE = 10
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # of prctl
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # of the filter's language
_KILL, _REFUSE, _ALLOW = 0x8000_0000, 0x0005_0001, 0x7FFF_0000
# Reading and writing what is open, memory, the clock, the end. No call that opens, starts, connects,
# signals, or looks into another process: the keys are in one of the same account.
_CALLS: Mapping[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000_003E, (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 28, 60, 131, 202, 228, 231, 318)),
    "aarch64": (0xC000_00B7, (63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 124, 216, 233, 93, 132, 98, 113, 94, 278)),
}  # fmt: skip


def confine(*, memory: int, seconds: int) -> None:
    """Keep this process for the rest of its life to what is open, so many bytes and processor seconds.

    Whatever it will need must be loaded before. Two walls: on a system without the second the first holds.
    """
    limit(memory=memory, seconds=seconds)
    filter_calls()


def limit(*, memory: int, seconds: int) -> None:
    """Be nobody, last in every queue; open, start and write no file. Limits are lifted by nobody but root."""
    os.nice(NICE)
    if os.geteuid() == 0:
        _leave_root()
    _limit(resource.RLIMIT_CORE, 0)  # a dump would keep the picture
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, seconds, seconds + 1)  # first told to end, then ended
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, 0)


def filter_calls() -> None:
    """Let the kernel refuse all calls but a few, for good, where it can: Linux, on two sorts of processor."""
    if sys.platform != "linux" or os.uname().machine not in _CALLS:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0)))
    machine, calls = _CALLS[os.uname().machine]
    lines = [(_LOAD, 0, 0, 4), (_JUMP_IF_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _KILL)]
    lines.append((_LOAD, 0, 0, 0))
    lines += [(_JUMP_IF_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    lines += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    whole = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(lines), ctypes.addressof(code)))
    libc.prctl(_SECCOMP, *map(ctypes.c_ulong, (_FILTER, ctypes.addressof(whole), 0, 0)))


def _leave_root() -> None:
    # Root may lift limits again. Where it is one without that right, there is nobody to become.
    with suppress(PermissionError):
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _limit(what: int, most: int, last: int | None = None) -> None:
    _, hard = resource.getrlimit(what)
    least = [
        one if hard == resource.RLIM_INFINITY else min(one, hard) for one in (most, last or most)
    ]
    try:
        resource.setrlimit(what, (least[0], least[1]))
    except (ValueError, OSError):
        if sys.platform == "linux":  # Elsewhere not each of them can be had.
            raise
