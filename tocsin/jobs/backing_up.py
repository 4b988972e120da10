"""Make a backup and prove it: written, read back, restored into a scratch database, compared, its log book verified.

Run in a process of its own, by a command or for the schedule: it reads everything there is.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.core.management import call_command

from tocsin.actions.backups import (
    begin_backup,
    fail_backup,
    give_up_interrupted,
    note_removed,
    note_verified,
    note_written,
    outlived,
)
from tocsin.actions.journal import Actor, seal_journal
from tocsin.actions.journal_proof import verify_journal
from tocsin.cluster.dumps import dumping, load, major_of
from tocsin.cluster.problem import ClusterFailed
from tocsin.domain.backup_words import BackupFailure
from tocsin.domain.problems import BACKUP_FAILED, BACKUP_RUNNING, Problem
from tocsin.formats.backup_file import SealedWriter, UnreadableBackup, chunks, put_on_disk
from tocsin.formats.backup_manifest import Manifest, read_manifest, write_manifest
from tocsin.records.elsewhere import pointed_at
from tocsin.records.models import Backup
from tocsin.records.queries.backups import Link, count_rows, head_of, moment_of, snapshot
from tocsin.records.queries.clock import database_now

LOCK = 0x70C58
"""Held by whoever makes a backup; PostgreSQL drops it when they die."""

Scratch = Callable[[], AbstractContextManager[str]]


@dataclass(frozen=True, slots=True)
class Order:
    """What to make. `scratch` gives an empty database for the proof; without it nothing is proven."""

    url: str
    public: bytes
    by: Actor
    scratch: Scratch | None
    is_scheduled: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A file on the disk, with the key that opens this one file as long as we live."""

    manifest: Manifest
    key: bytes
    size: int


class _Failed(Exception):
    def __init__(self, failure: BackupFailure, why: str) -> None:
        super().__init__(why)
        self.failure = failure


def file_name(at: datetime) -> str:
    """Return how a backup of this moment is called. Names sort by time."""
    return f"tocsin-{at:%Y%m%dT%H%M%SZ}.backup"


def make_backup(target: Path, order: Order) -> Backup:
    """Make a backup and return its row. Raises Problem BACKUP_RUNNING or BACKUP_FAILED."""
    with _only_one(order.url):
        give_up_interrupted(at=database_now())
        backup = begin_backup(
            target.name, is_scheduled=order.is_scheduled, by=order.by, at=database_now()
        )
        try:
            written = _write(target, order)
            note_written(
                backup,
                size=written.size,
                rows=written.manifest.n_rows,
                position=written.manifest.position,
                by=order.by,
                at=database_now(),
            )
            if order.scratch is not None:
                _try_out(target, written, order.scratch)
                note_verified(backup, by=order.by, at=database_now())
        except _Failed as failed:
            fail_backup(backup, failed.failure, by=order.by, at=database_now())
            why = str(failed).rstrip(".")
            raise Problem(BACKUP_FAILED, failure=failed.failure.value, why=why) from failed
        return backup


def clear_out(folder: Path, *, keep: int, by: Actor) -> int:
    """Remove the files of the schedule that newer ones have replaced; return how many."""
    going = outlived(keep=keep)
    for backup in going:
        (folder / backup.file).unlink(missing_ok=True)
        note_removed(backup, by=by, at=database_now())
    return len(going)


def prove(manifest: Manifest, *, url: str) -> None:
    """Compare a restored database with what its backup says of itself, and bring it up to date.

    Django must lead to it. Raises Problem BACKUP_FAILED.
    """
    try:
        _compare(manifest, url)
    except _Failed as failed:
        why = str(failed)
        raise Problem(BACKUP_FAILED, failure=failed.failure.value, why=why) from failed


@contextmanager
def _only_one(url: str) -> Iterator[None]:
    with psycopg.connect(url, autocommit=True) as link:
        (is_ours,) = link.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone() or (False,)
        if not is_ours:
            raise Problem(BACKUP_RUNNING)
        yield


def _write(target: Path, order: Order) -> Written:
    # A line without its seal is one that was smuggled in, to whoever proves the copy later.
    while seal_journal(at=database_now()):
        pass
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("wb") as file, snapshot(order.url) as (link, name):
            draft.chmod(0o600)
            manifest = _manifest(link)
            writer = SealedWriter(file, order.public)
            writer.write(write_manifest(manifest))
            with dumping(order.url, snapshot=name, major=manifest.postgres) as parts:
                for part in parts:
                    writer.write(part)
            writer.close()
            put_on_disk(file)
        draft.replace(target)
    except ClusterFailed as failed:
        raise _Failed(BackupFailure.NO_DUMP, str(failed)) from failed
    except OSError as refused:
        raise _Failed(
            BackupFailure.NOT_WRITTEN, refused.strerror or "the disk refused"
        ) from refused
    finally:
        draft.unlink(missing_ok=True)
    return Written(manifest, writer.key, target.stat().st_size)


def _manifest(link: Link) -> Manifest:
    position, chain = head_of(link)
    return Manifest(
        made_at=moment_of(link),
        version=version("tocsin"),
        postgres=link.info.server_version // 10_000,
        rows=count_rows(link),
        position=position,
        chain=chain,
    )


def _try_out(target: Path, written: Written, scratch: Scratch) -> None:
    """Read the file back from the disk, put it into a scratch database, and compare."""
    try:
        with scratch() as url, target.open("rb") as file:
            manifest, dump = read_manifest(chunks(file, key=written.key))
            load(url, dump, major=major_of(url))
            with pointed_at(url):
                _compare(manifest, url)
    except UnreadableBackup as unreadable:
        raise _Failed(BackupFailure.UNREADABLE, str(unreadable)) from unreadable
    except ClusterFailed as failed:
        raise _Failed(BackupFailure.NO_RESTORE, str(failed)) from failed


def _compare(manifest: Manifest, url: str) -> None:
    with psycopg.connect(url) as link:
        found = count_rows(link)
    if found != manifest.rows:
        tables = sorted(
            name
            for name in found.keys() | manifest.rows.keys()
            if found.get(name) != manifest.rows.get(name)
        )
        raise _Failed(BackupFailure.ROWS_DIFFER, f"rows differ in {', '.join(tables)}")
    call_command("migrate", verbosity=0)
    head = {manifest.position: bytes.fromhex(manifest.chain)} if manifest.position else {}
    breaks = verify_journal(at=manifest.made_at, anchors=head)
    if breaks:
        raise _Failed(
            BackupFailure.JOURNAL_BROKEN, f"the log book in it is broken in {len(breaks)} places"
        )
