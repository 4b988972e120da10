"""A version of a ladder that one administrator wrote and another has not approved yet."""

from django.db import models

from tocsin.domain.ladder_words import LadderDraftState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.escalation import Ladder, LadderVersion
from tocsin.records.models.people import User


class LadderDraft(Row):
    """Whom to tell is decided by two: a ladder that calls nobody is as deadly as none."""

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="drafts")
    steps = models.JSONField()  # as a version has them
    follows = (
        models.PositiveIntegerField()
    )  # the version that was in force when it was written; 0 for none
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.TextField(default=LadderDraftState.WAITING.value)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.OneToOneField(LadderVersion, models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            one_of("ladder_draft", "state", LadderDraftState),
            models.CheckConstraint(
                condition=~models.Q(
                    state=LadderDraftState.APPROVED.value, decided_by=models.F("asked_by")
                ),
                name="ladder_draft_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.ladder_id}"
