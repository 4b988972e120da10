"""What the pid file in a data folder says, and whether to believe it."""

import contextlib
import itertools
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHILD = "postgres: "
"""How the title of whatever a server starts begins: no server itself has it."""


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server that runs on a data folder now."""

    pid: int
    socket_folder: Path


def running_postmaster(data: Path) -> Postmaster | None:
    """Return the server that runs on this folder, or None when none does.

    A pid file left by a killed server is not believed, not even when its number has gone to
    another program since, to the server of another folder or a child of it, or still belongs to the
    dead server that nobody has buried (a zombie).
    """
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid, folder = int(lines[0]), lines[4].strip()
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return Postmaster(pid, Path(folder)) if folder and is_server(pid, data) else None


def clear_stale_pid_file(data: Path) -> None:
    """Remove a pid file whose server is dead, since PostgreSQL itself would believe a zombie.

    Safe: PostgreSQL also looks for living children of the dead server by their shared memory.
    """
    path = data / "postmaster.pid"
    try:
        pid = abs(int(path.read_text().splitlines()[0]))
    except FileNotFoundError:
        return
    except (IndexError, ValueError):
        pid = 0  # The file was being written when the power went.
    if not is_server(pid, data):
        path.unlink(missing_ok=True)


def is_server(pid: int, data: Path) -> bool:
    """Return whether this process is alive and may be the PostgreSQL of this folder."""
    if pid <= 0:
        return False
    process = Path(f"/proc/{pid}")
    if Path("/proc/self/stat").exists():
        try:
            name, state = (process / "stat").read_text().rsplit(")", 1)
            words = os.fsdecode((process / "cmdline").read_bytes()).split("\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
        is_alive = "postgres" in name and state.split()[0] not in {"Z", "X"}
        return is_alive and not _is_another(words, process, data)
    return _is_server_elsewhere(pid)


def _is_another(words: list[str], process: Path, data: Path) -> bool:
    """Say whether a PostgreSQL that was called so is a child of a server, or serves another folder.

    A server stands in its folder, under whatever name it was started: one that was renamed since, or is mounted in
    two places, must get no second server.
    """
    if words[0].startswith(CHILD):
        return True
    with contextlib.suppress(OSError):  # gone, or another user's
        if (process / "cwd").samefile(data):
            return False
    said = [Path(folder) for word, folder in itertools.pairwise(words) if word == "-D"]
    return any(folder.is_absolute() and folder.resolve() != data.resolve() for folder in said)


def _is_server_elsewhere(pid: int) -> bool:
    # macOS has no /proc; `ps` is in its base system.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    seen = subprocess.run(
        ["ps", "-p", str(pid), "-o", "stat=,command="],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return "postgres" in seen and CHILD not in seen and not seen.startswith("Z")
