"""What stands beside a response: what the patrol brought home, and the times when nobody could come."""

from django.db import models
from django.db.models import Q

from tocsin.domain.response_words import NonResponse
from tocsin.domain.words import Priority
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.incident import Incident
from tocsin.records.models.people import Responder, User
from tocsin.records.models.response import Response
from tocsin.records.sealed import SealedText


class Debrief(Row):
    """What a patrol tells when it is back, in the record of its response."""

    response = models.OneToOneField(Response, models.CASCADE, related_name="debrief")
    people = models.PositiveSmallIntegerField(null=True)  # of the patrol
    vehicles = models.PositiveSmallIntegerField(null=True)
    road_km = models.FloatField(null=True)  # as driven or walked, one way
    women_met = models.PositiveSmallIntegerField(null=True)
    men_met = models.PositiveSmallIntegerField(null=True)
    seen = SealedText(default="")  # what the patrol itself saw
    said = SealedText(default="")  # what people there said
    road = SealedText(default="")  # state of the road, for those who go next
    needs = SealedText(default="")
    follow_up = SealedText(default="")  # what must be done next, by whom
    by_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_responder = models.ForeignKey(Responder, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"debrief of {self.response_id}"


class ProtectionGap(Row):
    """A time during which nobody could come: a recorded decision with its reason (alerting.md §6.7)."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="gaps")
    priority = models.TextField()
    why_not = models.TextField()
    note = SealedText(default="")
    since = models.DateTimeField()  # when it was so, however late it was written down
    recorded_at = models.DateTimeField()
    by_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_responder = models.ForeignKey(Responder, models.PROTECT, null=True, related_name="+")
    neighbours = models.JSONField(default=list)  # codes of the communities that are warned
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)  # somebody_left, closed, taken_back

    class Meta:
        constraints = [
            one_of("protectiongap", "priority", Priority),
            one_of("protectiongap", "why_not", NonResponse),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(ended_at__isnull=True), name="one_open_gap"
            ),
        ]
        indexes = [models.Index(fields=["-since"], name="gap_recent")]

    def __str__(self) -> str:
        return f"nobody for {self.incident_id}"
