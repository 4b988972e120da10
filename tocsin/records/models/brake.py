"""Who looked at whom of late, and the accounts and phones that did more than a person does."""

from django.db import models

from tocsin.domain.brake_words import BrakeKind
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.field_phone import FieldPhone
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText


class PersonLook(Row):
    """When an account last learned who somebody is: it is counted here, and told in the log book."""

    user = models.ForeignKey(User, models.CASCADE, related_name="looks")
    whom = models.TextField()  # FP-0231, a keyed hash of a number, or room kept while one is tried
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "whom"], name="person_look_once"),
        ]
        indexes = [models.Index(fields=["user", "at"], name="person_looks_of_late")]

    def __str__(self) -> str:
        return f"{self.user_id} looked at {self.whom}"


class Brake(Row):
    """An account or a phone that did more than a person does, until the clock or an administrator ends it."""

    kind = models.TextField()
    user = models.ForeignKey(User, models.PROTECT, related_name="brakes")
    phone = models.ForeignKey(FieldPhone, models.PROTECT, null=True, related_name="brakes")
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(default="")

    class Meta:
        constraints = [one_of("brake", "kind", BrakeKind)]
        indexes = [models.Index(fields=["user", "-at"], name="brakes_of_late")]

    def __str__(self) -> str:
        return f"brake {self.kind} {self.user_id}"
