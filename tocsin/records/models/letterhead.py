"""A mission's own Word letterheads: templates that name fields, for the mission, an office or a base."""

from django.db import models
from django.db.models import Q

from tocsin.records.models._shape import Row
from tocsin.records.models.people import Area, Base, User


class Letterhead(Row):
    """One template as it was taken in, never changed. One at most is in use in each place."""

    number = models.PositiveIntegerField(unique=True)
    title = models.TextField()
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    content = models.BinaryField()
    digest = models.TextField()  # SHA-256
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    used_since = models.DateTimeField(null=True)  # None: not in use

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["base", "area"],
                condition=Q(used_since__isnull=False),
                nulls_distinct=False,
                name="letterhead_one_in_use",
            ),
            models.CheckConstraint(
                condition=Q(base=None) | Q(area=None), name="letterhead_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"letterhead {self.number}"
