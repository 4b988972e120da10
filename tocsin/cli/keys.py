"""`tocsin keys`: change the key of the vault while everything runs, and lock its file."""

import contextlib
import fcntl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.attach import needs_records
from tocsin.config.env import secret

if TYPE_CHECKING:
    from tocsin.domain.vault import KeyRing

PATIENCE = 30.0  # seconds for every engine to read the new key
SETTLE = 1.5  # seconds: pages look at the file twice a second


@click.group()
def keys() -> None:
    """Change the vault's key without stopping anything, and see what each key has sealed."""


@keys.command()
@needs_records
def status() -> None:
    """Show the keys, how many rows each has sealed, and how far a change of key has come."""
    from django.conf import settings

    from tocsin.actions.resealing import in_use
    from tocsin.records.models import Rotation

    ring, used = settings.KEY_RING.now, in_use()
    for number in sorted({*ring.keys, *used}):
        mark = "seals" if number == ring.current else "opens" if number in ring.keys else "MISSING"
        click.echo(f"key {number:<4} {mark:<8} {used.get(number, 0)} rows")
    last = Rotation.objects.order_by("-started_at").first()
    if last is None:
        click.echo("The key was never changed.")
    elif last.done_at:
        click.echo(
            f"Everything was sealed with key {last.to_key} on {last.done_at:%Y-%m-%d %H:%M}."
        )
    else:
        click.echo(f"Changing to key {last.to_key}: {last.n_sealed} rows sealed again so far.")


@keys.command()
@click.option("--wait/--no-wait", default=True, help="Stay until every row is sealed again.")
@needs_records
def rotate(*, wait: bool) -> None:
    """Take a new key. From now on it seals; what older keys sealed is sealed again meanwhile.

    Say it again after it was stopped: it goes on where it was.
    """
    from tocsin.actions.journal import Actor
    from tocsin.actions.resealing import begin_rotation
    from tocsin.config.keys import new_key
    from tocsin.domain.vault_file import with_current, with_new_key
    from tocsin.records.models import Rotation
    from tocsin.records.queries.clock import database_now

    path = _path()
    with _alone(path):
        ring = _ring(path)
        running = Rotation.objects.filter(done_at=None).first()
        number = running.to_key if running else max(ring.keys)
        if running is None and number == ring.current:
            ring, number = with_new_key(ring, new_key())
            _write(path, ring)
            click.echo(f"Key {number} is made. Waiting until every engine knows it.")
        if ring.current != number:
            _wait_for_engines(number)
            begin_rotation(number, by=Actor("command"), at=database_now())
            _write(path, with_current(ring, number))
        elif running is None:
            begin_rotation(number, by=Actor("command"), at=database_now())
        click.echo(f"Key {number} seals from now on.")
    if wait:
        _follow()


@keys.command()
@click.option(
    "--destroy", is_flag=True, help="Keep no copy. Older backups can never be read again."
)
@needs_records
def retire(*, destroy: bool) -> None:
    """Take old keys out of use. Refused while one row still needs one.

    They are moved to the file `vault.retired` beside the keys, for old backups.
    """
    from tocsin.actions.journal import Actor, note
    from tocsin.actions.resealing import in_use
    from tocsin.config.keys import write_key_file
    from tocsin.domain.vault_file import without, write_keys
    from tocsin.records.models import Rotation
    from tocsin.records.queries.clock import database_now

    path = _path()
    with _alone(path):
        ring = _ring(path)
        old = frozenset(ring.keys) - {ring.current}
        if not old:
            raise click.ClickException("There is no old key.")
        last = Rotation.objects.order_by("-started_at").first()
        if last is None or last.done_at is None:
            raise click.ClickException(
                "Rows are still being sealed again. See `tocsin keys status`."
            )
        left = {number: rows for number, rows in in_use().items() if number != ring.current}
        if left:
            named = ", ".join(f"key {number}: {rows} rows" for number, rows in left.items())
            raise click.ClickException(f"Old keys are still needed ({named}). Rotate once more.")
        if not destroy:
            retired = path.with_name(f"{path.name}.retired")
            kept = retired.read_text(encoding="ascii").split() if retired.exists() else []
            kept += [line for line in write_keys(ring).split() if int(line.split(":")[0]) in old]
            write_key_file(retired, "\n".join(dict.fromkeys(kept)))
        _write(path, without(ring, old))
        note("vault.keys_retired", last, by=Actor("command"), at=database_now(), keys=sorted(old))
    click.echo(f"Out of use: {', '.join(f'key {number}' for number in sorted(old))}.")


