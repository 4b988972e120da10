"""`tocsin backup` and `tocsin backup-key`: copies that only the operator can open, proven when they are made."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.attach import needs_records

if TYPE_CHECKING:
    from tocsin.records.models import Backup

STAND_BACK = 15
"""How far a backup by the clock lets everything else of the machine go first."""


@click.command("backup-key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_key(file: Path) -> None:
    """Make a key for backups. FILE gets the secret half: carry it away from this machine.

    The public half is printed. The machine needs nothing else to make backups, so whoever steals
    the machine cannot open one.
    """
    from tocsin.formats.backup_file import new_pair

    secret, public = new_pair()
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
            kept.write(secret + "\n")
    except FileExistsError:
        raise click.ClickException(f"{file} is there already, and was left alone.") from None
    except OSError as refused:
        raise click.ClickException(f"{file} cannot be written: {refused.strerror}.") from None
    click.echo(f"TOCSIN_BACKUP_KEY={public}")
    click.echo(
        f"The secret half is in {file}. Print it or carry it to a safe, in two places, and delete it "
        "here: without it no backup can ever be opened.",
        err=True,
    )


@click.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option("--key", default=None, help="The public half, instead of TOCSIN_BACKUP_KEY.")
@click.option("--check/--no-check", default=True, help="Prove it by a restore into a scratch.")
@click.option("--scheduled", is_flag=True, hidden=True)
@needs_records
def backup(target: Path | None, key: str | None, *, check: bool, scheduled: bool) -> None:
    """Copy everything in the database, sealed, while the line runs, and prove the copy.

    TARGET is a file or a folder; without it TOCSIN_BACKUP_FOLDER. The vault's keys are not in it.
    """
    from django.conf import settings

    from tocsin.actions.journal import ENGINE, Actor
    from tocsin.domain.problems import BACKUP_NOT_SET_UP, Problem
    from tocsin.formats.backup_file import UnreadableBackupKey, read_public
    from tocsin.jobs.backing_up import Order, clear_out, make_backup
    from tocsin.records.queries.backups import is_backup_due
    from tocsin.records.queries.clock import database_now

    where = target or (Path(settings.BACKUP_FOLDER) if settings.BACKUP_FOLDER else None)
    public = key or settings.BACKUP_KEY
    if where is None or not public:
        raise Problem(BACKUP_NOT_SET_UP)
    if scheduled:
        os.nice(STAND_BACK)
        if not is_backup_due(now=database_now()):
            return  # another engine's was quicker
    try:
        order = Order(
            url=settings.DATABASE_URL,
            public=read_public(public),
            by=ENGINE if scheduled else Actor("command"),
            scratch=_scratch(Path(settings.DATA)) if check else None,
            is_scheduled=scheduled,
        )
    except UnreadableBackupKey as wrong:
        raise click.ClickException(f"{wrong}.") from None
    path = _file_in(where, is_folder=target is None)
    made = make_backup(path, order)
    if scheduled:
        clear_out(path.parent, keep=settings.BACKUP_KEEP, by=order.by)
    _tell(path, made)


def _file_in(where: Path, *, is_folder: bool) -> Path:
    """Return the file to write: a name of its own in a folder. Raises when there is no such folder."""
    from tocsin.jobs.backing_up import file_name
    from tocsin.records.queries.clock import database_now

    path = where / file_name(database_now()) if is_folder or where.is_dir() else where
    if not path.parent.is_dir():
        raise click.ClickException(f"There is no folder {path.parent}.")
    if path.exists():
        raise click.ClickException(f"{path} is there already, and was left alone.")
    return path


def _scratch(data: Path) -> Callable[[], AbstractContextManager[str]]:
    from tocsin.cluster.scratch import scratch_database

    data.mkdir(parents=True, exist_ok=True)
    return partial(scratch_database, data)


def _tell(path: Path, made: "Backup") -> None:
    megabytes = (made.size or 0) / 1_000_000
    click.echo(f"{path}: {made.rows} rows, {megabytes:.1f} MB, log book up to {made.position}.")
    if made.verified_at:
        click.echo("It was restored into a scratch database: same rows, and the log book holds.")
    else:
        click.echo("It was not proven. Leave out --no-check, or say tocsin restore --check.")
    click.echo(
        "The vault's keys are not in it. Keep a copy of them apart from it: tocsin keys copy FILE."
    )
