"""What a base undertook, what it said since, and what the village was told."""

from django.db import models
from django.db.models import F, Q

from tocsin.domain.response_words import (
    NonResponse,
    Quiet,
    ResponseActor,
    ResponseResult,
    ResponseType,
)
from tocsin.domain.words import FeedbackClock, FeedbackState, ResponseState
from tocsin.records.models._shape import Row, one_of, one_of_or_none
from tocsin.records.models.community import Community, FocalPoint
from tocsin.records.models.correction import Correction
from tocsin.records.models.incident import Incident
from tocsin.records.models.message import Message
from tocsin.records.models.notification import Notification
from tocsin.records.models.people import Base, Responder, User
from tocsin.records.models.promises import Rumour
from tocsin.records.sealed import SealedText


class Response(Row):
    """What somebody undertook for an incident: a base, a partner, or the community itself."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="responses")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="responses")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="own_actions")
    partner = SealedText(default="")  # an organisation or authority that is no base of ours
    actor = models.TextField(default=ResponseActor.MISSION_FORCE.value)
    type = models.TextField(blank=True)
    state = models.TextField(default=ResponseState.ASKED.value)
    why_not = models.TextField(blank=True)  # the code that is counted; `reason` is in their words
    reason = SealedText(default="")
    result = models.TextField(blank=True)
    observed = SealedText(default="")  # what was seen; "prevented" cannot stand without it
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    preparing_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    on_scene_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the next word we expect from them
    check_minutes = models.PositiveSmallIntegerField(null=True)  # as agreed with the team
    last_word_at = models.DateTimeField(null=True)  # recorded, whenever it happened
    quiet = models.TextField(blank=True)  # what its silence has led to
    look_at = models.DateTimeField(null=True)  # when the clock must look at it again

    class Meta:
        constraints = [
            one_of("response", "state", ResponseState),
            one_of("response", "actor", ResponseActor),
            one_of_or_none("response", "type", ResponseType),
            one_of_or_none("response", "why_not", NonResponse),
            one_of_or_none("response", "result", ResponseResult),
            one_of_or_none("response", "quiet", Quiet),
            # Nobody stays away without a reason that is counted.
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "aborted"]) | ~Q(why_not=""),
                name="response_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(base__isnull=False) | ~Q(actor="mission_force"),
                name="response_of_the_force_names_its_base",
            ),
            models.UniqueConstraint(
                fields=["incident", "base"],
                condition=Q(ended_at__isnull=True, base__isnull=False),
                name="one_open_response_per_base",
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_at"], condition=Q(look_at__isnull=False), name="response_to_look_at"
            ),
            models.Index(fields=["-asked_at"], name="response_recent"),
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
    rumour = models.ForeignKey(Rumour, models.CASCADE, null=True, related_name="feedbacks")
    correction = models.ForeignKey(Correction, models.CASCADE, null=True, related_name="feedbacks")
    text = SealedText(default="")  # instead of the approved words; empty: those
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    looked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    look_reasons = models.JSONField(default=list)  # why a second person must look at the text
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("feedback", "clock", FeedbackClock),
            one_of("feedback", "state", FeedbackState),
            # Four eyes belong to two people.
            models.CheckConstraint(
                condition=Q(looked_by=None) | Q(drafted_by=None) | ~Q(looked_by=F("drafted_by")),
                name="feedback_looked_at_by_another",
            ),
            # What names a force or a place never leaves without the second look.
            models.CheckConstraint(
                condition=Q(look_reasons=[])
                | Q(looked_by__isnull=False)
                | ~Q(state__in=["sent", "delivered"])
                | Q(notification=None),
                name="feedback_never_sent_unlooked",
            ),
            # A correction is told once to each.
            models.UniqueConstraint(
                fields=["correction", "focal_point"],
                condition=Q(focal_point__isnull=False, correction__isnull=False),
                name="feedback_corrects_once",
            ),
        ]
        indexes = [
            models.Index(fields=["send_at"], condition=Q(state="owed"), name="feedback_due"),
            models.Index(fields=["incident", "clock"], name="feedback_of"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} feedback {self.pk}"
