"""A change of a gateway that one administrator wrote and another has not approved yet."""

from django.db import models

from tocsin.domain.gateway_words import GatewayDraftState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.gateway import Gateway
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText


class GatewayDraft(Row):
    """Where warnings come in and pages go out is decided by two: a false address reads everything."""

    gateway = models.ForeignKey(Gateway, models.CASCADE, null=True, related_name="drafts")
    slug = models.SlugField()  # of the gateway, or of the one that is to be added
    kind = models.TextField()
    title = models.TextField()
    settings = SealedText()  # all of them, as the gateway would have them
    rank = models.PositiveSmallIntegerField()
    follows = models.PositiveIntegerField()  # the gateway's version when it was written; 0 for none
    changes = models.JSONField(default=list)  # names of what differs: never a value
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.TextField(default=GatewayDraftState.WAITING.value)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")  # why nobody else decided

    class Meta:
        constraints = [
            one_of("gateway_draft", "state", GatewayDraftState),
            models.CheckConstraint(
                condition=~models.Q(
                    state=GatewayDraftState.APPROVED.value, decided_by=models.F("asked_by")
                ),
                name="gateway_draft_takes_two",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=GatewayDraftState.ALONE.value, reason=""),
                name="gateway_draft_alone_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.slug}"
