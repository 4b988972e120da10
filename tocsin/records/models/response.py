"""What a base undertook, what it said since, and what the village was told."""

from django.db import models
from django.db.models import Q

from tocsin.domain.words import FeedbackClock, FeedbackState, ResponseState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community, FocalPoint
from tocsin.records.models.incident import Incident
from tocsin.records.models.message import Message
from tocsin.records.models.notification import Notification
from tocsin.records.models.people import Base, Responder, User
from tocsin.records.sealed import SealedText


class Response(Row):
    """What one base or partner undertook for an incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="responses")
    base = models.ForeignKey(Base, models.PROTECT, related_name="responses")
    state = models.TextField(default=ResponseState.ASKED.value)
    reason = SealedText(default="")
    asked_at = models.DateTimeField()
    departed_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the next word we expect from them

    class Meta:
        constraints = [
            one_of("response", "state", ResponseState),
            models.UniqueConstraint(
                fields=["incident", "base"],
                condition=Q(ended_at__isnull=True),
                name="one_open_response_per_base",
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class ResponseUpdate(Row):
    """One thing that was said about a response, with when it happened and when we heard."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="updates")
    state = models.TextField(blank=True)
    text = SealedText(default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    responder = models.ForeignKey(Responder, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    via = models.TextField()

    def __str__(self) -> str:
        return f"update of {self.response_id}"


class Feedback(Row):
    """What we owe to, or told, the source or the community about an incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="feedbacks")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="feedbacks")
    clock = models.TextField()
    state = models.TextField(default=FeedbackState.OWED.value)
    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, null=True)
    community = models.ForeignKey(Community, models.PROTECT, null=True)
    due_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True)  # the next safe hour; null waits for a person
    notification = models.ForeignKey(Notification, models.PROTECT, null=True)
    reason = SealedText(default="")
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("feedback", "clock", FeedbackClock),
            one_of("feedback", "state", FeedbackState),
        ]
        indexes = [
            models.Index(fields=["send_at"], condition=Q(state="owed"), name="feedback_due"),
            models.Index(fields=["incident", "clock"], name="feedback_of"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} feedback {self.pk}"
