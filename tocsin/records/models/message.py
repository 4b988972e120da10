"""What came in, exactly as it came, and what the machine and people made of it."""

from django.db import models
from django.db.models import Q

from tocsin.domain.words import CallBackState, Kind, MessageKind, MessageState, Priority
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community, FocalPoint
from tocsin.records.models.gateway import Gateway
from tocsin.records.models.people import Responder, User
from tocsin.records.sealed import KeyedHash, SealedText


class Message(Row):
    """What came in. The words and the sender are never edited; only how far it went is."""

    gateway = models.ForeignKey(Gateway, models.PROTECT, related_name="messages")
    external_id = models.TextField(null=True)  # noqa: DJ001 - None means "cannot be told from a copy"
    kind = models.TextField(default=MessageKind.SMS.value)
    sender = SealedText()
    sender_hash = KeyedHash(of="sender", null=True)
    recipient = models.TextField(blank=True)
    text = SealedText()
    sent_at = models.DateTimeField(null=True)  # the sender's clock: shown, never decided by
    happened_at = models.DateTimeField(null=True)  # what a person who logged it late said
    received_at = models.DateTimeField()
    flags = models.JSONField(default=list)  # not_utf8, empty, truncated, clock_off, part_missing
    is_drill = models.BooleanField(default=False)

    state = models.TextField(default=MessageState.RECEIVED.value)
    is_urgent = models.BooleanField(default=False)  # the cheap screen: read before the others
    engine = models.IntegerField(null=True)  # the engine that holds it in memory
    tries = models.PositiveSmallIntegerField(default=0)
    parked = models.TextField(blank=True)  # why reading it failed again and again

    part_reference = models.TextField(blank=True)
    part_number = models.PositiveSmallIntegerField(null=True)
    part_total = models.PositiveSmallIntegerField(null=True)
    whole = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, null=True, related_name="messages")
    responder = models.ForeignKey(Responder, models.PROTECT, null=True, related_name="messages")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("message", "kind", MessageKind),
            one_of("message", "state", MessageState),
            # A retried webhook is the same message (R7).
            models.UniqueConstraint(
                fields=["gateway", "external_id"],
                condition=Q(external_id__isnull=False),
                name="message_once_per_gateway",
            ),
        ]
        indexes = [
            # The engine asks for what nobody has read yet, urgent first.
            models.Index(
                fields=["-is_urgent", "received_at"],
                condition=Q(state="received"),
                name="message_unread",
            ),
            models.Index(
                fields=["received_at"], condition=Q(state="held_part"), name="message_held"
            ),
            models.Index(fields=["sender_hash", "-received_at"], name="message_of_sender"),
            models.Index(fields=["-received_at"], name="message_recent"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Reading(models.Model):
    """What the machine understood of a message, with scores and reasons."""

    message = models.OneToOneField(
        Message, models.CASCADE, primary_key=True, related_name="reading"
    )
    language = models.TextField(blank=True)
    kind = models.TextField()
    is_alert = models.BooleanField()
    priority = models.TextField(null=True)  # noqa: DJ001 - None means "no priority", not empty
    score = models.FloatField()
    fingerprint = models.BigIntegerField(default=0)  # near-identical words have near fingerprints
    places = models.JSONField(default=list)  # ids of the places that were accepted
    text_key = models.BinaryField(default=b"")  # the same words by the same sender: a stutter
    is_restricted = models.BooleanField(default=False)
    # The whole reading as design.md §6 spells it. It quotes the message, so it is sealed.
    body = SealedText()
    read_at = models.DateTimeField()
    reader = models.TextField()  # version of rules and lexicons

    class Meta:
        constraints = [one_of("reading", "kind", Kind)]

    def __str__(self) -> str:
        return f"reading of {self.message_id}"


class Triage(Row):
    """A person's judgement of a message: who, when, what they changed and why."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="triages")
    verdict = models.TextField()  # confirmed, corrected, lowered, dismissed, joined
    kind = models.TextField(blank=True)
    priority = models.TextField(blank=True)
    proposed_kind = models.TextField(blank=True)
    proposed_priority = models.TextField(blank=True)
    reason = SealedText(default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.verdict} {self.message_id}"


class CallBack(Row):
    """Somebody must call: a missed call, or words nobody could read."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="call_back")
    community = models.ForeignKey(Community, models.PROTECT, null=True)
    priority = models.TextField(default=Priority.P2.value)
    state = models.TextField(default=CallBackState.DUE.value)
    due_at = models.DateTimeField()
    escalate_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=1)  # how often the same number rang
    tries = models.PositiveSmallIntegerField(default=0)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("callback", "state", CallBackState)]
        indexes = [
            # The queue page and the clock that escalates an unanswered one.
            models.Index(fields=["due_at"], condition=Q(state="due"), name="callback_queue"),
            models.Index(
                fields=["escalate_at"],
                condition=Q(state="due", escalated_at__isnull=True),
                name="callback_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"call-back {self.pk}"
