"""Radio nets, their stations, roll calls and the log that an operator keeps of them."""

from django.db import models
from django.db.models import Q

from tocsin.domain.radio_words import CheckOutcome, Precedence, RadioMode
from tocsin.records.models._shape import Row, one_of
from tocsin.records.models.community import Community, FocalPoint
from tocsin.records.models.message import Message
from tocsin.records.models.people import Base, User
from tocsin.records.sealed import KeyedHash, SealedText


class RadioStation(Row):
    """A call sign: a radio at a community or a base. It is no person, and names none."""

    call_sign = models.TextField(unique=True)
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="stations")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="stations")
    focal_point = models.ForeignKey(
        FocalPoint, models.PROTECT, null=True, related_name="radio_stations"
    )  # who keeps it
    text_scheme = models.TextField(blank=True)  # aprs, mesh, js8; empty: voice alone
    text_address = SealedText(default="")
    address_hash = KeyedHash(
        of="text_address", null=True
    )  # intake finds the station behind a text by it
    last_heard_at = models.DateTimeField(null=True)
    battery = models.PositiveSmallIntegerField(null=True)  # per cent, as it said itself
    battery_at = models.DateTimeField(null=True)
    excused_until = models.DateTimeField(null=True)
    excuse = SealedText(default="")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash"],
                condition=Q(address_hash__isnull=False, ended_at__isnull=True),
                name="station_one_per_address",
            ),
            models.CheckConstraint(
                condition=Q(community__isnull=True) | Q(base__isnull=True),
                name="station_stands_in_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.call_sign


class RadioNet(Row):
    """A frequency with members and hours. `opens_next_at` null: it holds no roll call."""

    slug = models.SlugField(unique=True)
    title = models.TextField()
    mode = models.TextField(default=RadioMode.HF.value)
    frequency = models.TextField()
    alternate = models.TextField(blank=True)
    hours = models.JSONField(default=list)  # local times such as "07:00"
    minutes = models.PositiveSmallIntegerField(default=45)  # how long a roll call may take
    net_control = models.ForeignKey(RadioStation, models.PROTECT, null=True, related_name="+")
    base = models.ForeignKey(Base, models.PROTECT, null=True, related_name="radio_nets")
    opens_next_at = models.DateTimeField(null=True)
    last_serial = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("radionet", "mode", RadioMode)]
        indexes = [models.Index(fields=["opens_next_at"], name="radionet_due")]

    def __str__(self) -> str:
        return self.slug


class RadioMember(Row):
    """A station's place in a net: net control calls them in this order."""

    net = models.ForeignKey(RadioNet, models.CASCADE, related_name="members")
    station = models.ForeignKey(RadioStation, models.PROTECT, related_name="memberships")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["net", "station"], name="station_once_in_a_net")
        ]

    def __str__(self) -> str:
        return f"{self.station_id} in {self.net_id}"


class RollCall(Row):
    """One scheduled call of all stations of a net; opened by the clock, exactly once."""

    net = models.ForeignKey(RadioNet, models.PROTECT, related_name="roll_calls")
    due_at = models.DateTimeField()
    slot = models.TextField()  # the local hour, such as "07:00": habits differ by it
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["net", "due_at"], name="roll_call_once")]
        indexes = [
            models.Index(
                fields=["closes_at"], condition=Q(closed_at__isnull=True), name="roll_call_open"
            )
        ]

    def __str__(self) -> str:
        return f"roll call {self.pk}"


class RadioCheck(Row):
    """One station's answer at a roll call. What was wrong is struck, and a new row stands beside it."""

    roll_call = models.ForeignKey(RollCall, models.CASCADE, related_name="checks")
    station = models.ForeignKey(RadioStation, models.PROTECT, related_name="checks")
    position = models.PositiveSmallIntegerField()
    outcome = models.TextField(default=CheckOutcome.EXPECTED.value)
    readability = models.PositiveSmallIntegerField(null=True)  # 1 to 5
    relayed_by = models.ForeignKey(RadioStation, models.PROTECT, null=True, related_name="+")
    remark = SealedText(default="")
    at = models.DateTimeField(null=True)
    operator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("radiocheck", "outcome", CheckOutcome),
            models.UniqueConstraint(
                fields=["roll_call", "station"],
                condition=Q(struck_at__isnull=True),
                name="one_standing_check",
            ),
            models.CheckConstraint(
                condition=Q(readability__isnull=True) | Q(readability__gte=1, readability__lte=5),
                name="readability_is_1_to_5",
            ),
        ]
        indexes = [models.Index(fields=["station", "-at"], name="radiocheck_of_station")]

    def __str__(self) -> str:
        return f"check {self.pk}"


class RadioTraffic(Row):
    """A message passed on a net, in standard form. What was wrong is struck, never overwritten."""

    net = models.ForeignKey(RadioNet, models.PROTECT, related_name="traffic")
    serial = models.PositiveIntegerField()
    at = models.DateTimeField()  # the date-time group
    recorded_at = models.DateTimeField()
    precedence = models.TextField(default=Precedence.ROUTINE.value)
    sender = models.TextField()  # call signs, never names
    addressee = models.TextField()
    text = SealedText()
    readability = models.PositiveSmallIntegerField(null=True)
    relayed_by = models.TextField(blank=True)
    operator = models.ForeignKey(User, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("radiotraffic", "precedence", Precedence),
            models.UniqueConstraint(fields=["net", "serial"], name="traffic_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"traffic {self.serial} of {self.net_id}"


class CodeSheet(Row):
    """The codes of a net for a month: sealed, and every opening is a line of the log book."""

    net = models.ForeignKey(RadioNet, models.PROTECT, related_name="code_sheets")
    month = models.DateField()  # its first day
    body = SealedText()  # lines "code = meaning"
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # replaced, or compromised

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["net", "month"], condition=Q(ended_at__isnull=True), name="one_code_sheet"
            )
        ]

    def __str__(self) -> str:
        return f"code sheet {self.pk}"
