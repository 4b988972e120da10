"""What is written down of backups: begun, written, proven, failed, removed; and of a restored deployment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from tocsin.actions.journal import ENGINE, Actor, note
from tocsin.domain.backup_words import BackupFailure, BackupState
from tocsin.domain.backups import may_go
from tocsin.records.models import Backup, Gateway
from tocsin.records.queries.backups import kept


@transaction.atomic
def begin_backup(file: str, *, is_scheduled: bool, by: Actor, at: datetime) -> Backup:
    backup = Backup.objects.create(file=file, is_scheduled=is_scheduled, started_at=at)
    note("backup.began", backup, by=by, at=at, file=file)
    return backup


@transaction.atomic
def note_written(
    backup: Backup, *, size: int, rows: int, position: int, by: Actor, at: datetime
) -> None:
    backup.state, backup.written_at = BackupState.WRITTEN.value, at
    backup.size, backup.rows, backup.position = size, rows, position
    backup.save()
    note("backup.written", backup, by=by, at=at, size=size, rows=rows, position=position)


@transaction.atomic
def note_verified(backup: Backup, *, by: Actor, at: datetime) -> None:
    """Record that it was restored, had the same rows, and that its log book held."""
    backup.state, backup.verified_at = BackupState.VERIFIED.value, at
    backup.save()
    note("backup.verified", backup, by=by, at=at)


@transaction.atomic
def fail_backup(backup: Backup, failure: BackupFailure, *, by: Actor, at: datetime) -> None:
    backup.state, backup.failure = BackupState.FAILED.value, failure.value
    backup.save()
    note("backup.failed", backup, by=by, at=at, failure=failure.value)


@transaction.atomic
def give_up_interrupted(*, at: datetime) -> int:
    """Fail those whose maker died. Call it while holding the lock of backups: then none is being made."""
    rows = list(Backup.objects.select_for_update().filter(state=BackupState.RUNNING))
    for row in rows:
        fail_backup(row, BackupFailure.INTERRUPTED, by=ENGINE, at=at)
    return len(rows)


def outlived(*, keep: int) -> Sequence[Backup]:
    """Return the backups by the clock whose files are no longer needed."""
    rows = list(Backup.objects.filter(is_scheduled=True, removed_at=None))
    going = may_go([kept(row) for row in rows], keep=keep)
    return [row for row in rows if kept(row) in going]


@transaction.atomic
def note_removed(backup: Backup, *, by: Actor, at: datetime) -> None:
    backup.removed_at = at
    backup.save()
    note("backup.removed", backup, by=by, at=at, file=backup.file)


@transaction.atomic
def settle_restored(*, is_live: bool, made_at: datetime, by: Actor, at: datetime) -> int:
    """Make a restored deployment safe to start; return how many gateways were switched off.

    The original may still run, or this may be a trial: unless `is_live`, nothing goes out before
    somebody switches a gateway on. Nobody is signed in.
    """
    Session.objects.all().delete()
    # The row of the very backup that this is: it was running when its rows were taken.
    for row in Backup.objects.filter(state=BackupState.RUNNING):
        note_verified(row, by=by, at=at)
    enabled = [] if is_live else list(Gateway.objects.filter(is_enabled=True))
    for gateway in enabled:
        gateway.is_enabled = False
        gateway.save(update_fields=["is_enabled"])
    subject = Backup(pk=UUID(int=0))
    note(
        "backup.restored", subject, by=by, at=at, made_at=made_at.isoformat(), is_live=is_live,
        switched_off=[gateway.slug for gateway in enabled],
    )  # fmt: skip
    return len(enabled)
