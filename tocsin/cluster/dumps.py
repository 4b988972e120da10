"""Take everything out of a database and put it into another, with PostgreSQL's own programs."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tocsin.cluster.binaries import locate_binaries
from tocsin.cluster.problem import ClusterFailed

PART = 256 * 1024


@contextmanager
def dumping(url: str, *, snapshot: str, major: int) -> Iterator[Iterator[bytes]]:
    """Give the rows as they were at a snapshot, in pg_dump's own form. Raises ClusterFailed at the end."""
    command = [
        _program("pg_dump", major),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        f"--snapshot={snapshot}",
    ]
    with _running(command, url) as running:
        assert running.stdout is not None
        yield _parts(running.stdout)


def load(url: str, dump: Iterable[bytes], *, major: int) -> None:
    """Put a dump into an empty database, all of it or nothing. Raises ClusterFailed."""
    command = [
        _program("pg_restore", major),
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
    ]
    with _running(command, url) as running:
        assert running.stdin is not None
        try:
            for part in dump:
                running.stdin.write(part)
            running.stdin.close()
        except BrokenPipeError:
            pass  # It ended before the dump did, and says why.


def major_of(url: str) -> int:
    """Return which PostgreSQL this is: 15, 18."""
    with psycopg.connect(url) as link:
        return link.info.server_version // 10_000


@contextmanager
def _running(command: list[str], url: str) -> Iterator[subprocess.Popen[bytes]]:
    # A password never stands in the arguments of a program, which every account of the machine reads.
    about = conninfo_to_dict(url)
    password = about.pop("password", None)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    secret = {"PGPASSWORD": str(password)} if password else {}
    flag = ["--dbname", make_conninfo("", **about)]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(
            [*command, *flag],
            env={**kept, **secret, "LC_ALL": "C"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
        ) as running,
    ):
        try:
            yield running
        except BaseException:
            running.kill()
            raise
        if running.wait() != 0:
            raise ClusterFailed(f"{Path(command[0]).name}: {_last_words(words)}")


def _program(name: str, major: int) -> str:
    """Return the program of this PostgreSQL, or of a newer one, which knows the older ones' ways."""
    try:
        return locate_binaries(major=major).program(name)
    except ClusterFailed:
        found = locate_binaries()
        if found.major < major:
            raise ClusterFailed(
                f"The database is PostgreSQL {major}, and this machine has the programs of "
                f"{found.major} only. Install those of {major}."
            ) from None
        return found.program(name)


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    while part := stream.read(PART):
        yield part


def _last_words(words: IO[bytes]) -> str:
    """The last error, without the row that it may quote."""
    words.seek(0)
    lines = [line.strip() for line in words.read().decode(errors="replace").splitlines()]
    errors = [line for line in lines if "error" in line.lower() and "CONTEXT" not in line]
    last = (errors or lines or ["ended without a word"])[-1]
    # What it quotes may be a stranger's, and meant for the terminal.
    return "".join(sign if sign.isprintable() else "?" for sign in last)[:400]
