"""A PostgreSQL as an administrator sets it up for several machines: TCP, passwords, its log kept."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tocsin.cli.supervise import listen_on
from tocsin.cluster.account import open_socket_folder, own_folder, server_account, socket_folder
from tocsin.cluster.binaries import Source, locate_binaries
from tocsin.cluster.problem import ClusterFailed
from tocsin.cluster.programs import initialise, run_program, spawn_server

ADMINISTRATOR, ROLE, DATABASE = "postgres", "tocsin", "tocsin"
PASSWORD = "a password of the bench alone"  # noqa: S105 - it guards invented rows on loopback
HOST = "127.0.0.1"
OPENS_WITHIN = 60.0  # seconds
GLANCE = 0.05  # seconds

ACCESS = """\
local all all trust
host all all 127.0.0.1/32 scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
"""
SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
max_connections = 200
wal_level = replica
wal_keep_size = '256MB'
timezone = 'UTC'
log_min_error_statement = panic
"""
ARCHIVING = """\
archive_mode = on
archive_timeout = 60
archive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'
"""
COMING_BACK = """\
port = {port}
archive_mode = off
restore_command = 'cp {archive}/%f %p'
recovery_target_time = '{moment}'
recovery_target_action = 'promote'
"""


class Server:
    """One PostgreSQL of the operating system on a port of loopback, durable as it comes.

    `archive` is where its write-ahead log is kept as well. It dies with whoever started it.
    """

    def __init__(self, folder: Path, *, archive: Path | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self._archive = archive
        self._account = server_account()
        self._binaries = locate_binaries(only=Source.SYSTEM)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the server, or None when it does not run."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        return self._child.pid if self._child else None

    def url(self, database: str = DATABASE, *, user: str = ROLE) -> str:
        return make_conninfo(
            host=HOST, port=self.port, dbname=database, user=user, password=PASSWORD
        )

    def create(self) -> None:
        """Make the data folder and the folder of its archive, and let the administrator and our role in by password."""
        own_folder(self.folder, self._account)
        initialise(
            self._binaries,
            self.folder,
            account=self._account,
            administrator=ADMINISTRATOR,
            for_tests=False,
        )
        if self._archive is not None:
            own_folder(self._archive, self._account)
        self._write("pg_hba.conf", ACCESS)
        archiving = ARCHIVING.format(archive=self._archive) if self._archive else ""
        self._add(SETTINGS.format(port=self.port) + archiving)

    def start(self) -> None:
        """Start it and return when it answers; the first time with our role and our database."""
        self.revive()
        self.await_open()
        with self.administered() as link:
            if not link.execute("select from pg_roles where rolname = %s", [ROLE]).rowcount:
                _provide_roles(link)

    def revive(self) -> bool:
        """Start it when it does not run, and return whether it did not. Does not wait."""
        if self.pid is not None:
            return False
        socket = socket_folder(self.folder, self._account)
        open_socket_folder(socket, self._account)
        self._child = spawn_server(
            self._binaries,
            self.folder,
            socket=socket,
            account=self._account,
            log=self.folder.with_suffix(".log"),
            orphan=False,
        )
        return True

    def await_open(self) -> None:
        """Return when it answers. Raises ClusterFailed when it dies first, or takes too long."""
        deadline = time.monotonic() + OPENS_WITHIN
        while time.monotonic() < deadline and self.pid is not None:
            with suppress(psycopg.OperationalError):
                self.administered().close()
                return
            time.sleep(GLANCE)
        log = self.folder.with_suffix(".log").read_text(errors="replace").splitlines()
        raise ClusterFailed("PostgreSQL does not answer: " + " | ".join(log[-5:]))

    def administered(self, database: str = ADMINISTRATOR) -> psycopg.Connection:
        """Return a connection of the administrator, through the closed folder of its socket."""
        return psycopg.connect(
            host=str(socket_folder(self.folder, self._account)),
            port=self.port,
            user=ADMINISTRATOR,
            dbname=database,
            autocommit=True,
            connect_timeout=2,
        )

    def kill(self) -> None:
        """Kill it and all that it started, as a power cut would."""
        if self.pid is not None and self._child is not None:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
            self._child = None

    def stop(self) -> None:
        if self._child is not None and self.pid is not None:
            self._child.send_signal(signal.SIGINT)
            try:
                self._child.wait(OPENS_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(socket_folder(self.folder, self._account), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs under the server's account."""
        run_program(self._binaries, program, *arguments, account=self._account)

    def follow(self, primary: "Server") -> None:
        """Become a copy of another that runs, and stream from it: `pg_basebackup`, then the start."""
        shutil.rmtree(self.folder, ignore_errors=True)
        own_folder(self.folder, self._account)
        source = make_conninfo(primary.url(user=ADMINISTRATOR), application_name="standby")
        self.run(
            "pg_basebackup",
            *("--dbname", source, "--pgdata", str(self.folder)),
            *("--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf"),
        )
        self._add(f"port = {self.port}\n")
        self.revive()
        self.await_open()

    def copy_to(self, folder: Path) -> None:
        """Make a base copy of this server while it runs, and a folder for its log."""
        own_folder(folder, self._account)
        self.run(
            "pg_basebackup",
            *("--dbname", self.url(user=ADMINISTRATOR), "--pgdata", str(folder)),
            *("--wal-method=stream", "--checkpoint=fast"),
        )

    def come_back(self, base: Path, *, archive: Path, to: datetime) -> None:
        """Start from a base copy and go on by the archived log, up to a moment and no further."""
        shutil.copytree(base, self.folder)
        for path in (self.folder, *self.folder.rglob("*")):
            if self._account.switch:
                os.chown(path, self._account.uid, self._account.gid)
        self._add(COMING_BACK.format(port=self.port, archive=archive, moment=to.isoformat()))
        self._write("recovery.signal", "")
        self.revive()
        self.await_open()
        with self.administered() as link:
            deadline = time.monotonic() + OPENS_WITHIN
            while time.monotonic() < deadline:
                row = link.execute("select pg_is_in_recovery()").fetchone()
                if row and not row[0]:
                    return
                time.sleep(GLANCE)
        raise ClusterFailed("PostgreSQL did not come back to the moment in time.")

    def _add(self, lines: str) -> None:
        text = (self.folder / "postgresql.conf").read_text()
        self._write("postgresql.conf", text + lines)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        if self._account.switch:
            os.chown(path, self._account.uid, self._account.gid)


def _provide_roles(link: psycopg.Connection) -> None:
    password, owner = sql.Literal(PASSWORD), sql.Identifier(ROLE)
    alter = sql.SQL("alter role {} password {}")
    link.execute(alter.format(sql.Identifier(ADMINISTRATOR), password))
    link.execute(sql.SQL("create role {} login password {}").format(owner, password))
    create = sql.SQL("create database {} owner {} template template0")
    link.execute(create.format(sql.Identifier(DATABASE), owner))


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with listen_on(HOST, 0) as probe:
        port: int = probe.getsockname()[1]
        return port
