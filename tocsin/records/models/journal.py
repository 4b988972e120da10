"""The log book: append-only by trigger, sealed into a chain, and the engines that keep time."""

from django.db import models

from tocsin.records.models._shape import Row
from tocsin.records.models.people import Area


class JournalEntry(Row):
    """A line of the log book: who, verb, what, when it happened, when it was recorded, why."""

    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.TextField()  # user:3, responder:R-017, rule:reader-1, engine
    verb = models.TextField()  # incident.opened, escalation.step_fired …
    subject = models.TextField()  # incident:0193…, message:0193…
    incident = models.UUIDField(null=True)  # the page of the incident asks by it
    facts = models.JSONField(default=dict)  # codes and ids only, never a name or a number

    class Meta:
        indexes = [
            models.Index(fields=["incident", "at"], name="journal_of_incident"),
            models.Index(fields=["-recorded_at"], name="journal_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class JournalSeal(models.Model):
    """The place of an entry in the chain. Entries are sealed in batches, within a second.

    Sealing apart from writing keeps writers from queueing behind one another's commit.
    """

    position = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    digest = models.BinaryField()
    chain = models.BinaryField()

    def __str__(self) -> str:
        return f"seal {self.position}"


class Engine(models.Model):
    """A jobs process. Its rows are free as soon as its advisory lock is."""

    number = models.AutoField(primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    host = models.TextField(blank=True)
    knows_key = models.PositiveSmallIntegerField(null=True)  # the newest key of the vault it read

    def __str__(self) -> str:
        return f"engine {self.number}"


class ApiToken(Row):
    """A client of the API. Only the hash of its token is kept."""

    client = models.TextField(unique=True)
    token_hash = models.BinaryField(unique=True)
    scopes = models.JSONField(default=list)
    area = models.ForeignKey(Area, models.PROTECT, null=True)  # null: everywhere
    until = models.DateTimeField(null=True)  # when it ends by itself
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.client
