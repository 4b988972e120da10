"""What passes between communities and us beside alerts: rumours, promises, meetings."""

from django.db import models
from django.db.models import Q

from tocsin.domain.promise_words import CommitmentState, RumourState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community, FocalPoint
from tocsin.records.models.incident import Incident
from tocsin.records.models.message import Message
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class Rumour(Row):
    """Something that is said, until it is known whether it is so, and was answered."""

    number = models.PositiveIntegerField(unique=True)
    state = models.TextField(default=RumourState.HEARD.value)
    what = SealedText()
    finding = SealedText(default="")  # what was found out, and how
    community = models.ForeignKey(Community, models.PROTECT, related_name="rumours")
    spread = models.JSONField(default=list)  # codes of other communities where it is told
    heard_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    due_at = models.DateTimeField()  # until when it must be checked
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(null=True)
    found_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_drill = models.BooleanField(default=False)

    class Meta:
        constraints = [one_of("rumour", "state", RumourState)]
        indexes = [models.Index(fields=["-heard_at"], name="rumour_recent")]

    def __str__(self) -> str:
        return f"rumour {self.number}"


class RumourSource(Row):
    """Somebody who told or asked, and is owed the answer."""

    rumour = models.ForeignKey(Rumour, models.CASCADE, related_name="sources")
    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="rumour_link")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rumour", "focal_point"], name="rumour_source_once")
        ]

    def __str__(self) -> str:
        return f"source of {self.rumour_id}"


class Meeting(Row):
    """A meeting with a community: who met by standing, women and men counted, what was said."""

    number = models.PositiveIntegerField(unique=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="meetings")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attendance = models.JSONField(default=list)
    women = models.PositiveSmallIntegerField()
    men = models.PositiveSmallIntegerField()
    women_spoke = models.BooleanField(default=False)
    concerns = SealedText(default="")
    expectations = SealedText(default="")
    mandate_explained = models.BooleanField(default=False)
    limits_told = SealedText(default="")  # what we cannot do, as it was said to them
    next_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-held_at"], name="meeting_recent")]

    def __str__(self) -> str:
        return f"meeting {self.number}"


class Commitment(Row):
    """What was promised to a community, by whom, by when; and whether it was kept and told back."""

    number = models.PositiveIntegerField(unique=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="commitments")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="commitments")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="commitments")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="commitments")
    promised_by = SealedText()  # function or name, as it was said there
    what = SealedText()
    promised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.TextField(default=CommitmentState.OPEN.value)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    explanation = SealedText(default="")
    told_back_at = models.DateTimeField(null=True)
    told_back_how = SealedText(default="")

    class Meta:
        constraints = [
            one_of("commitment", "state", CommitmentState),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_at__isnull=False),
                name="commitment_settled_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="commitment_due")]

    def __str__(self) -> str:
        return f"commitment {self.number}"
