"""What communities need, and what threatens them: written down, followed, and looked at again."""

from django.db import models
from django.db.models import Q

from tocsin.domain.need_words import NeedState, NeedTopic
from tocsin.domain.words import Kind
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community
from tocsin.records.models.people import User
from tocsin.records.models.promises import Commitment
from tocsin.records.sealed import SealedText


class Need(Row):
    """Something that a community lacks, to whom it was referred, and what became of it."""

    number = models.PositiveIntegerField(unique=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="needs")
    topic = models.TextField()
    what = SealedText()
    people = models.PositiveIntegerField(null=True)  # about how many it concerns
    heard_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.TextField(default=NeedState.OPEN.value)
    referred_to = SealedText(default="")  # a function or an agency
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="needs")
    explanation = SealedText(default="")
    moved_at = models.DateTimeField(null=True)
    moved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("need", "state", NeedState),
            one_of("need", "topic", NeedTopic),
        ]
        indexes = [models.Index(fields=["state", "heard_at"], name="need_open")]

    def __str__(self) -> str:
        return f"need {self.number}"


class Threat(Row):
    """A threat to a community with who is exposed and what protects. A change ends it and writes the next."""

    number = models.PositiveIntegerField(unique=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="threats")
    kind = models.TextField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    why = SealedText()  # intent, means and occasion of whom
    exposed = SealedText()  # who, where, when
    capacity = SealedText()  # what protects
    measures = SealedText(default="")  # what is done
    lead = SealedText(default="")  # by which function
    review_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("threat", "kind", Kind),
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)),
                name="threat_five_by_five",
            ),
        ]
        indexes = [models.Index(fields=["community", "ended_at"], name="threat_of")]

    def __str__(self) -> str:
        return f"threat {self.number}"
