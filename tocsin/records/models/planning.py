"""What planning leans on: roads by season, strength as last reported, ranks of need with their review."""

from django.db import models
from django.db.models import Q

from tocsin.domain.network_words import Means
from tocsin.domain.planning_words import Rank, Season
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class RoadTime(Row):
    """How long it takes from a base to a community in a season, as somebody wrote it; the last one counts."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="roads")
    community = models.ForeignKey(Community, models.CASCADE, related_name="roads")
    season = models.TextField()
    means = models.TextField()
    minutes = models.PositiveIntegerField(null=True)  # null when the way is cut off
    km = models.FloatField(null=True)
    note = SealedText(default="")  # bridge, barrier, mud: for those who go next
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("roadtime", "season", Season),
            one_of("roadtime", "means", Means),
            models.CheckConstraint(
                condition=Q(means=Means.CUT_OFF, minutes=None)
                | ~Q(means=Means.CUT_OFF) & Q(minutes__gt=0),
                name="roadtime_or_cut_off",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "season", "-recorded_at"], name="roadtime_last")
        ]

    def __str__(self) -> str:
        return f"{self.base_id} → {self.community_id} {self.season}"


class StrengthReport(Row):
    """What a base said that it has, and when; nothing is sent on an old one without a call."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="strength_reports")
    people = models.PositiveIntegerField()
    vehicles = models.PositiveIntegerField(default=0)
    motorbikes = models.PositiveIntegerField(default=0)
    boats = models.PositiveIntegerField(default=0)
    medics = models.PositiveIntegerField(default=0)
    goes_by_night = models.BooleanField(default=False)
    note = SealedText(default="")
    reported_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["base", "-reported_at"], name="strength_last")]

    def __str__(self) -> str:
        return f"strength of {self.base_id}"


class CommunityRank(Row):
    """The rank that somebody gave a community, with reasons, owner and review; the last one counts."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="ranks")
    rank = models.TextField()
    proposed = models.TextField()  # what the rules proposed when it was given
    reasons = models.JSONField(default=list)  # codes that the rules gave
    why = SealedText()  # in the words of who gave it
    owner = SealedText()  # the function that sees to it
    measures = SealedText(default="")  # what is done
    review_on = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("communityrank", "rank", Rank),
            one_of("communityrank", "proposed", Rank),
        ]
        indexes = [models.Index(fields=["community", "-given_at"], name="communityrank_last")]

    def __str__(self) -> str:
        return f"{self.rank} {self.community_id}"
