"""What stands in a database to be compared with a copy of it, and how the house stands with its backups."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from tocsin.domain.backup_words import BackupFailure, BackupHealth, BackupState
from tocsin.domain.backups import GOOD, Kept, health, is_due
from tocsin.records.models import Backup

Link = psycopg.Connection[tuple[Any, ...]]

TABLES = """
select relname::text from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname
"""
HEAD = "select position, chain from records_journalseal order by position desc limit 1"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with backups; `last_failure` is set while the latest one failed."""

    health: BackupHealth
    last_good: datetime | None
    last_proven: datetime | None
    last_failure: BackupFailure | None


@contextmanager
def snapshot(url: str) -> Iterator[tuple[Link, str]]:
    """Give a connection that sees the database stand still, and the name by which others see the same."""
    with psycopg.connect(url) as link:
        link.execute("set transaction isolation level repeatable read, read only")
        link.execute("set local idle_in_transaction_session_timeout = 0")
        (name,) = link.execute("select pg_export_snapshot()").fetchone() or ("",)
        yield link, str(name)


def count_rows(link: Link) -> Mapping[str, int]:
    """Return how many rows each table has."""
    tables = [str(name) for (name,) in link.execute(TABLES).fetchall()]
    counts = {}
    for table in tables:
        counted = link.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
        counts[table] = int((counted.fetchone() or (0,))[0])
    return counts


def head_of(link: Link) -> tuple[int, str]:
    """Return the position and the chain, in hex, of the log book's last seal; 0 and nothing without one."""
    row = link.execute(HEAD).fetchone()
    return (int(row[0]), bytes(row[1]).hex()) if row else (0, "")


def moment_of(link: Link) -> datetime:
    """Return when this transaction began, by the database's clock."""
    (moment,) = link.execute("select now()").fetchone() or (None,)
    assert isinstance(moment, datetime)
    return moment


def kept(row: Backup) -> Kept:
    return Kept(row.started_at, BackupState(row.state))


def every() -> timedelta:
    return timedelta(hours=settings.BACKUP_HOURS)


def is_backup_due(*, now: datetime) -> bool:
    last = Backup.objects.order_by("-started_at").first()
    return is_due(kept(last) if last else None, every=every(), now=now)


def standing(*, now: datetime) -> Standing:
    """Return how the house stands; a backup made by hand counts like one by the clock."""
    good = Backup.objects.filter(state__in=[state.value for state in GOOD])
    last = good.order_by("-started_at").first()
    proven = good.filter(state=BackupState.VERIFIED).order_by("-verified_at").first()
    latest = Backup.objects.exclude(state=BackupState.RUNNING).order_by("-started_at").first()
    return Standing(
        health=health(
            is_set_up=bool(settings.BACKUP_FOLDER),
            last_good=last.started_at if last else None,
            last_proven=proven.verified_at if proven else None,
            every=every(),
            now=now,
        ),
        last_good=last.started_at if last else None,
        last_proven=proven.verified_at if proven else None,
        last_failure=BackupFailure(latest.failure) if latest and latest.failure else None,
    )
