"""Whatever is killed is started again, and nothing is left running when Tocsin ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import database
from tocsin.cli.children import LONGEST_WAIT_IF_KILLED
from tocsin.cli.supervise import GLANCE, CannotSupervise, listen_on, sole_supervisor
from tocsin.cluster.server import Cluster

SCRIPT = Path(__file__).with_name("supervised.py")
PATIENCE = 60.0
"""Seconds. A machine with much else to do is slow, not wrong."""

pytestmark = pytest.mark.crash


class Line:
    """A supervisor at work, and what it says of its programs."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.words = folder / "supervisor.err"
        with self.words.open("wb") as words:
            command = [sys.executable, str(SCRIPT), str(folder), *arguments]
            self.process = subprocess.Popen(command, stderr=words, env=with_repository())

    def pids(self) -> dict[str, int]:
        try:
            found: dict[str, int] = json.loads((self.folder / "pids.json").read_text())
        except FileNotFoundError:
            return {}
        return found

    def programs(self) -> dict[str, int]:
        return {name: pid for name, pid in self.pids().items() if name != "port"}

    def pid_other_than(self, name: str, *former: int) -> int:
        until(lambda: self.pids().get(name) not in {None, *former})
        return self.pids()[name]


def with_repository() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SCRIPT.parents[2])}


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether it runs; on Linux a dead child that nobody has buried yet does not count."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return sys.platform != "linux"


@contextmanager
def a_folder() -> Iterator[Path]:
    with database.folder() as place:
        yield place
        Cluster(place / "database").remove()


@contextmanager
def a_line() -> Iterator[Line]:
    with a_folder() as folder:
        supervised = Line(folder)
        until((folder / "announced").exists)
        yield supervised
        supervised.process.kill()
        supervised.process.wait()
        until(lambda: not any(map(is_alive, supervised.programs().values())))


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    """One that the tests of this file share: it mends what they break."""
    with a_line() as supervised:
        yield supervised


@pytest.fixture
def own_line() -> Iterator[Line]:
    """One for a test that ends it."""
    with a_line() as supervised:
        yield supervised


@pytest.mark.parametrize("name", ["web", "jobs", "database"])
def test_what_is_killed_runs_again(line: Line, name: str) -> None:
    former = line.pids()[name]
    os.kill(former, signal.SIGKILL)
    assert is_alive(line.pid_other_than(name, former))


def test_what_is_killed_however_often_waits_for_less_than_two_seconds() -> None:
    assert LONGEST_WAIT_IF_KILLED + GLANCE < 2.0


def test_the_database_answers_again_at_the_same_address(line: Line) -> None:
    address = Cluster(line.folder / "database").url()
    former = line.pids()["database"]
    os.kill(former, signal.SIGKILL)
    line.pid_other_than("database", former)

    def answers() -> bool:
        try:
            with psycopg.connect(address):
                return True
        except psycopg.OperationalError:
            return False

    until(answers)


def test_a_caller_who_comes_while_jobs_is_dead_is_answered(line: Line) -> None:
    former = line.pids()["jobs"]
    os.kill(former, signal.SIGKILL)
    until(lambda: not is_alive(former))
    with socket.create_connection(("127.0.0.1", line.pids()["port"]), timeout=PATIENCE) as call:
        assert int(call.recv(100)) == line.pid_other_than("jobs", former)


def test_an_order_to_stop_ends_all_of_it_the_database_last_and_cleanly(own_line: Line) -> None:
    pids = own_line.programs()
    own_line.process.send_signal(signal.SIGINT)
    assert own_line.process.wait(PATIENCE) == 0
    assert not any(map(is_alive, pids.values()))
    assert (own_line.folder / "database.log").read_text().splitlines()[-1].endswith("is shut down")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of this death")
def test_nothing_outlives_a_killed_supervisor(own_line: Line) -> None:
    pids = own_line.programs()
    assert pids.keys() == {"web", "jobs", "database"}
    own_line.process.kill()
    own_line.process.wait()
    until(lambda: not any(map(is_alive, pids.values())))


def test_a_program_that_keeps_failing_is_tried_again_and_quoted_once() -> None:
    """How much longer each try waits than the one before: test_children.py."""
    with a_folder() as folder:
        failing = Line(folder, "failing")
        until(lambda: failing.words.read_text().count("ended with status 3") >= 3)
        assert failing.words.read_text().count("no key in the vault") == 1
        failing.process.terminate()
        failing.process.wait()


def test_a_second_supervisor_is_refused(tmp_path: Path) -> None:
    refused = pytest.raises(CannotSupervise, match="already runs")
    with sole_supervisor(tmp_path), refused, sole_supervisor(tmp_path):
        pass


def test_a_taken_port_is_named_with_its_remedy() -> None:
    with listen_on("127.0.0.1", 0) as taken, pytest.raises(CannotSupervise, match="--port"):
        listen_on("127.0.0.1", taken.getsockname()[1], patience=0)
