"""A whole deployment for one measurement: its own database, programs, sink and invented ground."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx

from tocsin.cli.attachment import LISTEN_FD, SUPERVISOR
from tocsin.cli.bench.cpu import seconds_used
from tocsin.cli.bench.texts import InventedPlace, invented_places
from tocsin.cli.supervise import listen_on
from tocsin.cluster.programs import death_signal
from tocsin.cluster.server import Cluster

GATEWAY = "bench"
READY_WITHIN, STOPS_WITHIN, GLANCE = 60.0, 10.0, 0.05  # seconds
ARMED = "TOCSIN_FAIL_AT"

Posts = Sequence[tuple[float, str, str]]  # when it is due in seconds, its id, its body


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of a load: when it was due and answered (this machine's clock), and how."""

    id: str
    due: float
    sent: float
    answered: float
    status: int
    tries: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival at the sink; the same delivery may arrive twice."""

    delivery: str
    to: str
    at: float


class Site:
    """The deployment while it is up. `url` is its door, `secret` signs what comes in."""

    def __init__(self, folder: Path, *, places: int, sink_delay: float) -> None:
        self.folder = folder
        self.cluster = Cluster(folder / "database")
        self.places: list[InventedPlace] = invented_places(places)
        self._listener = listen_on("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.secret = ""
        self.jobs: subprocess.Popen[bytes] | None = None
        self.web: subprocess.Popen[bytes] | None = None
        self.is_armed = False
        self._sink = Sink(sink_delay)
        self._environment: dict[str, str] = {}
        self._asks = httpx.Client(timeout=2)

    def found(self) -> None:
        """Start the database with its tables, and settle the exercise district and our places."""
        self.cluster.create()
        self.cluster.start()
        self._environment = {
            "TOCSIN_DATA": str(self.folder),
            "TOCSIN_DATABASE_URL": self.cluster.url(),
            "TOCSIN_LINE_URL": self.url,
            "TOCSIN_EXERCISE": "1",
        }
        os.environ.update(self._environment)
        from tocsin.cli.bench.founding import found_bench

        self.secret = found_bench(self.folder, self._sink.url, self.places, gateway=GATEWAY)

    def start_jobs(self, *, fail_at: str = "", arguments: Sequence[str] = ()) -> None:
        """Start the engine on our socket, armed to die at a fail-point when one is named."""
        self.is_armed = bool(fail_at)
        self.jobs = self._start("jobs", *arguments, environment={ARMED: fail_at}, listens=True)

    def start_web(self) -> None:
        self.web = self._start("web", "--socket", str(self.folder / "web.sock"), environment={})

    def wait_ready(self, *, may_die: bool = False) -> None:
        """Return when the engine answers. Raises when it died, unless it is armed and may."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if self._asks.get(f"{self.url}/healthz").json()["database"] == "ok":
                    return
            if self.jobs is not None and self.jobs.poll() is not None:
                if may_die:
                    return
                break
            time.sleep(GLANCE)
        words = (self.folder / "jobs.log").read_text(errors="replace").splitlines()[-8:]
        raise click.ClickException("The engine did not start: " + " | ".join(words))

    def load(self, posts: Posts, *, connections: int, insist: bool = False) -> "Load":
        """Start sending; `insist` repeats what was not taken, as gateways do."""
        plan = {
            "url": f"{self.url}/in/{GATEWAY}/",
            "secret": self.secret,
            "insist": insist,
            "connections": connections,
            "posts": posts,
        }
        return Load(plan)

    def cpu(self) -> dict[str, float]:
        """Return the processor seconds used so far, by part; the readers count as the engine's."""
        return {
            "engine": seconds_used([self.jobs.pid] if self.jobs else []),
            "database": seconds_used([self.cluster.pid] if self.cluster.pid else []),
        }

    def arrivals(self) -> list[Arrival]:
        """Return everything that reached the sink, in order."""
        return self._sink.arrivals()

    def close(self) -> None:
        for program in (self.jobs, self.web):
            end(program)
        self._sink.close()
        self._asks.close()
        self._listener.close()
        self.cluster.stop()

    def _start(
        self, *words: str, environment: Mapping[str, str], listens: bool = False
    ) -> subprocess.Popen[bytes]:
        number = self._listener.fileno()
        handed = {SUPERVISOR: str(os.getpid())}
        if listens:
            handed[LISTEN_FD] = str(number)
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen(
                (sys.executable, "-m", "tocsin.cli.main", *words),
                env={**os.environ, **self._environment, **environment, **handed},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[number] if listens else [],
                start_new_session=True,
                preexec_fn=death_signal(signal.SIGKILL),  # noqa: PLW1509 - one call, one thread
            )


class Load:
    """Senders at work in a process of their own."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tocsin.cli.bench.load"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=death_signal(signal.SIGKILL),  # noqa: PLW1509 - one call, one thread
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(plan).encode())
        self._process.stdin.close()
        self._process.stdin = None

    def is_over(self) -> bool:
        return self._process.poll() is not None

    def outcome(self, *, within: float = 300.0) -> list[Sent]:
        """Wait until everything is answered, and return what became of each.

        Raises TimeoutExpired when that takes longer than `within` seconds.
        """
        try:
            output, _ = self._process.communicate(timeout=within)
        finally:
            self._process.kill()
        return [Sent(*row) for row in json.loads(output)["posts"]]


class Sink:
    """The other end, in a process of its own, answering each post after a delay in seconds."""

    def __init__(self, delay: float) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tocsin.cli.bench.sink", str(delay)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=death_signal(signal.SIGKILL),  # noqa: PLW1509 - one call, one thread
        )
        assert self._process.stdout is not None
        port = json.loads(self._process.stdout.readline())["port"]
        self.url = f"http://127.0.0.1:{port}/"

    def rows(self) -> list[dict[str, Any]]:
        """Return every body that came, and `at` which moment."""
        found: list[dict[str, Any]] = httpx.get(self.url, timeout=60).json()
        return found

    def arrivals(self) -> list[Arrival]:
        return [Arrival(row["body"]["id"], row["body"]["to"], row["at"]) for row in self.rows()]

    def close(self) -> None:
        end(self._process)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def end(program: "subprocess.Popen[bytes] | None") -> None:
    """Ask a program to end, and kill it when it does not."""
    if program is None:
        return
    if program.poll() is None:
        program.send_signal(signal.SIGTERM)
    try:
        program.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


@contextmanager
def site(*, places: int = 2000, sink_delay: float = 0.0, keep: bool = False) -> Iterator[Site]:
    """Give a founded site, with nothing running yet but its database; remove it at the end.

    `keep` leaves its folder, to look at what happened.
    """
    folder = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    folder.chmod(0o755)  # Under root the database's account must get to its own folder inside.
    place = Site(folder, places=places, sink_delay=sink_delay)
    try:
        place.found()
        yield place
    finally:
        place.close()
        if keep:
            click.echo(f"Left in {folder}", err=True)
        else:
            place.cluster.remove()
            shutil.rmtree(folder, ignore_errors=True)
