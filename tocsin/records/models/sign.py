"""Warning signs: each look at a base's area, what was ticked in it, and the signs that a base added."""

from django.db import models

from tocsin.records.models._shape import Row
from tocsin.records.models.community import Community
from tocsin.records.models.message import Message
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class SignRound(Row):
    """One look at the list, for a community or for the whole base; nothing seen is a look as well."""

    base = models.ForeignKey(Base, models.PROTECT, related_name="sign_rounds")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="sign_rounds")
    looked_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    via = models.TextField(default="page")
    note = SealedText(default="")
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="sign_round")
    struck_at = models.DateTimeField(
        null=True
    )  # taken back by whoever texted it; it counts no more

    class Meta:
        indexes = [models.Index(fields=["base", "-looked_at"], name="signround_last")]

    def __str__(self) -> str:
        return f"look at the signs of {self.base_id}"


class SignLook(Row):
    """What a look found of one sign: seen, or there no more. A sign of which it says nothing has no row."""

    round = models.ForeignKey(SignRound, models.CASCADE, related_name="looks")
    sign = models.TextField()  # the code of domain/signs.toml, or of a local sign
    is_seen = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "sign"], name="signlook_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sign} in {self.round_id}"


class LocalSign(Row):
    """A sign that the committees of a base added to the list, in their words."""

    number = models.PositiveIntegerField(unique=True)  # its code is L and this
    base = models.ForeignKey(Base, models.PROTECT, related_name="local_signs")
    words = SealedText()
    weight = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=3), name="localsign_weight_known"
            )
        ]

    def __str__(self) -> str:
        return f"L{self.number}"
