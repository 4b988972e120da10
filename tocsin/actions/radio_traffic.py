"""Messages passed on a net: numbered, timed, and corrected in the open."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tocsin.actions.sheet import Sheet
from tocsin.domain.radio_words import Precedence
from tocsin.records.models import RadioNet, RadioTraffic, User


@dataclass(frozen=True, slots=True)
class Form:
    """A message in standard form (domain.md §6.6): call signs only, `at` its date-time group."""

    at: datetime
    sender: str
    addressee: str
    text: str
    precedence: Precedence = Precedence.ROUTINE
    readability: int | None = None
    relayed_by: str = ""


@transaction.atomic
def pass_traffic(
    net: RadioNet, form: Form, *, by: User, at: datetime, corrects: RadioTraffic | None = None
) -> RadioTraffic:
    """Write a message into the log of a net under its next serial; with `corrects` strike another."""
    RadioNet.objects.filter(pk=net.pk).update(last_serial=F("last_serial") + 1)
    row = RadioTraffic.objects.create(
        net=net,
        serial=RadioNet.objects.values_list("last_serial", flat=True).get(pk=net.pk),
        at=form.at,
        recorded_at=at,
        precedence=form.precedence.value,
        sender=form.sender,
        addressee=form.addressee,
        text=form.text,
        readability=form.readability,
        relayed_by=form.relayed_by,
        operator=by,
        corrects=corrects,
    )
    sheet = Sheet(at=at, by=by)
    sheet.note("traffic.logged", row, happened_at=form.at, net=net.slug, serial=row.serial)
    if corrects is not None:
        strike_traffic(corrects, by=by, at=at)
    sheet.announce("radio:all")
    sheet.write()
    return row


@transaction.atomic
def strike_traffic(traffic: RadioTraffic, *, by: User, at: datetime) -> None:
    """Strike a line. It stays, struck through, with who did it."""
    struck = RadioTraffic.objects.filter(pk=traffic.pk, struck_at=None).update(
        struck_at=at, struck_by=by
    )
    if struck:
        sheet = Sheet(at=at, by=by)
        sheet.note("traffic.struck", traffic, serial=traffic.serial)
        sheet.announce("radio:all")
        sheet.write()
