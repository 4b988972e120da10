"""What belongs to a community's profile beside its own row: networks, and earlier versions."""

from django.db import models

from tocsin.domain.network_words import Signal
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText


class PhoneNetwork(Row):
    """How one operator is received in one community, at which hours, from which spot."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="networks")
    operator = models.TextField()
    signal = models.TextField(default=Signal.FAIR.value)
    hours = models.TextField(blank=True)
    spot = models.TextField(blank=True)  # where one must climb to be heard

    class Meta:
        constraints = [
            one_of("phonenetwork", "signal", Signal),
            models.UniqueConstraint(fields=["community", "operator"], name="phonenetwork_once"),
        ]

    def __str__(self) -> str:
        return f"{self.operator} in {self.community_id}"


class CommunityVersion(Row):
    """A profile as it stood before somebody changed it. `body` is JSON of all its fields."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = SealedText()
    changed = models.JSONField(default=list)  # names of the fields that the change touched
    reason = SealedText(default="")
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="communityversion_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.community_id}"
