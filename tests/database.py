"""The PostgreSQL of a test run: one server for all workers, a template, a database for each.

The server starts when the first test asks for a database, so that pure tests stay quick. It runs
without fsync in a folder of its own, in memory where there is room, and is removed at the end of the
run; what a killed run left behind, the next run removes.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes. A run with all its deployments takes a third of it; where less is free, it goes on the disk.

A database of its own for a test is two thousand small files. On a disk they take a processor ten times
as long, and none of what is tested: whoever is killed leaves the same files in both places.
"""


def begin_run() -> None:
    """Name the folder of this run. The workers of pytest-xdist inherit the name."""
    _sweep_abandoned()
    folder = _places()[0] / f"{PREFIX}{os.getpid()}"
    folder.mkdir(mode=0o755)
    os.environ[RUN_VARIABLE] = str(folder)


def end_run() -> None:
    """Stop the server, if any test asked for it, and remove the folder of this run."""
    _remove(run_cluster(), run_folder())


def run_folder() -> Path:
    return Path(os.environ[RUN_VARIABLE])


@contextmanager
def folder() -> Iterator[Path]:
    """Give an empty folder beside the server's, which another server's account can enter too."""
    with tempfile.TemporaryDirectory(dir=run_folder()) as place:
        Path(place).chmod(0o755)
        yield Path(place)


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
    """Give a copy of the template under this name, and drop it at the end."""
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
    # File by file: half the work of writing each block into the log first.
    statement: LiteralString = "create database {} owner {} template {} strategy file_copy"
    _administer(cluster, statement, name, OWNER, template)


def _administer(cluster: Cluster, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(cluster.url("postgres", user=ADMINISTRATOR), autocommit=True) as link:
        link.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _places() -> list[Path]:
    """Return where runs lie, the place of a new one first."""
    disk = Path(tempfile.gettempdir())
    if not os.access(MEMORY, os.W_OK):
        return [disk]
    has_room = shutil.disk_usage(MEMORY).free > ROOM and _memory() > 3 * ROOM
    return [MEMORY, disk] if has_room else [disk, MEMORY]


def _memory() -> int:
    """Return the bytes that this run may take: what the machine has left, or what its container may have."""
    told = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    left = int(told["MemAvailable"].split()[0]) * 1024
    bound = Path("/sys/fs/cgroup/memory.max")
    said = bound.read_text().strip() if bound.exists() else "max"
    return left if said == "max" else min(left, int(said))


def _sweep_abandoned() -> None:
    for place in _places():
        for folder in place.glob(f"{PREFIX}*"):
            with suppress(FileNotFoundError):  # Its own run removes it just now.
                is_ours = folder.stat().st_uid == os.geteuid()
                if is_ours and _is_abandoned(folder.name.removeprefix(PREFIX)):
                    _remove(_cluster(folder, None), folder)


def _is_abandoned(pid: str) -> bool:
    if pid == str(os.getpid()):
        return True  # In a container every run may have the same number.
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (ValueError, PermissionError):
        pass
    return False


def _remove(cluster: Cluster, folder: Path) -> None:
    cluster.remove()
    shutil.rmtree(folder, ignore_errors=True)


def _cluster(folder: Path, source: Source | None) -> Cluster:
    return Cluster(folder / "data", log=folder / "server.log", for_tests=True, source=source)
