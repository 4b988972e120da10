"""What is handed out: handsets, SIM cards and power; what was done with each, and repair trips."""

from django.db import models

from tocsin.domain.handset_words import (
    Charge,
    HandsetKind,
    HandsetState,
    HandsetStep,
    RepairResult,
    SimState,
)
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import FocalPoint
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import KeyedHash, SealedText


class Handset(Row):
    """A phone, radio, panel or battery of ours. Its holder is a code."""

    code = models.TextField(unique=True)  # e.g. HS-0042: painted on it
    kind = models.TextField()
    model = models.TextField(blank=True)
    serial = SealedText(default="")  # IMEI or serial number
    base = models.ForeignKey(Base, models.PROTECT, related_name="handsets")
    holder = models.ForeignKey(FocalPoint, models.PROTECT, null=True, related_name="handsets")
    state = models.TextField(default=HandsetState.IN_STORE.value)
    battery = models.TextField(default=Charge.NOT_SEEN.value)
    solar = models.TextField(blank=True)  # how its panel is; empty: it has none
    charged_by = models.TextField(blank=True)  # e.g. panel of the health post, generator shop
    seen_at = models.DateTimeField(null=True)  # when battery and panel were last looked at
    issued_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("handset", "kind", HandsetKind),
            one_of("handset", "state", HandsetState),
            one_of("handset", "battery", Charge),
        ]
        indexes = [models.Index(fields=["base", "state"], name="handset_of_base")]

    def __str__(self) -> str:
        return self.code


class SimCard(Row):
    """A SIM card of ours. Whoever holds its handset may be found by its number."""

    code = models.TextField(unique=True)  # e.g. SIM-0042
    operator = models.TextField()
    number = SealedText()
    number_hash = KeyedHash(of="number", unique=True)
    handset = models.ForeignKey(Handset, models.PROTECT, null=True, related_name="sims")
    state = models.TextField(default=SimState.IN_STORE.value)
    block_asked_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("simcard", "state", SimState)]

    def __str__(self) -> str:
        return self.code


class HandsetEvent(Row):
    """One step in the life of a handset; never changed."""

    handset = models.ForeignKey(Handset, models.PROTECT, related_name="events")
    step = models.TextField()
    before = models.TextField()
    now = models.TextField()
    holder = models.ForeignKey(FocalPoint, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = SealedText(default="")

    class Meta:
        constraints = [one_of("handsetevent", "step", HandsetStep)]
        indexes = [models.Index(fields=["handset", "-at"], name="handsetevent_recent")]

    def __str__(self) -> str:
        return f"{self.step} of {self.handset_id}"


class LossDrill(Row):
    """What was done about a lost or stolen handset, and what is still owed."""

    handset = models.ForeignKey(Handset, models.PROTECT, related_name="drills")
    holder = models.ForeignKey(FocalPoint, models.PROTECT, null=True, related_name="+")
    was_stolen = models.BooleanField(default=False)
    gone_since = models.DateTimeField()  # messages since then may be another's
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    block_asked_at = models.DateTimeField(null=True)
    block_confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    replacement = models.ForeignKey(Handset, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)  # the holder was met or known by challenge
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handset"],
                condition=models.Q(closed_at__isnull=True),
                name="lossdrill_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"drill for {self.handset_id}"


class RepairTrip(Row):
    """A technician's journey to the handsets of a base."""

    base = models.ForeignKey(Base, models.PROTECT, related_name="repair_trips")
    planned_on = models.DateField()
    done_on = models.DateField(null=True)
    by = models.TextField(blank=True)  # a team or a function, no name
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"trip {self.planned_on}"


class Repair(Row):
    """One handset on a repair trip: what is wrong, what came of it."""

    trip = models.ForeignKey(RepairTrip, models.PROTECT, related_name="repairs")
    handset = models.ForeignKey(Handset, models.PROTECT, related_name="repairs")
    fault = models.TextField(blank=True)
    result = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result="")
                | models.Q(result__in=[r.value for r in RepairResult]),
                name="repair_result_known",
            ),
            models.UniqueConstraint(fields=["trip", "handset"], name="repair_once_a_trip"),
        ]

    def __str__(self) -> str:
        return f"repair of {self.handset_id}"
