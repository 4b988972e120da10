"""Handover packs: what was handed over with a base, frozen, and who took it over."""

from django.db import models
from django.db.models import Q

from tocsin.domain.background_words import PackFor
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class HandoverPack(Row):
    """The pack of a base as it was made; whoever takes over acknowledges it with their own account."""

    number = models.PositiveIntegerField(unique=True)
    base = models.ForeignKey(Base, models.PROTECT, related_name="packs")
    made_for = models.TextField()
    language = models.TextField(default="fr")
    body = SealedText()  # the sentences, as domain.reports.statements.to_json gives them
    digest = models.TextField()  # SHA-256 of the body
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    questions = SealedText(default="")  # what is still unclear to whoever took over

    class Meta:
        constraints = [
            one_of("handoverpack", "made_for", PackFor),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_by__isnull=False),
                name="handoverpack_acknowledged_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["base", "-made_at"], name="handoverpack_last")]

    def __str__(self) -> str:
        return f"PACK-{self.number}"
