"""A whole exercise of its own: the real supervisor, database, jobs and web, on a free port."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg

from tests import database
from tocsin.cluster.server import Cluster

ROOT = Path(__file__).resolve().parents[2]
START = 150.0
"""Seconds; a quiet machine needs ten, one that runs other tests beside it far more."""

STOP = 30.0

LAST_WORDS = 6_000
"""Letters of each log that stand beside a test that failed."""

STATES = {
    "the last messages": """
        select received_at::time, kind, state, is_urgent, engine, tries, parked, responder_id, id
        from records_message order by received_at desc limit 12""",
    "the last runs": """
        select number, audience, run.priority, state, step, step_fired_at::time, next_step_at::time,
            acknowledged_at::time, engine
        from records_escalation run join records_incident on incident_id = records_incident.id
        order by run.started_at desc limit 8""",
    "the last deliveries": """
        select told.created_at::time, purpose, state, due_at::time, sent_at::time, n_tries, failure,
            responder_id
        from records_delivery join records_notification told on notification_id = told.id
        order by told.created_at desc limit 20""",
    "what the database does": """
        select pid, now()::time, state, wait_event_type, wait_event, now() - query_start,
            pg_blocking_pids(pid), left(query, 80)
        from pg_stat_activity where datname = current_database() order by query_start desc""",
}


class Deployment:
    """One that runs; `demo.json` says where, and who may sign in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def about(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "demo.json").read_text("utf-8"))
        return found

    @property
    def url(self) -> str:
        return str(self.about["url"])

    def password(self, name: str) -> str:
        return str(next(one["password"] for one in self.about["users"] if one["name"] == name))

    def secret(self, gateway: str) -> str:
        return str(next(one["secret"] for one in self.about["gateways"] if one["slug"] == gateway))

    def number(self, role: str, home: str) -> str:
        """Return the number of the first phone of this role in a community or at a base."""
        phones = self.about["phones"]
        return str(
            next(
                one["number"]
                for one in phones
                if one["role"] == role and home in {one.get("community"), one.get("base")}
            )
        )

    def pid(self, program: str) -> int:
        return int(self.about["pids"][program])

    def last_words(self) -> list[tuple[str, str]]:
        """Return the end of each log, and how far each message and run came: ids and states, no words."""
        logs = [self.folder / "supervisor.log", *sorted((self.folder / "log").glob("*.log"))]
        said = [
            (log.name, log.read_text("utf-8", "replace")[-LAST_WORDS:])
            for log in logs
            if log.exists()
        ]
        return [*said, *((table, self._rows(question)) for table, question in STATES.items())]

    def _rows(self, question: str) -> str:
        try:
            with psycopg.connect(
                Cluster(self.folder / "database").url(), connect_timeout=5
            ) as asked:
                return "\n".join(" ".join(map(str, row)) for row in asked.execute(question))
        except psycopg.Error as error:
            return type(error).__name__

    def is_well(self) -> bool:
        # Ten times a second beside a start: httpx would read all certificates of the machine each time.
        try:
            with urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return int(answer.status) == 200
        except (OSError, KeyError):
            return False


@contextmanager
def running() -> Iterator[Deployment]:
    """Start an exercise in a folder of its own; stop it, and leave nothing of it behind."""
    with database.folder() as folder:
        said = ("demo", "--port", "0", "--data", str(folder))
        command = [sys.executable, "-m", "tocsin.cli.main", *said]
        with (folder / "supervisor.log").open("wb") as log:
            supervisor = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=folder, env=environment()
            )
        try:
            deployment = Deployment(folder)
            until(deployment.is_well, within=START, unless=lambda: supervisor.poll() is not None)
            yield deployment
        finally:
            supervisor.send_signal(signal.SIGTERM)
            supervisor.wait(STOP)
            Cluster(folder / "database").remove()


def until(
    holds: Callable[[], bool], *, within: float, unless: Callable[[], bool] = lambda: False
) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert not unless(), "it ended before it was ready"
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.1)


def environment() -> dict[str, str]:
    """The settings of the tests themselves are not those of a deployment."""
    own = ("TOCSIN_", "DJANGO_", "COVERAGE_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "PYTHONPATH": str(ROOT)}
