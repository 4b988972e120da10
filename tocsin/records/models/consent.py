"""What people agreed to, and the numbers that we go on listening for when nobody of ours holds them."""

from django.db import models
from django.db.models import Q

from tocsin.domain.network_words import ConsentMethod, WatchReason, WithdrawnBy
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import FocalPoint
from tocsin.records.models.people import User
from tocsin.records.sealed import KeyedHash, SealedText


class Consent(Row):
    """What somebody agreed to, how, until when; and when they took it back."""

    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, related_name="consents")
    purposes = models.JSONField(default=list)
    shared_with = models.JSONField(default=list)
    method = models.TextField(default=ConsentMethod.ORAL.value)
    language = models.TextField(default="sw")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)  # the person is gone from our records

    class Meta:
        constraints = [
            one_of("consent", "method", ConsentMethod),
            models.CheckConstraint(
                condition=Q(withdrawn_by__in=["", *(str(way) for way in WithdrawnBy)]),
                name="consent_withdrawn_by_known",
            ),
        ]
        indexes = [
            models.Index(fields=["focal_point", "-given_at"], name="consent_of_person"),
            # The keeper looks every few seconds for what was taken back.
            models.Index(
                fields=["withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False, settled_at__isnull=True),
                name="consent_to_settle",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class WatchedNumber(Row):
    """A number that was ours: whoever writes from it now is not believed to be its old holder."""

    number = SealedText()
    number_hash = KeyedHash(of="number", unique=True)
    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, related_name="old_numbers")
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)  # somebody uses it again

    class Meta:
        constraints = [one_of("watchednumber", "reason", WatchReason)]

    def __str__(self) -> str:
        return f"old number of {self.focal_point_id}"
