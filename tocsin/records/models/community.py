"""Communities whom we protect and listen to, and the people in them who warn."""

from django.db import models

from tocsin.domain.network_words import (
    AgeGroup,
    Caller,
    LeaveReason,
    Means,
    NumberState,
    SafeWay,
    Sex,
    Standing,
)
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.people import Area, Base
from tocsin.records.sealed import KeyedHash, SealedText


class Place(Row):
    """A named point of the gazetteer."""

    source_id = models.TextField(unique=True)  # e.g. demo:kiwanja, geonames:207596
    name = models.TextField()
    alternates = models.JSONField(default=list)
    lat = models.FloatField()
    lon = models.FloatField()
    territoire = models.TextField(blank=True)
    province = models.TextField(blank=True)
    pcode = models.TextField(blank=True)
    within = models.JSONField(default=list)  # sector or chefferie, groupement, health zone
    codes = models.JSONField(
        default=list
    )  # P-codes of province, territory and these, "" where unknown
    ended_at = models.DateTimeField(null=True)  # added by mistake: read no more, never deleted

    class Meta:
        indexes = [models.Index(fields=["name"], name="place_name")]

    def __str__(self) -> str:
        return self.name


class Community(Row):
    """People in a place whom we protect and listen to."""

    code = models.TextField(unique=True)
    name = models.TextField()
    lat = models.FloatField()
    lon = models.FloatField()
    territoire = models.TextField(blank=True)
    province = models.TextField(blank=True)
    pcode = models.TextField(blank=True)  # of the unit it lies in; several may share one
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="communities")
    base = models.ForeignKey(Base, models.PROTECT, related_name="communities")
    languages = models.JSONField(default=list)
    advice = models.TextField(blank=True)  # where the protection plan says people go

    population = models.PositiveIntegerField(null=True)  # an estimate
    livelihoods = models.TextField(blank=True)
    groups = SealedText(default="")  # who lives there: dangerous in the wrong hands
    dry_minutes = models.PositiveIntegerField(null=True)  # from the base, in the dry season
    dry_by = models.TextField(default=Means.VEHICLE.value)
    wet_minutes = models.PositiveIntegerField(null=True)
    wet_by = models.TextField(default=Means.VEHICLE.value)
    road = models.TextField(blank=True)
    relay = models.TextField(blank=True)  # who passes word on when the network is away, by code
    committee = models.TextField(blank=True)  # the local protection committee
    committee_women = models.PositiveSmallIntegerField(null=True)
    committee_men = models.PositiveSmallIntegerField(null=True)
    committee_met_on = models.DateField(null=True)
    plan = SealedText(default="")  # where people go and by which way
    plan_reviewed_on = models.DateField(null=True)
    mechanisms = SealedText(default="")  # how they protect themselves already
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("community", "dry_by", Means),
            one_of("community", "wet_by", Means),
        ]

    def __str__(self) -> str:
        return self.name


class FocalPoint(Row):
    """A person in a community who warns and is answered; known by a code such as FP-0231."""

    code = models.TextField(unique=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="focal_points")
    name = SealedText()
    number = SealedText()
    number_hash = KeyedHash(of="number", unique=True)  # intake finds who texted by it
    language = models.TextField(default="sw")
    grade = models.TextField(default="F")  # source reliability A–F (domain.md §3.5)
    is_silent = models.BooleanField(default=False)  # never written to
    safe_from = models.TimeField(null=True)  # local hours at which a text does no harm
    safe_until = models.TimeField(null=True)
    is_active = models.BooleanField(default=True)
    last_heard_at = models.DateTimeField(null=True)

    sex = models.TextField(default=Sex.UNSAID.value)
    age_group = models.TextField(default=AgeGroup.UNSAID.value)
    standing = models.TextField(default=Standing.OTHER.value)
    operator = models.TextField(blank=True)  # of the number, as its first digits tell
    safe_way = models.TextField(default=SafeWay.TEXT.value)
    caller = models.TextField(default=Caller.ANYBODY.value)
    safe_note = SealedText(default="")  # who else may pick up, and what to say then
    notes = SealedText(default="")
    duress_word = SealedText(default="")  # salted and hashed, then sealed (domain/spoken_words.py)
    duress_since = models.DateTimeField(null=True)
    challenge = SealedText(default="")  # the question; the answer below is hashed
    challenge_answer = SealedText(default="")

    number_state = models.TextField(default=NumberState.TRUSTED.value)
    number_since = models.DateTimeField(null=True)
    compromised_at = models.DateTimeField(null=True)  # what came since is not believed
    verified_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    leave_reason = models.TextField(blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    community_told_at = models.DateTimeField(null=True)  # who warns now
    erase_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("focalpoint", "sex", Sex),
            one_of("focalpoint", "age_group", AgeGroup),
            one_of("focalpoint", "standing", Standing),
            one_of("focalpoint", "safe_way", SafeWay),
            one_of("focalpoint", "caller", Caller),
            one_of("focalpoint", "number_state", NumberState),
            models.CheckConstraint(
                condition=models.Q(leave_reason__in=["", *(str(r) for r in LeaveReason)]),
                name="focalpoint_leave_reason_known",
            ),
        ]
        indexes = [
            # The keeper asks whose time has come.
            models.Index(
                fields=["erase_at"],
                condition=models.Q(erased_at__isnull=True, erase_at__isnull=False),
                name="focalpoint_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Portrait(Row):
    """A photo by which somebody is recognised; apart, because few reads need it."""

    focal_point = models.OneToOneField(FocalPoint, models.CASCADE, related_name="portrait")
    picture = SealedText()  # base64
    kind = models.TextField()  # image/jpeg; image/png too from before photos were drawn anew

    def __str__(self) -> str:
        return f"portrait of {self.focal_point_id}"
