"""Who should have been heard from and was not, what was done about it, and tests of contact."""

from django.db import models
from django.db.models import Q

from tocsin.domain.silence import Asks, Subject
from tocsin.domain.silence_words import (
    ClusterGuess,
    ContactMethod,
    ContactResult,
    SilenceCause,
    SilenceFinding,
    SilenceState,
    SilenceStepKind,
)
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community, FocalPoint
from tocsin.records.models.gateway import Gateway
from tocsin.records.models.node import Node
from tocsin.records.models.notification import Delivery
from tocsin.records.models.people import Base, User
from tocsin.records.models.radio import RadioNet, RadioStation
from tocsin.records.models.response import Response
from tocsin.records.sealed import SealedText


class SilenceCluster(Row):
    """Several that fell silent together: near one another, within hours."""

    guess = models.TextField()
    lat = models.FloatField()
    lon = models.FloatField()
    radius_km = models.FloatField()
    began_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(default="")

    class Meta:
        constraints = [one_of("silencecluster", "guess", ClusterGuess)]

    def __str__(self) -> str:
        return f"cluster {self.pk}"


class Silence(Row):
    """One that is missed. It ends when it is heard again, or when a person explains it."""

    subject = models.TextField()
    cause = models.TextField()
    code = models.TextField()  # call sign, FP code or gateway: what lists and the log book say
    station = models.ForeignKey(RadioStation, models.PROTECT, null=True, related_name="silences")
    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, null=True, related_name="silences")
    gateway = models.ForeignKey(Gateway, models.PROTECT, null=True, related_name="silences")
    net = models.ForeignKey(RadioNet, models.PROTECT, null=True, related_name="silences")
    response = models.ForeignKey(Response, models.PROTECT, null=True, related_name="silences")
    node = models.ForeignKey(Node, models.PROTECT, null=True, related_name="silences")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="silences")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="silences")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    since = models.DateTimeField()  # last heard
    opened_at = models.DateTimeField()
    misses = models.PositiveSmallIntegerField(default=1)
    chance = models.FloatField(default=1.0)  # that its own habit explains it, 0 to 1
    asks = models.TextField(default=Asks.NOTE.value)
    due_at = models.DateTimeField(null=True)  # by when somebody must have called or gone
    state = models.TextField(default=SilenceState.OPEN.value)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(default="")
    cluster = models.ForeignKey(SilenceCluster, models.PROTECT, null=True, related_name="silences")

    class Meta:
        constraints = [
            one_of("silence", "subject", Subject),
            one_of("silence", "cause", SilenceCause),
            one_of("silence", "asks", Asks),
            one_of("silence", "state", SilenceState),
            models.UniqueConstraint(
                fields=["subject", "code", "cause"],
                condition=Q(ended_at__isnull=True),
                name="one_open_silence",
            ),
            # Never dismissed without a reason: whoever ends one is named, and so is why.
            models.CheckConstraint(
                condition=Q(state="explained", ended_by__isnull=False)
                | ~Q(state="explained") & Q(ended_by__isnull=True),
                name="explained_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-opened_at"], condition=Q(ended_at__isnull=True), name="silence_open"
            )
        ]

    def __str__(self) -> str:
        return f"silence {self.pk}"


class SilenceStep(Row):
    """One thing somebody did about a silence, and what came of it."""

    silence = models.ForeignKey(Silence, models.CASCADE, related_name="steps")
    kind = models.TextField()
    finding = models.TextField(blank=True)
    neighbour = models.ForeignKey(FocalPoint, models.PROTECT, null=True, related_name="+")
    text = SealedText(default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("silencestep", "kind", SilenceStepKind),
            models.CheckConstraint(
                condition=Q(finding="") | Q(finding__in=[str(f) for f in SilenceFinding]),
                name="silencestep_finding_known",
            ),
        ]

    def __str__(self) -> str:
        return f"step of {self.silence_id}"


class Watched(Row):
    """When the silence of one focal point would begin or deepen, by their own habit."""

    focal_point = models.OneToOneField(FocalPoint, models.CASCADE, related_name="habit")
    pace = models.DurationField()  # how often it is heard, as a rule
    heard_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField()
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["check_at"], name="watched_due")]

    def __str__(self) -> str:
        return f"habit {self.pk}"


class ContactTest(Row):
    """A plan to ask, every so many days, whether people can still be reached."""

    title = models.TextField()
    method = models.TextField(default=ContactMethod.SMS.value)
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="contact_tests")
    every_days = models.PositiveSmallIntegerField(default=30)
    next_at = models.DateTimeField(null=True)  # null: stopped
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("contacttest", "method", ContactMethod)]
        indexes = [models.Index(fields=["next_at"], name="contacttest_due")]

    def __str__(self) -> str:
        return f"contact test {self.pk}"


class ContactCheck(Row):
    """One person asked once. It is no alert and no message of the line."""

    test = models.ForeignKey(ContactTest, models.PROTECT, related_name="checks")
    round_at = models.DateTimeField()
    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, related_name="contact_checks")
    result = models.TextField(default=ContactResult.DUE.value)
    reason = models.TextField(blank=True)  # a code: why nobody asked
    ask_at = models.DateTimeField(null=True)  # the next safe hour; null when there is none
    asked_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # who called

    class Meta:
        constraints = [
            one_of("contactcheck", "result", ContactResult),
            models.UniqueConstraint(
                fields=["test", "round_at", "focal_point"], name="asked_once_a_round"
            ),
        ]
        indexes = [
            models.Index(fields=["ask_at"], condition=Q(result="due"), name="contactcheck_due"),
            models.Index(
                fields=["answer_by"], condition=Q(result="asked"), name="contactcheck_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"contact check {self.pk}"
