"""The backups that were made of this deployment, and which of them were proven by a restore."""

from django.db import models

from tocsin.domain.backup_words import BackupFailure, BackupState
from tocsin.records.models._shape import Row, one_of, one_of_or_none


class Backup(Row):
    """One backup. Where its file lies is the operator's matter; here stands how it is called."""

    file = models.TextField()
    is_scheduled = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    state = models.TextField(default=BackupState.RUNNING.value)
    failure = models.TextField(default="", blank=True)
    written_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(null=True)  # bytes of the file
    rows = models.BigIntegerField(null=True)  # of all tables together
    position = models.BigIntegerField(null=True)  # of the log book's head in it
    removed_at = models.DateTimeField(null=True)  # the file, when newer ones had taken its place

    class Meta:
        constraints = [
            one_of("backup", "state", BackupState),
            one_of_or_none("backup", "failure", BackupFailure),
        ]
        indexes = [models.Index(fields=["-started_at"], name="backup_recent")]

    def __str__(self) -> str:
        return self.file
