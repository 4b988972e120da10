"""Keep the database, the web and the jobs running, and stop them in the right order."""

import fcntl
import math
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tocsin.cli.children import Child, Program
from tocsin.cluster.server import Cluster

GLANCE = 0.25
"""Seconds between two looks when nothing wakes us: at a database that is no child of ours."""

LONG = 30.0
"""Seconds after which whoever waits for the first answer is told where to look."""

GRACE = 8.0
"""Seconds a program has to end by itself."""

BACKLOG = 1024
"""Callers that may wait while the program that answers them is started again."""


class CannotSupervise(Exception):
    """Says what stands in the way: another supervisor on this folder, or a taken port."""


def listen_on(host: str, port: int, *, patience: float = 5.0) -> socket.socket:
    """Open the socket that callers reach. Port 0 takes any free one.

    Waits a little for the programs of a killed supervisor to let go of it.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return socket.create_server((host, port), backlog=BACKLOG)
        except OSError as taken:
            if time.monotonic() > deadline:
                raise CannotSupervise(
                    f"Port {port} on {host} cannot be opened: {os.strerror(taken.errno or 0)}. "
                    "Stop the program that uses it, or choose another with --port."
                ) from taken
            time.sleep(0.1)


@contextmanager
def sole_supervisor(data: Path) -> Iterator[None]:
    """Hold the folder for one supervisor. Raises CannotSupervise when another one has it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "supervisor.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise CannotSupervise(
                f"Tocsin already runs on {data}. Stop it first, or name another folder with --data."
            ) from held
        yield


def supervise(
    programs: Sequence[Program],
    *,
    cluster: Cluster | None,
    logs: Path,
    on_change: Callable[[Mapping[str, int]], None],
    is_ready: Callable[[], bool],
    announce: Callable[[], None],
) -> None:
    """Run the programs until SIGINT or SIGTERM, then stop them in their order, the database last.

    A program or a database that dies is started again at once; one that keeps dying, ever less
    often. `cluster` must have been started; None when the database is somebody else's. `on_change`
    gets the process ids by name each time one changes; `announce` is called once, as soon as
    `is_ready` says yes. Call it from the main thread.
    """
    Supervisor(programs, cluster, logs, on_change).run(is_ready, announce)


class Supervisor:
    def __init__(
        self,
        programs: Sequence[Program],
        cluster: Cluster | None,
        logs: Path,
        on_change: Callable[[Mapping[str, int]], None],
    ) -> None:
        self._children = [Child(program, logs=logs) for program in programs]
        self._cluster = cluster
        self._environment = {"TOCSIN_DATABASE_URL": cluster.url()} if cluster else {}
        self._on_change = on_change
        self._known: dict[str, int] = {}
        self._told: dict[str, list[str]] = {}
        self._orders = 0

    def run(self, is_ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        announced, worried_at = False, time.monotonic() + LONG
        with self._signals() as wake:
            while not self._orders:
                self._look()
                if not announced and is_ready():
                    announced = True
                    announce()
                if not announced and time.monotonic() > worried_at:
                    worried_at = math.inf
                    _tell(
                        f"Not all of it answers yet. What it says: {self._children[0].log.parent}"
                    )
                if select.select([wake], [], [], GLANCE)[0]:
                    wake.recv(4096)
            self._stop()

    def _look(self) -> None:
        if self._cluster is not None and self._cluster.revive():
            _tell("The database had stopped and is started again.")
        now = time.monotonic()
        for child in self._children:
            if (how := child.death(now=now)) is not None:
                self._tell_death(child, how)
            if child.due_at is not None and child.due_at <= now:
                child.start(self._environment, now=now)
        self._publish()

    def _tell_death(self, child: Child, how: str) -> None:
        words = child.last_words()
        if words == self._told.get(child.name):
            _tell(f"{child.name} {how} again.")
            return
        self._told[child.name] = words
        _tell(f"{child.name} {how} and is started again. Its last words ({child.log}):")
        for line in words:
            _tell(f"    {line}")

    def _publish(self) -> None:
        pids = {child.name: child.pid for child in self._children}
        if self._cluster is not None:
            pids["database"] = self._cluster.pid
        known = {name: pid for name, pid in pids.items() if pid is not None}
        if known != self._known:
            self._known = known
            self._on_change(known)

    def _stop(self) -> None:
        for child in self._children:
            # Whoever asks a second time does not want to wait.
            child.stop(within=GRACE if self._orders == 1 else 0.1)
        if self._cluster is not None:
            self._cluster.stop()
        self._publish()

    @contextmanager
    def _signals(self) -> Iterator[socket.socket]:
        """Wake the loop at a child's death and count the orders to stop."""
        near, far = socket.socketpair()
        far.setblocking(False)
        before = {
            order: signal.signal(order, handler)
            for order, handler in {
                signal.SIGINT: self._order,
                signal.SIGTERM: self._order,
                signal.SIGCHLD: _ignore,
            }.items()
        }
        woken_before = signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)
        try:
            yield near
        finally:
            signal.set_wakeup_fd(woken_before)
            for order, handler in before.items():
                signal.signal(order, handler)
            near.close()
            far.close()

    def _order(self, _number: int, _frame: FrameType | None) -> None:
        self._orders += 1


class _FirstAnswer:
    """Announces it once; asks less often, and says where to look, when it is long in coming."""

    def __init__(
        self, is_ready: Callable[[], bool], announce: Callable[[], None], logs: Path
    ) -> None:
        self._is_ready, self._announce, self._logs = is_ready, announce, logs
        self._next_at = 0.0
        self._worried_at = time.monotonic() + LONG

    def look_for(self) -> None:
        now = time.monotonic()
        if now < self._next_at:
            return
        if self._is_ready():
            self._announce()
            self._next_at = math.inf
        elif now > self._worried_at:
            _tell(f"Not all of it answers yet. What it says: {self._logs}")
            self._worried_at = math.inf
        elif math.isinf(self._worried_at):
            self._next_at = now + LONG / 10


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the signal has woken the loop already."""


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
