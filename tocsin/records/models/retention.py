"""Runs in which old words go by the clock, and what keeps some of them from going."""

from django.db import models

from tocsin.records.models._shape import Row
from tocsin.records.models.incident import Incident
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText


class RetentionRun(Row):
    """One run: announced a day ahead with what would go, then what went, and the proof of it."""

    planned_at = models.DateTimeField()  # what is old is old as of this moment
    due_at = models.DateTimeField()
    planned = models.JSONField()  # rows by sort, as they were announced
    gone = models.JSONField(default=dict)  # rows by sort that lost their words
    digests = models.JSONField(default=dict)  # by sort: SHA-256 chained over the ids that went
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    left = models.PositiveIntegerField(null=True)  # rows that still had old words when it ended

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(ended_at__isnull=True),
                name="retention_run_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["-planned_at"], name="retention_run_recent")]

    def __str__(self) -> str:
        return f"retention run {self.pk}"


class RetentionHold(Row):
    """Nothing of this incident goes (of any, when none), as long as it stands: a complaint, an inquiry, a court."""

    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="holds")
    reason = SealedText()
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(ended_at__isnull=False, ended_by__isnull=True),
                name="retention_hold_is_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"
