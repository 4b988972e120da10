"""Alerts, one by one as sources gave them, and the incidents they belong to."""

from django.db import models
from django.db.models import Q

from tocsin.domain.words import (
    Access,
    AlertLife,
    IncidentLife,
    Kind,
    Outcome,
    Priority,
    VerificationState,
)
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community, FocalPoint, Place
from tocsin.records.models.message import Message
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open(self) -> "IncidentQuerySet":
        return self.filter(life__in=[IncidentLife.OPEN, IncidentLife.STABLE])


class Incident(Row):
    """Something happening, or about to, to people in a place: what is verified and answered."""

    number = models.BigIntegerField(unique=True)
    code = models.TextField()  # what a responder's SMS quotes; free again once closed
    kind = models.TextField()
    priority = models.TextField()
    priority_reason = SealedText(default="")  # people name people when they say why
    life = models.TextField(default=IncidentLife.OPEN.value)
    verification = models.TextField(default=VerificationState.NOT_ASSESSED.value)
    grade = models.TextField(default="F6")
    marking = models.PositiveSmallIntegerField(default=1)  # domain.md §5.3, 1 internal … 4
    is_restricted = models.BooleanField(default=False)
    is_drill = models.BooleanField(default=False)

    place = models.ForeignKey(Place, models.PROTECT, null=True)
    place_name = models.TextField(blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    # Points that the words may mean while it lies where its source lives: nobody said yet.
    named = models.JSONField(default=list, db_default=[])
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="incidents")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="incidents")
    direction = models.TextField(blank=True)

    opened_at = models.DateTimeField()
    last_alert_at = models.DateTimeField()
    n_messages = models.PositiveIntegerField(default=1)
    n_origins = models.PositiveIntegerField(default=1)
    n_first_hand = models.PositiveIntegerField(default=0)
    n_denials = models.PositiveIntegerField(default=0)

    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    version = models.PositiveIntegerField(default=1)  # a stale command is refused

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("incident", "kind", Kind),
            one_of("incident", "priority", Priority),
            one_of("incident", "life", IncidentLife),
            one_of("incident", "verification", VerificationState),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=[str(word) for word in Outcome]),
                name="incident_outcome_known",
            ),
            models.UniqueConstraint(  # a code in an SMS must name one open incident
                fields=["code"],
                condition=Q(life__in=["open", "stable"]),
                name="incident_code_once_while_open",
            ),
        ]
        indexes = [
            models.Index(fields=["life", "priority", "-opened_at"], name="incident_board"),
            models.Index(fields=["-last_alert_at"], name="incident_recent"),
            models.Index(fields=["lat", "lon"], name="incident_ground"),  # what else is near
        ]

    def __str__(self) -> str:
        return f"incident {self.number}"


class Alert(Row):
    """One warning by one source: the unit that missions count."""

    number = models.BigIntegerField(unique=True)
    kind = models.TextField()
    priority = models.TextField()
    access = models.TextField(default=Access.UNKNOWN.value)
    life = models.TextField(default=AlertLife.OPEN.value)
    is_restricted = models.BooleanField(default=False)
    is_drill = models.BooleanField(default=False)
    actors = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    direction = models.TextField(blank=True)

    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, null=True, related_name="alerts")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="alerts")
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    place_name = models.TextField(blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    named = models.JSONField(default=list, db_default=[])  # points, as of an incident

    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    reasons = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("alert", "kind", Kind),
            one_of("alert", "priority", Priority),
            one_of("alert", "access", Access),
            one_of("alert", "life", AlertLife),
        ]
        indexes = [models.Index(fields=["-received_at"], name="alert_recent")]

    def __str__(self) -> str:
        return f"alert {self.number}"


class AlertMessage(models.Model):
    """The messages an alert was made of: usually one, several when a person joined them."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="message_links")
    message = models.OneToOneField(Message, models.CASCADE, related_name="alert_link")

    def __str__(self) -> str:
        return f"{self.alert_id} ← {self.message_id}"


class IncidentAlert(Row):
    """The time during which an alert belonged to an incident, with who said so and why."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="alert_links")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="incident_links")
    linked_at = models.DateTimeField()
    unlinked_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    score = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    rule = models.TextField(blank=True)
    is_suggestion = models.BooleanField(default=False)  # middle score: a person must say

    class Meta:
        constraints = [
            # An alert belongs to one incident at a time.
            models.UniqueConstraint(
                fields=["alert"],
                condition=Q(unlinked_at__isnull=True, is_suggestion=False),
                name="alert_in_one_incident",
            )
        ]
        indexes = [models.Index(fields=["incident", "unlinked_at"], name="incident_alerts")]

    def __str__(self) -> str:
        return f"{self.alert_id} in {self.incident_id}"


class Rearrangement(Row):
    """A merge or a split, with all that undoing it needs."""

    kind = models.TextField()  # merge, split
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="rearrangements")
    other = models.ForeignKey(Incident, models.CASCADE, related_name="rearranged_with")
    before = models.JSONField()  # what both incidents and their links were
    reason = SealedText(default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.incident_id} {self.other_id}"
