"""Carriers of this deployment, and what arrived through them that nobody could read."""

from django.db import models

from tocsin.records.models._shape import Row
from tocsin.records.sealed import SealedText


class Gateway(Row):
    """A configured carrier. Its settings hold secrets, so they are sealed as one JSON text."""

    slug = models.SlugField(unique=True)
    kind = models.TextField()  # an open list: the registry of channels knows it
    title = models.TextField()
    settings = SealedText(default="{}")
    is_enabled = models.BooleanField(default=True)
    rank = models.PositiveSmallIntegerField(default=100)  # lower is tried first
    schemes = models.JSONField(default=list)  # what it can reach: tel, radio
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(
        default=1
    )  # the engine rebuilds its channel when it moves

    # Health as last seen; written at most every few seconds, never per message.
    last_heard_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_failure = models.TextField(blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    is_up = models.BooleanField(null=True)  # what it said of itself; null when it cannot be asked
    condition = models.JSONField(default=dict)  # battery, network, queue: facts that name nobody
    asked_at = models.DateTimeField(null=True)
    # What the network said that its SIM card holds: amount, currency, is_low; empty until it said so.
    balance = models.JSONField(default=dict)
    balance_at = models.DateTimeField(null=True)
    balance_ask_at = models.DateTimeField(null=True)  # when to ask next; null: at once

    def __str__(self) -> str:
        return self.slug


class UnreadableArrival(Row):
    """Something a gateway delivered that its channel could not read: kept for an administrator."""

    gateway = models.ForeignKey(Gateway, models.CASCADE, related_name="unreadable")
    received_at = models.DateTimeField()
    reason = models.TextField()
    body = SealedText()  # base64 of the first 64 kB
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"], name="unreadable_recent"),
            models.Index(
                fields=["received_at"],
                condition=models.Q(seen_at__isnull=True),
                name="unreadable_unseen",
            ),
        ]

    def __str__(self) -> str:
        return f"unreadable {self.pk}"
