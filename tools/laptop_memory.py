"""What a running deployment holds in memory, by part: `python tools/laptop_memory.py var/demo`.

Proportional set sizes: a page that several processes share counts once. Linux only.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def main(folder: Path) -> None:
    """Print megabytes of web, jobs, database and of the supervisor above them."""
    pids = json.loads((folder / "demo.json").read_text(encoding="utf-8"))["pids"]
    parts = {name: [*_family(pid)] for name, pid in pids.items()}
    parts["supervisor"] = [_parent(pids["web"])]
    held = {name: sum(map(_proportional, family)) / 1024 for name, family in parts.items()}
    for name, megabytes in held.items():
        print(f"{name:<12}{megabytes:6.0f} MB in {len(parts[name])} processes")
    print(f"{'all':<12}{sum(held.values()):6.0f} MB")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in (PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _parent(pid: int) -> int:
    # The program's name stands in brackets and may hold blanks; the parent is the second word after it.
    return int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])


def _proportional(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
