"""What was known about the truth of an incident, and when."""

from django.db import models

from tocsin.domain.words import VerificationState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.incident import Incident
from tocsin.records.models.people import User


class Verification(Row):
    """What was known about the truth of an incident at a moment."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="verifications")
    state = models.TextField()
    grade = models.TextField(default="F6")
    reasons = models.JSONField(default=list)
    method = models.TextField(blank=True)  # call_back, second_source, patrol …
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("verification", "state", VerificationState)]

    def __str__(self) -> str:
        return f"{self.state} {self.incident_id}"
