"""Run PostgreSQL's own programs under the right account: initdb once, postgres at every start."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from tocsin.cluster.account import Account
from tocsin.cluster.binaries import Binaries
from tocsin.cluster.problem import ClusterFailed

PR_SET_PDEATHSIG = 1

BUILTIN_LOCALE_SINCE = 17


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def initialise(
    binaries: Binaries, data: Path, *, account: Account, administrator: str, for_tests: bool
) -> None:
    """Run initdb: UTF-8, sorted by code point alike on every machine, with checksums.

    Raises ClusterFailed with what initdb said.
    """
    command = [
        binaries.program("initdb"),
        "--pgdata",
        str(data),
        "--username",
        administrator,
        "--auth",
        "trust",
        "--encoding",
        "UTF8",
        "--data-checksums",
        *_locale(binaries),
    ]
    if for_tests:
        command.append("--no-sync")
    made = _run(command, account)
    if made.returncode != 0:
        raise ClusterFailed(f"The database could not be made in {data}: {made.stderr.strip()}")


def run_program(binaries: Binaries, name: str, *arguments: str, account: Account) -> None:
    """Run one of PostgreSQL's own programs to its end, under the server's account.

    Raises ClusterFailed with what it said.
    """
    done = _run([binaries.program(name), *arguments], account)
    if done.returncode != 0:
        raise ClusterFailed(f"{name} failed: {done.stderr.strip()}")


def _run(command: list[str], account: Account) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd="/",
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        **_identity(account),
    )


def spawn_server(
    binaries: Binaries, data: Path, *, socket: Path, account: Account, log: Path, orphan: bool
) -> subprocess.Popen[bytes]:
    """Start the server as a child, out of reach of a Ctrl-C meant for its parent.

    Unless `orphan`, it stops by itself when the thread that started it dies (Linux only; elsewhere
    it runs on, which is safe, and the next start joins it).
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as words:
        return subprocess.Popen(
            [binaries.program("postgres"), "-D", str(data), "-k", str(socket)],
            cwd="/",
            env=_environment(),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            preexec_fn=None if orphan else death_signal(signal.SIGINT),  # noqa: PLW1509 - One call.
            **_identity(account),
        )


def death_signal(order: signal.Signals) -> Callable[[], None] | None:
    """Return what a child does before it runs, so that it gets this signal when we die.

    None where the system has no such thing.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(order), 0, 0, 0)
        if os.getppid() != parent:  # It died in between.
            os._exit(1)

    return ask


def _locale(binaries: Binaries) -> list[str]:
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        return ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
    return ["--locale", "C.UTF-8" if sys.platform == "linux" else "C"]


def _identity(account: Account) -> _Identity:
    if not account.switch:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    # PGDATA, PGHOST and the like of whoever started us must not lead the server astray.
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
