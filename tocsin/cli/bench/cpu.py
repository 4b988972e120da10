"""How much processor time each part of a deployment has used. Linux only; elsewhere: nothing."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

PROC = Path("/proc")
UTIME, STIME, PPID = 11, 12, 1  # fields of /proc/<pid>/stat behind the name


def seconds_used(pids: Iterable[int]) -> float:
    """Return the processor seconds of these processes and of all that descends from them."""
    stats = _stats()
    children: dict[int, list[int]] = {}
    for pid, fields in stats.items():
        children.setdefault(int(fields[PPID]), []).append(pid)
    waiting, total = list(pids), 0
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        if pid in stats:
            total += _ticks(stats[pid])
    return total / os.sysconf("SC_CLK_TCK")


def parts_of(pid: int) -> dict[str, float]:
    """Return the processor seconds of an engine: its loop (the door), its threads, its readers."""
    stats = _stats()
    if pid not in stats:
        return {"loop": 0.0, "threads": 0.0, "readers": 0.0}
    own, loop = _ticks(stats[pid]), _ticks(_fields(PROC / str(pid) / "task" / str(pid) / "stat"))
    tick = os.sysconf("SC_CLK_TCK")
    return {
        "loop": loop / tick,
        "threads": (own - loop) / tick,
        "readers": seconds_used([pid]) - own / tick,
    }


def per_message(
    before: Mapping[str, float], after: Mapping[str, float], messages: int
) -> dict[str, float]:
    """Return the milliseconds of processor time that a message cost, by part."""
    return {
        part: round((after[part] - before[part]) * 1000 / max(1, messages), 3) for part in before
    }


def _stats() -> dict[int, list[str]]:
    found = {}
    for folder in PROC.glob("[0-9]*") if PROC.exists() else ():
        try:
            found[int(folder.name)] = _fields(folder / "stat")
        except OSError:
            continue  # It ended while we looked.
    return found


def _fields(stat: Path) -> list[str]:
    return stat.read_text().rpartition(")")[2].split()


def _ticks(fields: list[str]) -> int:
    return int(fields[UTIME]) + int(fields[STIME])
