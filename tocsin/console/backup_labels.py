"""Why a backup failed, and what to do about it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.domain.backup_words import BackupFailure

BACKUP_FAILURES: Mapping[BackupFailure, Promise] = {
    BackupFailure.INTERRUPTED: _("The last one was interrupted. The next one begins by itself."),
    BackupFailure.NO_DUMP: _("The last one failed: PostgreSQL gave no dump. Look at its log."),
    BackupFailure.NOT_WRITTEN: _("The last one could not be written. Look at the disk it goes to."),
    BackupFailure.UNREADABLE: _("The last one did not open again. Look at the disk it lies on."),
    BackupFailure.NO_RESTORE: _("The last one could not be restored. Keep it, and make another."),
    BackupFailure.ROWS_DIFFER: _("The last one lacks rows. Keep it, and make another."),
    BackupFailure.JOURNAL_BROKEN: _(
        "In the last one the log book is broken. Verify the log book here, and tell the auditor."
    ),
}
