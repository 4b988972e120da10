"""When a backup is due, which may go, and how the house stands with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.backup_words import BackupHealth, BackupState

AGAIN_AFTER = timedelta(hours=1)
"""After a failure: soon enough for the day, rare enough not to fill a log."""

PROVEN_WITHIN = timedelta(days=8)

GOOD = (BackupState.WRITTEN, BackupState.VERIFIED)


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup, as far as its age and its state matter."""

    started_at: datetime
    state: BackupState


def is_due(last: Kept | None, *, every: timedelta, now: datetime) -> bool:
    """Say whether it is time for the next one; `last` is the latest that was begun."""
    if last is None:
        return True
    has_failed = last.state is BackupState.FAILED
    return now - last.started_at >= (min(every, AGAIN_AFTER) if has_failed else every)


def may_go(kept: Sequence[Kept], *, keep: int) -> list[Kept]:
    """Return which of those on the disk are no longer needed.

    The latest `keep` good ones stay, and with them the latest that was proven by a restore.
    """
    good = sorted((one for one in kept if one.state in GOOD), key=_age, reverse=True)
    staying = good[: max(1, keep)]
    proven = [one for one in good if one.state is BackupState.VERIFIED][:1]
    return [one for one in good if one not in staying and one not in proven]


def health(
    *,
    is_set_up: bool,
    last_good: datetime | None,
    last_proven: datetime | None,
    every: timedelta,
    now: datetime,
) -> BackupHealth:
    """Say how the house stands. One missed turn is no alarm, two are."""
    if last_good is None:
        return BackupHealth.NONE_YET if is_set_up else BackupHealth.NOT_SET_UP
    if now - last_good > 2 * every:
        return BackupHealth.STALE
    if last_proven is None or now - last_proven > max(PROVEN_WITHIN, 2 * every):
        return BackupHealth.UNPROVEN
    return BackupHealth.WELL


def _age(one: Kept) -> datetime:
    return one.started_at
