"""What was released to whom, by which two people, and what became of it: the share log."""

from django.db import models
from django.db.models import F, Q

from tocsin.domain.release_words import (
    CancelReason,
    ReleaseAct,
    ReleaseAnswer,
    ReleaseMeans,
    ReleaseState,
)
from tocsin.domain.words import Language, Priority
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.addressee import Addressee
from tocsin.records.models.incident import Incident
from tocsin.records.models.notification import Delivery
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText

_LEFT = [ReleaseState.APPROVED, ReleaseState.GIVEN, ReleaseState.HELD, ReleaseState.DROPPED]


class Release(Row):
    """One text for one addressee about one incident, and the chain that it belongs to.

    `*_person` is the human being behind a log-in (`User.person`): the database refuses a release
    whose author approved it, whichever account was used (R8).
    """

    number = models.BigIntegerField(unique=True)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="releases")
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="releases")
    act = models.TextField()
    sequence = models.PositiveSmallIntegerField()  # 1 is the first of its chain
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    cancel_reason = models.TextField(blank=True)
    state = models.TextField(default=ReleaseState.ASKED.value)
    priority = models.TextField()
    is_drill = models.BooleanField(default=False)
    marking = models.PositiveSmallIntegerField(default=1)

    fields = models.JSONField(
        default=dict
    )  # domain.release_draft.Drafted, of which the text is made
    alleged = models.JSONField(default=list)  # codes of actors, as they were weighed
    doubts = models.JSONField(default=list)
    language = models.TextField()
    text = SealedText()
    digest = models.TextField(blank=True)  # SHA-256 of the text, once it is frozen
    means = models.TextField()

    asked_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_person = models.UUIDField()
    decide_by = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_person = models.UUIDField(null=True)
    reason = SealedText(default="")  # of a return, a refusal or broken glass

    is_break_glass = models.BooleanField(default=False)
    broken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    broken_person = models.UUIDField(null=True)
    review_by = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_person = models.UUIDField(null=True)
    was_right = models.BooleanField(null=True)

    next_at = models.DateTimeField(null=True)  # when the clock must look at it again
    held_by = models.TextField(blank=True)  # why it waits, is held or was dropped
    given_at = models.DateTimeField(null=True)
    delivery = models.OneToOneField(Delivery, models.PROTECT, null=True, related_name="release")
    received_at = models.DateTimeField(null=True)  # signed for, or said by a person
    answer = models.TextField(blank=True)  # what a CAP client said: accepted or refused
    answer_note = SealedText(default="")
    received_by = SealedText(default="")  # the function that signed

    class Meta:
        constraints = [
            one_of("release", "act", ReleaseAct),
            one_of("release", "state", ReleaseState),
            one_of("release", "means", ReleaseMeans),
            one_of("release", "priority", Priority),
            one_of("release", "language", Language),
            models.CheckConstraint(
                condition=Q(answer__in=["", *(str(word) for word in ReleaseAnswer)]),
                name="release_answer_known",
            ),
            models.CheckConstraint(
                condition=Q(cancel_reason="")
                | Q(act=ReleaseAct.CANCEL, cancel_reason__in=[str(word) for word in CancelReason]),
                name="release_cancel_reason_known",
            ),
            models.UniqueConstraint(
                fields=["incident", "addressee", "sequence"], name="release_in_sequence"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_LEFT)
                | (Q(approved_person__isnull=False) & ~Q(approved_person=F("drafted_person")))
                | Q(is_break_glass=True, broken_person__isnull=False, review_by__isnull=False),
                name="release_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(is_break_glass=False) | Q(priority=Priority.P1, approved_by=None),
                name="glass_is_broken_for_p1_only",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_person__isnull=True)
                | (
                    ~Q(reviewed_person=F("drafted_person")) & ~Q(reviewed_person=F("broken_person"))
                ),
                name="release_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_LEFT) | ~Q(digest=""), name="release_frozen_once_approved"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="release_due"
            ),
            models.Index(fields=["incident", "addressee", "sequence"], name="release_chain"),
            models.Index(fields=["-asked_at"], name="release_recent"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What an addressee quotes: it says nothing of the incident."""
        return f"REL-{self.number}"
