"""One decision to tell people something, each person to reach, and each try."""

from django.db import models
from django.db.models import Q

from tocsin.domain.words import DeliveryState, Priority, Purpose, RadioOutcome
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.addressee import Addressee
from tocsin.records.models.community import FocalPoint
from tocsin.records.models.escalation import StepFiring
from tocsin.records.models.gateway import Gateway
from tocsin.records.models.incident import Incident
from tocsin.records.models.message import Message
from tocsin.records.models.people import Responder, User
from tocsin.records.sealed import SealedText


class Notification(Row):
    """One decision to tell people something."""

    purpose = models.TextField()
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="notifications")
    firing = models.ForeignKey(StepFiring, models.CASCADE, null=True, related_name="notifications")
    answers = models.ForeignKey(Message, models.CASCADE, null=True, related_name="answers")
    priority = models.TextField()
    is_drill = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("notification", "purpose", Purpose),
            one_of("notification", "priority", Priority),
        ]
        indexes = [models.Index(fields=["incident", "created_at"], name="notification_of")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Delivery(Row):
    """One person to reach, over as many carriers as it takes. Its id goes out with every try."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries")
    responder = models.ForeignKey(Responder, models.PROTECT, null=True, related_name="deliveries")
    focal_point = models.ForeignKey(
        FocalPoint, models.PROTECT, null=True, related_name="deliveries"
    )
    addressee = models.ForeignKey(Addressee, models.PROTECT, null=True, related_name="deliveries")
    function = models.TextField(blank=True)
    to = SealedText()
    text = SealedText()  # exactly what was said to this person
    priority = models.TextField()
    state = models.TextField(default=DeliveryState.QUEUED.value)
    gateway = models.ForeignKey(Gateway, models.PROTECT, null=True, related_name="deliveries")
    preferred = models.ForeignKey(Gateway, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)  # the next try; null when none will follow
    not_after = models.DateTimeField()
    engine = models.IntegerField(null=True)
    claimed_at = models.DateTimeField(null=True)
    n_tries = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)  # of the first try
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("delivery", "state", DeliveryState),
            # What is still to be sent has a time; what has no time is at rest.
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(due_at__isnull=False),
                name="queued_delivery_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at"],
                condition=Q(state__in=["queued", "unknown"], due_at__isnull=False),
                name="delivery_due",
            ),
            models.Index(fields=["engine"], condition=Q(state="claimed"), name="delivery_claimed"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class DeliveryAttempt(Row):
    """One try through one gateway, and what came of it."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    gateway = models.ForeignKey(Gateway, models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)  # sent, unknown, or a failure's code
    external_ids = models.JSONField(default=list)
    is_final = models.BooleanField(default=False)  # repeating it by the same means cannot help
    blame = models.TextField(blank=True)  # gateway, recipient, ours
    to = SealedText(default="")  # a person may have a second number, or a call sign

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_numbered_once")
        ]

    def __str__(self) -> str:
        return f"try {self.number} of {self.delivery_id}"


class RadioTask(Row):
    """A card for the radio operator. Only a read-back counts as delivered."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="radio_task")
    call_sign = models.TextField()
    read_back = models.TextField()  # the code the other station must say
    start_by = models.DateTimeField()
    outcome_by = models.DateTimeField()
    outcome = models.TextField(default=RadioOutcome.WAITING.value)
    name_heard = SealedText(default="")
    operator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("radiotask", "outcome", RadioOutcome)]

    def __str__(self) -> str:
        return f"radio task {self.pk}"
