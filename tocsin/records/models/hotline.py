"""Emergency numbers that the public is told, how they are spread, and who still uses an old one."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from tocsin.records.models._shape import Row
from tocsin.records.models.community import Community
from tocsin.records.models.message import Message
from tocsin.records.models.people import Base, User


class HotlineQuerySet(models.QuerySet["Hotline"]):
    def valid(self, at: datetime) -> "HotlineQuerySet":
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=at), valid_from__lte=at)

    def ended(self, at: datetime) -> "HotlineQuerySet":
        return self.filter(valid_until__lte=at)


class Hotline(Row):
    """An emergency number. It is public, so it is not sealed; it ends, and is never removed."""

    code = models.TextField(unique=True)  # e.g. HL-003
    number = models.TextField()  # canonical, or a short code of the operator
    operator = models.TextField()
    base = models.ForeignKey(Base, models.PROTECT, related_name="hotlines")
    is_free = models.BooleanField(default=False)  # for callers of this operator
    takes_missed_calls = models.BooleanField(default=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    version = models.PositiveIntegerField(default=1)

    objects = HotlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="hotline_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(valid_until__isnull=True),
                name="hotline_number_in_use_once",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Campaign(Row):
    """Cards and posters handed out in a community: when, how, how many, by whom."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="campaigns")
    planned_on = models.DateField()
    done_on = models.DateField(null=True)
    how = models.TextField()
    cards = models.PositiveIntegerField(default=0)
    posters = models.PositiveIntegerField(default=0)
    team = models.TextField(blank=True)  # a team or function, no name
    hotlines = models.ManyToManyField(Hotline, related_name="campaigns")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-planned_on"], name="campaign_recent")]

    def __str__(self) -> str:
        return f"campaign {self.pk}"


class OldNumberUse(Row):
    """A message that came by a number that had ended."""

    hotline = models.ForeignKey(Hotline, models.PROTECT, related_name="old_uses")
    message = models.OneToOneField(Message, models.CASCADE, related_name="old_number")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    why_not = models.TextField(blank=True)  # why nobody was answered: a code

    class Meta:
        indexes = [
            models.Index(fields=["hotline", "-at"], name="oldnumber_recent"),
            models.Index(fields=["-answered_at"], name="oldnumber_answered"),
        ]

    def __str__(self) -> str:
        return f"old number in {self.message_id}"
