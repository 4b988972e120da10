"""Make, start, join and stop the PostgreSQL server of one data folder."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tocsin.cluster.account import (
    link_folder,
    open_socket_folder,
    own_folder,
    place_for_data,
    readable_binaries,
    server_account,
    socket_folder,
)
from tocsin.cluster.binaries import Binaries, Source, locate_binaries
from tocsin.cluster.postmaster import clear_stale_pid_file, running_postmaster
from tocsin.cluster.problem import ClusterFailed
from tocsin.cluster.programs import initialise, spawn_server
from tocsin.cluster.tuning import write_settings

OWNER = "tocsin"
"""The role that owns our database, and the database's name. It is no superuser."""

ADMINISTRATOR = "postgres"

PATIENCE = timedelta(minutes=10)
"""Crash recovery of a busy server can take minutes. It is waited for as long as it lives."""

PASSING_TROUBLES = ("postmaster.pid", "shared memory block", "shared memory segment")
"""What the server says when children of a killed one are still leaving. A retry cures it."""


class Cluster:
    """The server of one data folder, reached through a socket that only we can enter.

    `folder` holds the data and nothing else; `log` takes the server's own words (None: the file
    `database.log` beside the folder). `is_scratch` gives up durability for speed; so does `for_tests`,
    which also lets the server outlive the process that started it. `source` asks for one kind of
    PostgreSQL.
    """

    def __init__(
        self,
        folder: Path,
        *,
        log: Path | None = None,
        for_tests: bool = False,
        is_scratch: bool = False,
        source: Source | None = None,
    ) -> None:
        self._asked = folder.absolute()
        self._account = server_account()
        self.log = log or self._asked.with_name("database.log")
        self._is_orphan = for_tests
        self._is_fleeting = for_tests or is_scratch
        self._source = source
        self._child: subprocess.Popen[bytes] | None = None
        self._log_began = 0

    @property
    def folder(self) -> Path:
        """Where the data really lie: the folder asked for, or what it leads to."""
        return self._asked.resolve()

    @property
    def pid(self) -> int | None:
        """The process id of the server, or None when it does not run."""
        self._bury()
        if self._child is not None:
            return self._child.pid  # Even if somebody deleted its files meanwhile.
        found = running_postmaster(self.folder)
        return found.pid if found else None

    def url(self, database: str = OWNER, *, user: str = OWNER) -> str:
        """Return the address for libpq and psycopg. It stays the same over restarts."""
        found = running_postmaster(self.folder)
        place = found.socket_folder if found else socket_folder(self._asked, self._account)
        return f"postgresql://{user}@/{database}?host={quote(str(place), safe='')}"

    def create(self) -> bool:
        """Make the data folder if there is none, and return whether it was made now."""
        with self._alone():
            if (self.folder / "PG_VERSION").exists():
                return False
            if self.folder.exists() and any(self.folder.iterdir()):
                raise ClusterFailed(f"{self.folder} holds files, but no database. Name another.")
            data = place_for_data(self._asked, self._account)
            # Made under another name, so that one broken off half-way is never taken for whole.
            making = data.with_name(f"{data.name}.making")
            shutil.rmtree(making, ignore_errors=True)
            own_folder(making, self._account)
            initialise(
                self._binaries(),
                making,
                account=self._account,
                administrator=ADMINISTRATOR,
                for_tests=self._is_fleeting,
            )
            making.rename(data)
            link_folder(self._asked, data)
            return True

    def start(self, *, within: timedelta = PATIENCE) -> None:
        """Return when the server answers, having started it or joined the one that runs.

        Also makes our role and database where they are missing. Call it from the main thread: the
        server stops when the thread that started it ends. Raises ClusterFailed with the end of
        the server's log when it dies or does not answer in time.
        """
        deadline = time.monotonic() + within.total_seconds()
        spawned = False
        with self._alone():
            while not self._is_open():
                if time.monotonic() > deadline:
                    raise ClusterFailed(self._last_words("does not answer"))
                if self.pid is None:
                    self._spawn(again=spawned)
                    spawned = True
                time.sleep(0.02)

    def revive(self) -> bool:
        """Start the server again if it is gone, and return whether it was. Does not wait."""
        if self.pid is not None:
            return False
        with self._alone():
            self._spawn(again=False)
        return True

    def stop(self, *, within: timedelta = timedelta(seconds=20)) -> None:
        """Stop the server: ask, then insist, then kill. Returns when it is gone."""
        for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            pid = self.pid
            if pid is None:
                return
            with suppress(ProcessLookupError):
                os.kill(pid, order)
            deadline = time.monotonic() + within.total_seconds()
            while self.pid == pid and time.monotonic() < deadline:
                time.sleep(0.02)

    def remove(self) -> None:
        """Stop the server and delete its data, wherever they lie."""
        self.stop()
        shutil.rmtree(socket_folder(self._asked, self._account), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._asked.is_symlink():
            self._asked.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Two processes may set up the same folder at once; the second waits and joins.
        self._asked.parent.mkdir(parents=True, exist_ok=True)
        with self._asked.with_name(f"{self._asked.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _binaries(self) -> Binaries:
        version = self.folder / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        return readable_binaries(locate_binaries(only=self._source, major=major), self._account)

    def _spawn(self, *, again: bool) -> None:
        if again:
            self._excuse_death()
        self._log_began = self.log.stat().st_size if self.log.exists() else 0
        data = self.folder
        clear_stale_pid_file(data)
        write_settings(data, for_tests=self._is_fleeting)
        socket = socket_folder(self._asked, self._account)
        open_socket_folder(socket, self._account)
        self._child = spawn_server(
            self._binaries(),
            data,
            socket=socket,
            account=self._account,
            log=self.log,
            orphan=self._is_orphan,
        )

    def _excuse_death(self) -> None:
        """Wait a moment if what the dead server said will pass, raise if not."""
        with self.log.open("rb") as words:
            words.seek(self._log_began)
            said = words.read().decode(errors="replace")
        if not any(trouble in said for trouble in PASSING_TROUBLES):
            raise ClusterFailed(self._last_words("stopped while it was starting"))
        time.sleep(0.2)

    def _is_open(self) -> bool:
        """Say whether the server takes us in, having made our role and database if missing."""
        if self.pid is None:
            return False
        try:
            with psycopg.connect(self._administrator(), autocommit=True, connect_timeout=5) as link:
                _provide_owner(link)
        except psycopg.OperationalError:
            return False  # Starting up, recovering or shutting down.
        return True

    def _bury(self) -> None:
        """Reap our child if it died, so that its number is no longer taken for a living server."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None

    def _administrator(self) -> str:
        return self.url("postgres", user=ADMINISTRATOR)

    def _last_words(self, what: str) -> str:
        words = self.log.read_text(errors="replace").splitlines()[-8:] if self.log.exists() else []
        return f"The database in {self.folder} {what}. Its log ends: " + " | ".join(words)


def _provide_owner(link: psycopg.Connection) -> None:
    name = sql.Identifier(OWNER)
    if not link.execute("select from pg_roles where rolname = %s", [OWNER]).rowcount:
        link.execute(sql.SQL("create role {} login").format(name))
    if not link.execute("select from pg_database where datname = %s", [OWNER]).rowcount:
        statement = sql.SQL("create database {} owner {} template template0")
        link.execute(statement.format(name, name))
