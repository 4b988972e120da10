"""Rights that somebody widened for themselves, what they opened meanwhile, and what another thought of it."""

from django.db import models

from tocsin.domain.widening_words import WideningKind
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.people import Area, User
from tocsin.records.sealed import SealedText


class Widening(Row):
    """Open until a moment, then a task for somebody else until it is reviewed."""

    user = models.ForeignKey(User, models.PROTECT, related_name="widenings")
    kind = models.TextField()
    area = models.ForeignKey(Area, models.PROTECT, null=True)  # null: everywhere
    reason = SealedText()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reminded = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)  # when one administrator was asked to review it
    escalated_at = models.DateTimeField(null=True)  # when the others were
    was_right = models.BooleanField(null=True)
    found = SealedText(default="")  # what the reviewer says of it

    class Meta:
        constraints = [
            one_of("widening", "kind", WideningKind),
            models.CheckConstraint(
                condition=~models.Q(reviewed_by=models.F("user")),
                name="widening_is_reviewed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["user", "until"], name="widening_open")]

    def __str__(self) -> str:
        return f"widening {self.pk}"


class WideningUse(Row):
    """A page that was opened, or a verb that was used, while rights were widened. Addresses name nobody."""

    widening = models.ForeignKey(Widening, models.CASCADE, related_name="uses")
    path = models.TextField()
    at = models.DateTimeField()  # the first time

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["widening", "path"], name="widening_use_once"),
        ]

    def __str__(self) -> str:
        return self.path
