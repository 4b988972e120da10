"""`tocsin restore`: put a backup back into an empty place, and prove that it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tocsin.cli.attach import write_environment
from tocsin.cluster.dumps import load, major_of
from tocsin.cluster.server import Cluster
from tocsin.domain.problems import BACKUP_NOT_EMPTY, Problem
from tocsin.domain.vault_file import UnreadableKeys, is_locked, read_keys
from tocsin.formats.backup_file import UnreadableBackup, UnreadableBackupKey, chunks, read_secret
from tocsin.formats.backup_manifest import read_manifest

if TYPE_CHECKING:
    from tocsin.formats.backup_manifest import Manifest

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", "key_file", type=FILE, required=True, help="File with the secret half.")
@click.option("--vault-keys", type=FILE, help="Copy of the vault's keys; else TOCSIN_VAULT_KEYS.")
@click.option("--live", is_flag=True, help="Leave the gateways on: people are paged at the start.")
@click.option("--check", is_flag=True, help="Only prove that the backup opens and is whole.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="New folder for it. Without it TOCSIN_DATABASE_URL must lead to an empty database.",
)
def restore(
    file: Path,
    key_file: Path,
    vault_keys: Path | None,
    data: Path | None,
    *,
    live: bool,
    check: bool,
) -> None:
    """Put a backup back, into a new folder or an empty database. Gateways are off afterwards.

    Rows are counted and the log book is verified before it is called done.
    """
    try:
        secret = read_secret(key_file.read_text(encoding="utf-8", errors="replace"))
        with ExitStack() as held:
            parts = chunks(held.enter_context(file.open("rb")), secret=secret)
            manifest, dump = read_manifest(parts)
            click.echo(
                f"Made on {manifest.made_at:%Y-%m-%d %H:%M} UTC by release {manifest.version}: "
                f"{manifest.n_rows} rows."
            )
            if check:
                place = held.enter_context(_scratch())
            else:
                place = held.enter_context(_place(data, vault_keys))
            load(place, dump, major=major_of(place))
            _prove(manifest, place)
    except (UnreadableBackup, UnreadableBackupKey) as wrong:
        raise click.ClickException(f"{str(wrong).rstrip('.')}. Nothing was put back.") from None
    click.echo(f"The rows are the same, and the log book holds up to {manifest.position}.")
    if not check:
        _settle(manifest, data, is_live=live)


@contextmanager
def _place(data: Path | None, vault_keys: Path | None) -> Iterator[str]:
    """Give an empty database with the vault's keys beside it; leave nothing of it when it goes wrong."""
    if (
        vault_keys is None
        and not {"TOCSIN_VAULT_KEYS", "TOCSIN_VAULT_KEYS_FILE"} & os.environ.keys()
    ):
        raise click.ClickException(
            "Give your copy of the vault's keys with --vault-keys: without them no name and no "
            "number can be read, and nobody can be called."
        )
    if data is None:
        if vault_keys is not None:
            _demand_keys(vault_keys)
            os.environ["TOCSIN_VAULT_KEYS_FILE"] = str(vault_keys.absolute())
        _ask_for_keys(Path(os.environ.get("TOCSIN_DATA", "var/data")))
        yield _empty_database()
        return
    folder = data.absolute()
    if folder.exists() and any(folder.iterdir()):
        raise Problem(BACKUP_NOT_EMPTY)
    if vault_keys is not None:
        _demand_keys(vault_keys)
    cluster = Cluster(folder / "database")
    try:
        cluster.create()
        cluster.start()
        if vault_keys is not None:
            _lay_down(vault_keys, folder)
        yield _lead_to(cluster.url(), folder)
    except BaseException:
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _scratch() -> Iterator[str]:
    from tocsin.cluster.scratch import scratch_database

    with TemporaryDirectory(prefix="tocsin-") as folder, scratch_database(Path(folder)) as url:
        # Rows are counted and the log book is verified: neither needs the vault's keys.
        os.environ.pop("TOCSIN_VAULT_KEYS_FILE", None)
        yield _lead_to(url, Path(folder))


def _empty_database() -> str:
    """Return the address of the operator's own database. Raises when it is missing or holds tables."""
    import django
    import psycopg

    url = os.environ.get("TOCSIN_DATABASE_URL")
    if not url:
        raise click.ClickException(
            "Say where to: --data with a new folder, or TOCSIN_DATABASE_URL."
        )
    django.setup()
    from tocsin.records.queries.backups import count_rows

    with psycopg.connect(url) as link:
        if count_rows(link):
            raise Problem(BACKUP_NOT_EMPTY)
    return url


def _demand_keys(path: Path) -> None:
    """Before anything is made: a file that is no text, or another one, holds no keys."""
    said = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        if not (is_locked(said) and said.isascii()):
            read_keys(said)
    except UnreadableKeys as wrong:
        raise click.ClickException(
            f"{path.name} is no copy of the vault's keys: {wrong}. Nothing was put back."
        ) from None


def _lay_down(vault_keys: Path, folder: Path) -> None:
    from tocsin.config.keys import write_key_file

    (folder / "keys").mkdir(mode=0o700)
    said = vault_keys.read_text(encoding="ascii", errors="replace").strip()
    write_key_file(folder / "keys" / "vault", said)
    _ask_for_keys(folder)


def _ask_for_keys(folder: Path) -> None:
    from tocsin.cli.serve import ask_passphrase

    ask_passphrase(folder)


def _lead_to(url: str, folder: Path) -> str:
    os.environ["TOCSIN_DATABASE_URL"], os.environ["TOCSIN_DATA"] = url, str(folder)
    return url


def _prove(manifest: "Manifest", url: str) -> None:
    import django

    django.setup()
    from django.db import connections

    from tocsin.jobs.backing_up import prove

    prove(manifest, url=url)
    connections.close_all()


def _settle(manifest: "Manifest", data: Path | None, *, is_live: bool) -> None:
    from tocsin.actions.backups import settle_restored
    from tocsin.actions.journal import Actor
    from tocsin.records.queries.clock import database_now
    from tocsin.records.queries.sealed import unreadable_keys

    unread = unreadable_keys()
    off = settle_restored(
        is_live=is_live, made_at=manifest.made_at, by=Actor("command"), at=database_now()
    )
    if data is not None:
        write_environment(data.absolute(), {"TOCSIN_DATA": str(data.absolute())})
    for number in unread:
        click.echo(
            f"Key {number} of the vault is missing or another one: what it sealed cannot be read. "
            "Add the right one to the file of keys before you start.",
            err=True,
        )
    if off:
        click.echo(
            f"{off} gateways are off, so that nobody is paged by a copy. Switch them on when this is "
            "the real one: tocsin gateway enable SLUG."
        )
    if data is None:
        click.echo(
            "Put the vault's keys where the service looks for them (TOCSIN_VAULT_KEYS_FILE), and start it."
        )
    else:
        click.echo(f"Start it: tocsin serve --data {data}")
