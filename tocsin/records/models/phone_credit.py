"""What phones in villages hold, as their holders say; and which texts were looked at for airtime."""

from django.db import models
from django.db.models import Q

from tocsin.domain.airtime_words import CreditSource
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import FocalPoint
from tocsin.records.models.message import Message
from tocsin.records.models.people import User


class PhoneCredit(Row):
    """What a phone was said to hold at a moment; never changed. The latest one counts."""

    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, related_name="credits")
    minor = models.BigIntegerField()  # smallest units
    currency = models.TextField()
    source = models.TextField()
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="credit")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("phonecredit", "source", CreditSource),
            models.CheckConstraint(condition=Q(minor__gte=0), name="phonecredit_not_negative"),
        ]
        indexes = [models.Index(fields=["focal_point", "-at"], name="phonecredit_recent")]

    def __str__(self) -> str:
        return f"credit of {self.focal_point_id}"


class AirtimeLook(Row):
    """A text that was looked at for airtime: once, whatever it said."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="airtime_look")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"look at {self.message_id}"
