"""The words of backups: how far one came, why it failed, and how the house stands with them."""

from enum import StrEnum


class BackupState(StrEnum):
    """How far a backup came."""

    RUNNING = "running"
    WRITTEN = "written"  # on the disk, whole, not yet restored anywhere
    VERIFIED = "verified"  # restored into a scratch database and found to be the same
    FAILED = "failed"


class BackupFailure(StrEnum):
    """Why a backup is no good."""

    INTERRUPTED = "interrupted"  # whoever made it died
    NO_DUMP = "no_dump"  # PostgreSQL did not give its rows
    NOT_WRITTEN = "not_written"  # the disk refused
    UNREADABLE = "unreadable"  # what was written does not open again
    NO_RESTORE = "no_restore"  # PostgreSQL did not take it back
    ROWS_DIFFER = "rows_differ"
    JOURNAL_BROKEN = "journal_broken"


class BackupHealth(StrEnum):
    """How the house stands with its backups."""

    WELL = "well"
    NOT_SET_UP = "not_set_up"
    NONE_YET = "none_yet"
    STALE = "stale"  # the last good one is too old
    UNPROVEN = "unproven"  # none was restored lately
