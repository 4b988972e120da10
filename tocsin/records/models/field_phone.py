"""Phones that keep a log without a network: what they may send with, and what came from them."""

from django.db import models

from tocsin.records.models._shape import Row
from tocsin.records.models.message import Message
from tocsin.records.models.people import User
from tocsin.records.sealed import SealedText


class FieldKey(models.Model):
    """The key pair that phones seal for. An old one stays: a phone may come back after months."""

    number = models.SmallIntegerField(primary_key=True)
    secret = SealedText()  # hex
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"field key {self.number}"


class FieldPhone(Row):
    """A phone with the field log on it. Its token may send and fetch names of places, and read nothing."""

    number = models.PositiveIntegerField(unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="field_phones")
    token_hash = models.BinaryField(unique=True)
    set_up_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)  # when it was told, and emptied itself

    def __str__(self) -> str:
        return f"field phone {self.number}"


class FieldArrival(models.Model):
    """One entry as it came, under the id that the phone gave it. One that does not open is kept sealed."""

    id = models.UUIDField(primary_key=True)
    phone = models.ForeignKey(FieldPhone, models.PROTECT, related_name="arrivals")
    number = (
        models.PositiveIntegerField()
    )  # as the phone counts; a number that never comes is noticed
    digest = models.BinaryField()  # of the sealed bytes: the same entry again is recognised
    message = models.OneToOneField(Message, models.PROTECT, null=True)
    unopened = models.BinaryField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["phone", "number"], name="field_arrival_of_phone")]

    def __str__(self) -> str:
        return f"field entry {self.pk}"
