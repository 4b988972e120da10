"""What was told of an incident and taken back, corrected or said again, with whom that reached."""

from django.db import models
from django.db.models import Q

from tocsin.domain.correction_words import CorrectionKind
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.incident import Incident
from tocsin.records.models.notification import Notification
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText


class Correction(Row):
    """One correction of an incident. Each telling that it led to is a row of its own kind.

    `before` and `after` hold the kind and the place when those were corrected; `told` how many of
    each party it was for, when it was made. `into` is the incident that carries what was moved.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="corrections")
    number = models.PositiveSmallIntegerField()  # 1 is the first of its incident
    kind = models.TextField()
    reason = SealedText(default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    notification = models.OneToOneField(
        Notification, models.PROTECT, null=True, related_name="correction"
    )
    into = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("correction", "kind", CorrectionKind),
            models.UniqueConstraint(fields=["incident", "number"], name="correction_numbered_once"),
            models.CheckConstraint(
                condition=Q(kind=CorrectionKind.CORRECTED) | Q(after={}),
                name="only_a_correction_changes",
            ),
            models.CheckConstraint(
                condition=Q(kind=CorrectionKind.MOVED.value, into__isnull=False)
                | (~Q(kind=CorrectionKind.MOVED.value) & Q(into__isnull=True)),
                name="what_moved_went_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.incident_id}"
