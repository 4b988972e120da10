"""Closing a base: who answers for each community afterwards, and whether it was told."""

from django.db import models

from tocsin.domain.closure_words import ClosureState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class BaseClosure(Row):
    """A base that is to be closed, from the plan to the last day."""

    number = models.PositiveIntegerField(unique=True)
    base = models.ForeignKey(Base, models.PROTECT, related_name="closures")
    reason = SealedText()
    planned_for = models.DateField()
    state = models.TextField(default=ClosureState.PLANNED.value)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("baseclosure", "state", ClosureState),
            models.UniqueConstraint(
                fields=["base"], condition=models.Q(state="planned"), name="one_closure_of_a_base"
            ),
        ]

    def __str__(self) -> str:
        return f"closure {self.number}"


class ClosureHome(Row):
    """A community of a base that closes: who answers for it then, and how it was told."""

    closure = models.ForeignKey(BaseClosure, models.CASCADE, related_name="homes")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    new_base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="+")
    loses_cover = models.BooleanField(default=False)  # nobody can come in time any more
    told_at = models.DateTimeField(null=True)
    told_how = SealedText(default="")
    told_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closure", "community"], name="closurehome_once")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} in {self.closure_id}"
