"""What a thief of the disk could read: the files of a database, and everything in its tables."""

from collections.abc import Iterator
from pathlib import Path

import psycopg

from tocsin.cluster.server import ADMINISTRATOR, Cluster


def files_of(cluster: Cluster, url: str) -> Iterator[Path]:
    """Return the files of one database and the write-ahead log, with all that was written before."""
    with psycopg.connect(cluster.url("postgres", user=ADMINISTRATOR), autocommit=True) as root:
        root.execute("checkpoint")
    with psycopg.connect(url) as own:
        (number,) = own.execute(
            "select oid from pg_database where datname = current_database()"
        ).fetchone() or (0,)
    yield from (cluster.folder / "base" / str(number)).iterdir()
    yield from (path for path in (cluster.folder / "pg_wal").iterdir() if path.is_file())
    yield cluster.log


def dump_of(url: str) -> Iterator[bytes]:
    """Return every row of every table as text: what pg_dump writes, whatever its version."""
    with psycopg.connect(url) as own:
        tables = own.execute(
            "select tablename::text from pg_tables where schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            with own.cursor().copy(f'copy "{table}" to stdout'.encode()) as copy:
                yield from (bytes(part) for part in copy)
