"""The engine as a program: when it must end, it ends at once, whatever its threads wait for."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.jobs.test_liveness import lose
from tocsin.cluster.programs import death_signal

WITHIN = 60  # seconds; a quiet machine needs three
JOBS = (sys.executable, "-m", "tocsin.cli.main", "jobs", "--port", "0")


@pytest.fixture
def jobs(live: str, tmp_path: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """An engine on a database of its own, with its log in the test's folder."""
    with (tmp_path / "jobs.log").open("wb") as log:
        program = subprocess.Popen(
            JOBS,
            env={**os.environ, "TOCSIN_DATABASE_URL": live, "TOCSIN_DATA": str(tmp_path)},
            stdout=log,
            stderr=log,
            preexec_fn=death_signal(signal.SIGKILL),  # noqa: PLW1509 - one call, one thread
        )
    yield program
    program.kill()
    program.wait()


LISTENS = "select clock_timestamp() as listens_since"
"""The last that a bulletin says before it listens in silence (jobs/bulletin.py)."""

HERE = "select pid from pg_stat_activity where datname = current_database()"


def eventually(link: psycopg.Connection, question: str) -> int:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        row = link.execute(question).fetchone()
        if row:
            return int(row[0])
        time.sleep(0.05)
    raise AssertionError(question)


def test_an_engine_whose_rows_were_taken_ends_though_a_thread_of_it_waits_for_a_lock(
    live: str, jobs: "subprocess.Popen[bytes]"
) -> None:
    waits = f"{HERE} and wait_event_type = 'Lock' and query ~ 'gateway'"
    with psycopg.connect(live) as holder, psycopg.connect(live, autocommit=True) as link:
        number = eventually(link, "select number from records_engine where seen_at is not null")
        eventually(link, f"{HERE} and query = '{LISTENS}' limit 1")
        holder.execute("lock table records_gateway in access exclusive mode")
        link.execute("notify tocsin, 'wake:gateways'")
        eventually(link, waits)
        link.execute("delete from records_engine where number = %s", [number])
        lose(link, number)
        assert jobs.wait(WITHIN) == 1
