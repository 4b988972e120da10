"""Communities whom we protect and listen to, and the people in them who warn."""

from django.db import models

from tocsin.records.models._shape import Row
from tocsin.records.models.people import Area, Base
from tocsin.records.sealed import SealedText


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
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="communities")
    base = models.ForeignKey(Base, models.PROTECT, related_name="communities")
    languages = models.JSONField(default=list)
    advice = models.TextField(blank=True)  # where the protection plan says people go

    def __str__(self) -> str:
        return self.name


class FocalPoint(Row):
    """A person in a community who warns and is answered; known by a code such as FP-0231."""

    code = models.TextField(unique=True)
    community = models.ForeignKey(Community, models.PROTECT, related_name="focal_points")
    name = SealedText()
    number = SealedText()
    number_hash = models.BinaryField(unique=True)  # intake finds who texted by it
    language = models.TextField(default="sw")
    grade = models.TextField(default="F")  # source reliability A–F (domain.md §3.5)
    is_silent = models.BooleanField(default=False)  # never written to
    safe_from = models.TimeField(null=True)  # local hours at which a text does no harm
    safe_until = models.TimeField(null=True)
    is_active = models.BooleanField(default=True)
    last_heard_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code
