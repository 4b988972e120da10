"""One program under supervision: started, watched, started again, stopped."""

import os
import signal
import socket
import subprocess
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.cli.attachment import LISTEN_FD, SUPERVISOR
from tocsin.cluster.programs import death_signal

QUICK = 10.0
"""Seconds. Who dies sooner after its start counts as failing, not as unlucky."""

WAITS = (0.0, 0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before the next start, by the number of quick deaths in a row."""

LONGEST_WAIT_IF_KILLED = 1.0
"""Seconds. Who was killed from outside did nothing wrong."""

LARGEST_LOG = 5_000_000
KEPT_LOGS = 3
LAST_LINES = 5


@dataclass(frozen=True, slots=True)
class Program:
    """What to run under which name; `listener` is handed over open, as TOCSIN_LISTEN_FD."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    listener: socket.socket | None = None


class Child:
    """A program that is kept running. All moments are seconds of the monotonic clock."""

    def __init__(self, program: Program, *, logs: Path) -> None:
        self.name = program.name
        self.log = logs / f"{program.name}.log"
        self.due_at: float | None = 0.0
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._quick_deaths = 0
        self._log_began = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, environment: Mapping[str, str], *, now: float) -> None:
        """Start the program in a session of its own, out of reach of a Ctrl-C for us."""
        rotate(self.log)
        listener = self._program.listener
        attached = {SUPERVISOR: str(os.getpid())}
        if listener is not None:
            attached[LISTEN_FD] = str(listener.fileno())
        with self.log.open("ab") as words:
            self._log_began = words.tell()
            self._process = subprocess.Popen(
                self._program.command,
                env={**os.environ, **environment, **self._program.environment, **attached},
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
                pass_fds=[listener.fileno()] if listener is not None else [],
                preexec_fn=death_signal(signal.SIGTERM),  # noqa: PLW1509 - One call, one thread.
            )
        self._started_at, self.due_at = now, None

    def death(self, *, now: float) -> str | None:
        """Return how it ended, if it just did, and set when it is due again. None: it runs."""
        if self._process is None or (status := self._process.poll()) is None:
            return None
        self._bury()
        quick = now - self._started_at < QUICK
        self._quick_deaths = self._quick_deaths + 1 if quick else 0
        wait = WAITS[min(self._quick_deaths, len(WAITS) - 1)]
        if status < 0:
            self.due_at = now + min(wait, LONGEST_WAIT_IF_KILLED)
            return f"was killed ({signal.Signals(-status).name})"
        self.due_at = now + wait
        return f"ended with status {status}"

    def last_words(self) -> list[str]:
        """Return the end of what it said since it was started last."""
        with self.log.open(errors="replace") as lines:
            lines.seek(self._log_began)
            return [line.rstrip() for line in deque(lines, LAST_LINES)]

    def stop(self, *, within: float) -> None:
        """Ask it to end, and kill it with all it started if it does not within these seconds."""
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        self._bury()

    def _bury(self) -> None:
        """Kill what is left of it and of all it started, and forget it."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # It led a group of its own.
            self._process.wait()
            self._process = None


def rotate(log: Path) -> None:
    """Put a log aside that has grown large, keeping a few of the older ones."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if not log.exists() or log.stat().st_size < LARGEST_LOG:
        return
    for number in range(KEPT_LOGS - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))
