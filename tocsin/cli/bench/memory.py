"""What a program and all that it started hold in memory. Linux only; elsewhere: nothing."""

from pathlib import Path

PROC = Path("/proc")


def megabytes(pid: int) -> float:
    """Return the proportional size of a family: a page that several share counts once."""
    try:
        family = [pid, *_descendants(pid)]
        return round(sum(map(_proportional, family)) / 1024, 1)
    except (OSError, StopIteration):
        return 0.0  # One of them ended while we looked.


def _descendants(pid: int) -> list[int]:
    found = []
    for task in (PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_descendants(int(child))]
    return found


def _proportional(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
