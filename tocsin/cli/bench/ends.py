"""The two ends of a measurement, each a program of its own: those who send, and where it arrives."""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tocsin.cluster.programs import death_signal

STOPS_WITHIN = 10.0  # seconds

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


class Load:
    """Senders at work in a process of their own."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tocsin.cli.bench.load"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # A Ctrl-C is for who measures: the account needs both ends.
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
            return self._answers(within)
        finally:
            self._process.kill()

    def so_far(self) -> list[Sent]:
        """Stop sending, and return what became of each; status 0 is one that was not answered."""
        if not self.is_over():
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._answers(STOPS_WITHIN)
        except (subprocess.TimeoutExpired, ValueError):
            return []  # It was stopped before it had read its plan.
        finally:
            self._process.kill()

    def _answers(self, within: float) -> list[Sent]:
        output, _ = self._process.communicate(timeout=within)
        return [Sent(*row) for row in json.loads(output)["posts"]]


class Sink:
    """The other end, in a process of its own, answering each post after a delay in seconds."""

    def __init__(self, delay: float) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tocsin.cli.bench.sink", str(delay)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # A Ctrl-C is for who measures: the account needs both ends.
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
