"""The log book's proof by the clock: how far each walk along its chain has come, and what it found."""

from django.db import models

from tocsin.records.models._shape import Row


class JournalWalk(Row):
    """One walk: along the seals to the head, then along the lines for those without a seal."""

    started_at = models.DateTimeField()
    position = models.BigIntegerField(default=0)  # proven so far
    chain = models.BinaryField()  # the chain there
    sealed_at = models.DateTimeField(null=True)  # when the seals were done, and the lines began
    line_at = models.DateTimeField(null=True)  # the last line looked at
    line = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    breaks = models.PositiveIntegerField(default=0)
    broken_at = models.DateTimeField(null=True)  # when the first break was found
    broken_kind = models.TextField(blank=True, default="")
    broken_position = models.BigIntegerField(null=True)
    broken_entry = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="journal_walk_recent")]

    def __str__(self) -> str:
        return f"walk of {self.started_at}"
