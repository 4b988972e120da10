"""Airtime: who gives it, what a base may spend, each top-up with its calls, and the ledger."""

from django.db import models
from django.db.models import F, Q

from tocsin.domain.airtime_words import Finding, MovementKind, TopUpSource, TopUpState
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import FocalPoint
from tocsin.records.models.message import Message
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import SealedText


class AirtimeAccount(Row):
    """An account with somebody who sells airtime. Its settings hold secrets, so they are sealed."""

    slug = models.SlugField(unique=True)
    kind = models.TextField()  # an open list: the catalogue of providers knows it
    title = models.TextField()
    settings = SealedText(default="{}")
    currency = models.TextField()
    operators = models.JSONField(default=list)  # what it can top up; empty: it finds out by itself
    rank = models.PositiveSmallIntegerField(default=100)
    is_enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    balance = models.BigIntegerField(null=True)  # smallest units, as it last said itself
    balance_at = models.DateTimeField(null=True)
    last_failure = models.TextField(blank=True)
    last_failure_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug


class AirtimeBudget(Row):
    """What a base allows for airtime. What it has is the sum of the ledger's rows."""

    base = models.OneToOneField(Base, models.PROTECT, related_name="airtime_budget")
    currency = models.TextField()
    largest = models.BigIntegerField(null=True)  # of one top-up
    cap_of_month = models.BigIntegerField(null=True)  # of one focal point
    second_above = models.BigIntegerField(null=True)  # two people must approve more than this
    least = models.BigIntegerField(null=True)  # below this a phone counts as empty

    def __str__(self) -> str:
        return f"airtime of {self.base_id}"


class AirtimePlan(Row):
    """What a focal point is given each month. Asked for by the clock, approved by a person."""

    focal_point = models.OneToOneField(FocalPoint, models.PROTECT, related_name="airtime_plan")
    minor = models.BigIntegerField()
    currency = models.TextField()
    operator = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="airtime_plan_positive")
        ]

    def __str__(self) -> str:
        return f"plan of {self.focal_point_id}"


class TopUp(Row):
    """Airtime for one focal point, once: it has one key for all providers and for ever."""

    number = models.PositiveIntegerField(unique=True)
    key = models.TextField(unique=True)  # idempotency key, made with the row, before any call
    focal_point = models.ForeignKey(FocalPoint, models.PROTECT, related_name="top_ups")
    base = models.ForeignKey(Base, models.PROTECT, related_name="top_ups")
    source = models.TextField()
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="top_up")
    plan_month = models.DateField(null=True)
    minor = models.BigIntegerField()
    currency = models.TextField()
    operator = models.TextField(blank=True)
    state = models.TextField(default=TopUpState.ASKED.value)
    reason = models.TextField(blank=True)  # why it failed or was refused: a code
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    seconded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    account = models.ForeignKey(AirtimeAccount, models.PROTECT, null=True, related_name="top_ups")
    reference = models.TextField(blank=True)  # the provider's own
    provider_state = models.TextField(blank=True)  # in the provider's own word
    confirmed_as = models.TextField(blank=True)  # the seller's id of the sale that we said is ours
    voucher = SealedText(default="")  # serial number of a card given by hand
    n_tries = models.PositiveSmallIntegerField(default=0)
    n_looks = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(
        null=True
    )  # of the next call or look; null: nothing for the engine
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # the focal point was asked whether it came

    class Meta:
        constraints = [
            one_of("topup", "state", TopUpState),
            one_of("topup", "source", TopUpSource),
            models.CheckConstraint(condition=Q(minor__gt=0), name="topup_positive"),
            models.UniqueConstraint(
                fields=["focal_point", "plan_month"],
                condition=Q(plan_month__isnull=False),
                name="topup_once_a_month_by_plan",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="topup_due"),
            models.Index(fields=["focal_point", "-asked_at"], name="topup_of_person"),
        ]

    def __str__(self) -> str:
        return f"top-up {self.number}"


class TopUpTry(Row):
    """One call to a provider, written down before it is made."""

    top_up = models.ForeignKey(TopUp, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    account = models.ForeignKey(AirtimeAccount, models.PROTECT, related_name="+")
    engine = models.IntegerField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)  # empty while nobody knows
    provider_state = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="") | Q(finding__in=[f.value for f in Finding]),
                name="topuptry_finding_known",
            ),
            models.UniqueConstraint(fields=["top_up", "number"], name="topuptry_number"),
            # The promise, in the database's hands: a second call can be written down only when
            # every earlier one was certainly not taken.
            models.UniqueConstraint(
                fields=["top_up"], condition=~Q(finding="not_taken"), name="topup_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"try {self.number} of {self.top_up_id}"


class AirtimeMovement(Row):
    """Money from one account of the ledger to another; never changed or removed (a trigger)."""

    kind = models.TextField()
    source = models.TextField()  # treasury, free:<base>, held:<base>, spent:<base>
    target = models.TextField()
    minor = models.BigIntegerField()
    currency = models.TextField()
    base = models.ForeignKey(Base, models.PROTECT, related_name="airtime_movements")
    top_up = models.ForeignKey(TopUp, models.PROTECT, null=True, related_name="movements")
    by = models.TextField()  # an actor, by code
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("airtimemovement", "kind", MovementKind),
            models.CheckConstraint(condition=Q(minor__gt=0), name="airtimemovement_positive"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="airtimemovement_goes_somewhere"
            ),
            # Nothing of a top-up is held, released or spent twice. A hold comes back only with a
            # new top-up.
            models.UniqueConstraint(
                fields=["top_up", "kind"],
                condition=Q(top_up__isnull=False),
                name="airtimemovement_once",
            ),
        ]
        indexes = [
            models.Index(fields=["base", "at"], name="airtimemovement_of_base"),
            models.Index(fields=["source"], name="airtimemovement_source"),
            models.Index(fields=["target"], name="airtimemovement_target"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.minor}"
