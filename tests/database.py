"""The PostgreSQL of a test run: one server for all workers, a template, a database for each.

The server starts when the first test asks for a database, so that pure tests stay quick. It runs
without fsync in a folder of its own and is removed at the end of the run; what a killed run left
behind, the next run removes.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from tocsin.cluster.binaries import Source
from tocsin.cluster.server import ADMINISTRATOR, OWNER, Cluster

RUN_VARIABLE = "TOCSIN_TEST_RUN"
PREFIX = "tocsin-tests-"
TEMPLATE = "migrated"


def begin_run() -> None:
    """Name the folder of this run. The workers of pytest-xdist inherit the name."""
    _sweep_abandoned()
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}{os.getpid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    os.environ[RUN_VARIABLE] = str(folder)


def end_run() -> None:
    """Stop the server, if any test asked for it, and remove the folder of this run."""
    _remove(run_cluster(), run_folder())


def run_folder() -> Path:
    return Path(os.environ[RUN_VARIABLE])


@cache
def run_cluster() -> Cluster:
    """Return the server of this run, started or not."""
    return _cluster(run_folder(), chosen_source())


def chosen_source() -> Source:
    """Return where the tests take PostgreSQL from: TOCSIN_TEST_DATABASE, or the embedded one."""
    return Source(os.environ.get("TOCSIN_TEST_DATABASE", Source.EMBEDDED.value))


def start_migrated() -> Cluster:
    """Start the server and migrate the template, unless another worker has done so."""
    cluster = run_cluster()
    run = run_folder()
    with (run / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (run / "ready").exists():
            cluster.create()
            cluster.start()
            _make(cluster, TEMPLATE, template="template0")
            with pointed_at(TEMPLATE):
                call_command("migrate", verbosity=0, run_syncdb=True)
            (run / "ready").touch()
    return cluster


@contextmanager
def fresh_database(cluster: Cluster, name: str, *, template: str = TEMPLATE) -> Iterator[str]:
    """Give a copy of the migrated template under this name, and drop it at the end."""
    _make(cluster, name, template=template)
    try:
        yield cluster.url(name)
    finally:
        _administer(cluster, "drop database {} with (force)", name)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Let Django's default connection of this process lead to another database for a while."""
    settings: dict[str, Any] = connections["default"].settings_dict
    before = settings["NAME"]
    connections.close_all()
    settings["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = before


def _make(cluster: Cluster, name: str, *, template: str) -> None:
    _administer(cluster, "create database {} owner {} template {}", name, OWNER, template)


def _administer(cluster: Cluster, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(cluster.url("postgres", user=ADMINISTRATOR), autocommit=True) as link:
        link.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _sweep_abandoned() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            os.kill(int(folder.name.removeprefix(PREFIX)), 0)
        except ProcessLookupError:
            _remove(_cluster(folder, None), folder)
        except (ValueError, PermissionError):
            continue


def _remove(cluster: Cluster, folder: Path) -> None:
    cluster.remove()
    shutil.rmtree(folder, ignore_errors=True)


def _cluster(folder: Path, source: Source | None) -> Cluster:
    return Cluster(folder / "data", log=folder / "server.log", for_tests=True, source=source)
