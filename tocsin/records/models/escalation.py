"""Whom to tell in what order, and each run of it."""

from django.db import models
from django.db.models import Q

from tocsin.domain.words import DecisionKind, EscalationState, Priority
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.incident import Incident
from tocsin.records.models.people import Base, Responder, User
from tocsin.records.sealed import SealedText


class Ladder(Row):
    """Whom to tell about a priority; the base's own ladder goes before the mission's."""

    slug = models.SlugField(unique=True)
    title = models.TextField()
    priority = models.TextField()
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="ladders")

    class Meta:
        constraints = [one_of("ladder", "priority", Priority)]

    def __str__(self) -> str:
        return self.slug


class LadderVersion(Row):
    """An immutable version. A run keeps the one that was in force when it began."""

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    steps = models.JSONField()  # tocsin.domain.escalation.Ladder as plain values
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ladder", "number"], name="ladder_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.ladder_id} v{self.number}"


class Escalation(Row):
    """One run of a ladder version for an incident. It never ends by itself unanswered (R6)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="escalations")
    version = models.ForeignKey(LadderVersion, models.PROTECT, related_name="+")
    audience = models.TextField(default="force")
    priority = models.TextField()
    state = models.TextField(default=EscalationState.ARMED.value)
    round = models.PositiveIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)  # the last that fired; 0 before the first
    step_fired_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    next_step_at = models.DateTimeField(null=True)  # the timer; null only when nothing is due
    engine = models.IntegerField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_until = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # of this acknowledgement
    more_told_at = models.DateTimeField(null=True)  # when whoever has it last heard of new alerts
    more_due_at = models.DateTimeField(null=True)  # what came since is told then, in one text
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    fed_back_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("escalation", "state", EscalationState),
            # Nothing ends silently: a run that ended says why (R6).
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""),
                name="escalation_ends_with_reason",
            ),
            models.UniqueConstraint(
                fields=["incident", "audience"],
                condition=Q(ended_at__isnull=True),
                name="one_live_escalation_per_audience",
            ),
        ]
        indexes = [
            # The clock of the whole house.
            models.Index(
                fields=["next_step_at"],
                condition=Q(next_step_at__isnull=False),
                name="escalation_due",
            ),
            models.Index(
                fields=["more_due_at"],
                condition=Q(more_due_at__isnull=False),
                name="escalation_more_due",
            ),
        ]

    def __str__(self) -> str:
        return f"escalation {self.pk}"


class StepFiring(Row):
    """One step that fired. The unique key is promise R2: no step fires twice."""

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="firings")
    round = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    reason = models.TextField()
    skipped = models.JSONField(default=list)  # overdue steps this one stands for, and empty ones
    n_deliveries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "round", "step"], name="step_fires_once")
        ]

    def __str__(self) -> str:
        return f"step {self.round}.{self.step} of {self.escalation_id}"


class Acknowledgement(Row):
    """A person with authority said "I have it" of an incident, for a time."""

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="acknowledgements")
    responder = models.ForeignKey(Responder, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    via = models.TextField()  # sms, page, api, radio
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"acknowledgement of {self.escalation_id}"


class Decision(Row):
    """What the competent person decided, and why."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="decisions")
    kind = models.TextField()
    reason = SealedText(default="")
    responder = models.ForeignKey(Responder, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    via = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("decision", "kind", DecisionKind)]

    def __str__(self) -> str:
        return f"{self.kind} {self.incident_id}"
