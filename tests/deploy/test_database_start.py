"""The bundled PostgreSQL of compose.yaml, by its own script on Debian's programs."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import database
from tests.house.sources import ROOT
from tests.ports import free_port
from tocsin.cluster.account import own_folder, server_account
from tocsin.cluster.programs import death_signal

BIN = Path("/usr/lib/postgresql/15/bin")
WITHIN = 60  # seconds
PASSWORD = "it's quoted"

pytestmark = pytest.mark.skipif(not BIN.exists(), reason="needs postgresql-15: apt-get install")


@contextmanager
def started(folder: Path, port: int) -> Iterator[None]:
    """The database of this folder, started as its container does."""
    account = server_account()
    own_folder(folder, account)
    (folder / "password").write_text(PASSWORD)
    settings = {
        "POSTGRESQL_DATA": str(folder / "data"),
        "POSTGRESQL_SOCKETS": str(folder),
        "POSTGRESQL_PASSWORD_FILE": str(folder / "password"),
        "POSTGRESQL_LISTEN": "127.0.0.1",
        "POSTGRESQL_PORT": str(port),
    }
    with (
        (folder / "log").open("ab") as log,
        subprocess.Popen(
            [str(ROOT / "deploy" / "database-start")],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **settings},
            stdout=log,
            stderr=log,
            cwd="/",
            user=account.uid if account.switch else None,
            preexec_fn=death_signal(signal.SIGTERM),  # noqa: PLW1509 - one call, one thread
        ) as running,
    ):
        yield
        running.send_signal(signal.SIGINT)


def ask(port: int, question: str, password: str = PASSWORD) -> object:
    deadline = time.monotonic() + WITHIN
    while True:
        try:
            with psycopg.connect(
                host="127.0.0.1", port=port, user="tocsin", password=password, dbname="tocsin"
            ) as link:
                row = link.execute(question.encode()).fetchone()
                return row and row[0]
        except psycopg.OperationalError as error:
            if "password" in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_it_is_made_durable_for_a_role_that_is_no_superuser_and_opens_by_its_password_alone() -> (
    None
):
    port = free_port()
    with database.folder() as place, started(place / "database", port):
        assert ask(port, "select rolsuper from pg_roles where rolname = current_user") is False
        assert ask(port, "select current_setting('fsync')") == "on"
        with pytest.raises(psycopg.OperationalError, match="password"):
            ask(port, "select 1", password="guessed")
