"""People near a phone in other hands, who must be warned of it one by one."""

from django.db import models
from django.db.models import F, Q

from tocsin.domain.warned_words import WarnedBy
from tocsin.records.models._shape import Row, one_of_or_none
from tocsin.records.models.community import FocalPoint
from tocsin.records.models.people import User


class NearWarning(Row):
    """One who knows whose number is in other hands. It ends when they were told, or when it is over."""

    holder = models.ForeignKey(FocalPoint, models.CASCADE, related_name="near_warnings")
    person = models.ForeignKey(FocalPoint, models.CASCADE, related_name="to_be_warned")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cry_at = models.DateTimeField(null=True)  # when those on duty hear of it again; null: no more
    way = models.TextField(blank=True)
    warned_at = models.DateTimeField(null=True)
    warned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    over_at = models.DateTimeField(null=True)  # the holder was recognised, or one of them left
    is_drill = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of_or_none("nearwarning", "way", WarnedBy),
            # Nobody is ticked off without who told them, when, and how.
            models.CheckConstraint(
                condition=Q(warned_at=None, warned_by=None, way="")
                | Q(warned_at__isnull=False, warned_by__isnull=False) & ~Q(way=""),
                name="warned_by_somebody_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("person")), name="nobody_is_warned_of_themselves"
            ),
            models.UniqueConstraint(
                fields=["holder", "person"],
                condition=Q(warned_at=None, over_at=None),
                name="one_open_near_warning",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cry_at"], condition=Q(cry_at__isnull=False), name="nearwarning_to_cry"
            )
        ]

    def __str__(self) -> str:
        return f"near warning {self.pk}"
