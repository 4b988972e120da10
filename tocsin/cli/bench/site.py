"""A whole deployment for one measurement: its own database, programs, sink and invented ground."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click
import httpx

from tocsin.cli.attachment import LISTEN_FD, SUPERVISOR
from tocsin.cli.bench.checkout import found_there, interpreter_of
from tocsin.cli.bench.cpu import parts_of, seconds_used
from tocsin.cli.bench.ends import Arrival, Load, Posts, Sink, end
from tocsin.cli.bench.texts import InventedPlace, invented_places
from tocsin.cli.supervise import listen_on
from tocsin.cluster.programs import death_signal
from tocsin.cluster.server import Cluster

GATEWAY = "bench"
READY_WITHIN, GLANCE = 60.0, 0.05  # seconds
ARMED = "TOCSIN_FAIL_AT"


class Database(Protocol):
    """What a site needs of its PostgreSQL: the embedded one, a server, or a server and its copy."""

    @property
    def pid(self) -> int | None: ...
    def url(self) -> str: ...
    def create(self) -> object: ...
    def start(self) -> None: ...
    def revive(self) -> bool: ...
    def stop(self) -> None: ...
    def remove(self) -> None: ...


class Site:
    """The deployment while it is up. `url` is its door, `secret` signs what comes in."""

    def __init__(
        self, folder: Path, *, places: int, sink_delay: float, database: Database | None = None
    ) -> None:
        self.folder = folder
        self.cluster: Database = database or Cluster(folder / "database")
        self.places: list[InventedPlace] = invented_places(places)
        self._listener = listen_on("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.secret = ""
        self.jobs: subprocess.Popen[bytes] | None = None
        self._sink = Sink(sink_delay)
        self._environment: dict[str, str] = {}
        self._asks = httpx.Client(timeout=2)

    def found(self, *, by: Path | None = None) -> None:
        """Start the database with its tables, and settle the exercise district and our places.

        `by` is a checkout of an earlier release, whose tables they then are.
        """
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

        if by is not None:
            n = len(self.places)
            self.secret = found_there(by, self.folder, self._sink.url, n, gateway=GATEWAY)
            return
        self.secret = found_bench(self.folder, self._sink.url, self.places, gateway=GATEWAY)

    def start_jobs(self, *, arguments: Sequence[str] = ()) -> None:
        self.jobs = self.engine(arguments=arguments)

    def engine(
        self, *, fail_at: str = "", arguments: Sequence[str] = ()
    ) -> "subprocess.Popen[bytes]":
        """Start an engine on our socket, armed to die at a fail-point when one is named."""
        words = ("jobs", "--web", str(self.folder / "web.sock"), *arguments)
        return self.program(*words, environment={ARMED: fail_at}, listens=True)

    def pages(self) -> "subprocess.Popen[bytes]":
        """Start the pages."""
        return self.program("web", "--socket", str(self.folder / "web.sock"))

    def wait_ready(self) -> None:
        """Return when the engine answers. Raises when it died, or does not answer in time."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.answers():
                return
            if self.jobs is not None and self.jobs.poll() is not None:
                break
            time.sleep(GLANCE)
        raise click.ClickException(f"The engine did not start: {self.last_words()}")

    def answers(self) -> bool:
        """Say whether an engine takes messages, with its database."""
        return self.health(self.url).get("database") == "ok"

    def health(self, url: str) -> dict[str, object]:
        """Return what the engine at this door says of itself; nothing when it does not answer."""
        try:
            found = self._asks.get(f"{url}/healthz").json()
        except (httpx.TransportError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def last_words(self, name: str = "jobs") -> str:
        """Return the end of an engine's log."""
        log = self.folder / f"{name}.log"
        words = log.read_text(errors="replace").splitlines()[-8:] if log.exists() else []
        return " | ".join(words)

    def load(
        self, posts: Posts, *, connections: int, insist: bool = False, doors: Sequence[str] = ()
    ) -> "Load":
        """Start sending; `insist` repeats what was not taken, as gateways do, at any of the doors."""
        plan = {
            "urls": [f"{door}/in/{GATEWAY}/" for door in doors or [self.url]],
            "secret": self.secret,
            "insist": insist,
            "connections": connections,
            "posts": posts,
        }
        return Load(plan)

    def cpu(self) -> dict[str, float]:
        """Return the processor seconds used so far: the engine's loop, threads, readers; database."""
        return {
            **(parts_of(self.jobs.pid) if self.jobs else {}),
            "database": seconds_used([self.cluster.pid] if self.cluster.pid else []),
        }

    def arrivals(self) -> list[Arrival]:
        """Return everything that reached the sink, in order."""
        return self._sink.arrivals()

    def close(self) -> None:
        end(self.jobs)
        self._sink.close()
        self._asks.close()
        self._listener.close()
        self.cluster.stop()

    def program(
        self,
        *words: str,
        environment: Mapping[str, str] | None = None,
        listens: bool = False,
        log: str = "",
        folder: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start one of our programs; its words go to the log of this name, or of its own.

        `folder` is a checkout of another release whose code it runs.
        """
        number = self._listener.fileno()
        handed = {SUPERVISOR: str(os.getpid())}
        if listens:
            handed[LISTEN_FD] = str(number)
        with (self.folder / f"{log or words[0]}.log").open("ab") as said:
            return subprocess.Popen(
                (interpreter_of(folder), "-m", "tocsin.cli.main", *words),
                env={**os.environ, **self._environment, **(environment or {}), **handed},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                pass_fds=[number] if listens else [],
                start_new_session=True,
                preexec_fn=death_signal(signal.SIGKILL),  # noqa: PLW1509 - one call, one thread
            )


@contextmanager
def site(
    *,
    places: int = 2000,
    sink_delay: float = 0.0,
    keep: bool = False,
    database: Callable[[Path], Database] | None = None,
    by: Path | None = None,
) -> Iterator[Site]:
    """Give a founded site, with nothing running yet but its database; remove it at the end.

    `keep` leaves its folder, to look at what happened. `database` makes another than the embedded.
    `by` is a checkout of an earlier release that founds it.
    """
    folder = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    folder.chmod(0o755)  # Under root the database's account must get to its own folder inside.
    made = database(folder) if database else None
    place = Site(folder, places=places, sink_delay=sink_delay, database=made)
    try:
        place.found(by=by)
        yield place
    finally:
        place.close()
        if keep:
            click.echo(f"Left in {folder}", err=True)
        else:
            place.cluster.remove()
            shutil.rmtree(folder, ignore_errors=True)