@keys.command()
@click.option("--off", is_flag=True, help="Write the keys down plainly again.")
@click.password_option("--passphrase", envvar="TOCSIN_NEW_PASSPHRASE")
@needs_records
def protect(*, off: bool, passphrase: str) -> None:
    """Lock the file of the keys with a passphrase, which every start then needs."""
    from tocsin.config.keys import write_key_file
    from tocsin.domain.vault_file import lock, write_keys

    path = _path()
    with _alone(path):
        plain = write_keys(_ring(path))
        write_key_file(path, plain if off else lock(plain, passphrase))
    if off:
        click.echo("The keys lie open again.")
        return
    click.echo(
        "The keys are locked. Programs that run go on; the next start asks for the passphrase, "
        "or takes it from TOCSIN_VAULT_PASSPHRASE."
    )


@keys.command("copy")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.password_option("--passphrase", envvar="TOCSIN_NEW_PASSPHRASE")
@needs_records
def copy_keys(file: Path, passphrase: str) -> None:
    """Copy the keys into FILE under a passphrase, to be kept apart from the backups."""
    from django.conf import settings

    from tocsin.actions.resealing import note_keys_copied
    from tocsin.config.keys import write_key_file
    from tocsin.domain.vault_file import lock, write_keys
    from tocsin.records.queries.clock import database_now

    ring = settings.KEY_RING.now
    if file.exists():
        raise click.ClickException(f"{file} is there already, and was left alone.")
    write_key_file(file, lock(write_keys(ring), passphrase))
    note_keys_copied(ring.current, at=database_now())
    click.echo(
        f"Copied. Carry {file} to another place than the backups, the passphrase to a third."
    )


def _path() -> Path:
    from django.conf import settings

    from tocsin.config.keys import KeyFile

    if not isinstance(settings.KEY_RING, KeyFile):
        raise click.ClickException(
            "The keys come from TOCSIN_VAULT_KEYS, which no command can change. Put them into a "
            "file and name it in TOCSIN_VAULT_KEYS_FILE."
        )
    return settings.KEY_RING.path


def _ring(path: Path) -> "KeyRing":
    from tocsin.config.keys import KeyFile

    return KeyFile(path).now


def _write(path: Path, ring: "KeyRing") -> None:
    from tocsin.config.keys import write_key_file
    from tocsin.domain.vault_file import is_locked, lock, write_keys

    text = write_keys(ring)
    if is_locked(path.read_text(encoding="ascii")):
        text = lock(text, secret("TOCSIN_VAULT_PASSPHRASE") or "")
    write_key_file(path, text)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One command at a time changes the file."""
    with path.with_name(f".{path.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise click.ClickException("Another command is changing the keys.") from None
        yield


def _wait_for_engines(number: int) -> None:
    """Wait until whoever must open what this key seals can. Raises when one cannot."""
    from tocsin.records.queries.engines import living_engines

    until = time.monotonic() + PATIENCE
    while behind := [one for one in living_engines() if (one.knows_key or 0) < number]:
        if time.monotonic() > until:
            engine, host = behind[0].pk, behind[0].host
            raise click.ClickException(
                f"Engine {engine} on {host} has not read the new key. Does it use the same file? "
                "Nothing is sealed with it yet; say `tocsin keys rotate` again when it does."
            )
        time.sleep(0.2)
    time.sleep(SETTLE)


def _follow() -> None:
    """Say how far it is; do the work here where no engine runs."""
    from tocsin.actions.resealing import reseal_batch
    from tocsin.records.models import Rotation
    from tocsin.records.queries.clock import database_now
    from tocsin.records.queries.engines import living_engines

    said = -1
    while True:
        rotation = Rotation.objects.order_by("-started_at").first()
        assert rotation is not None
        if rotation.done_at:
            click.echo(f"Done: {rotation.n_sealed} rows were sealed again.")
            return
        if rotation.n_sealed != said:
            said = rotation.n_sealed
            click.echo(f"{said} rows sealed again …")
        if living_engines():
            time.sleep(0.5)
        else:
            reseal_batch(at=database_now())
