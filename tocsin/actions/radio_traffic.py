"""Messages passed on a net: numbered, timed, corrected in the open, and made warnings of."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tocsin.actions.log import log_message
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import RADIO_UNKNOWN
from tocsin.domain.radio_words import Precedence
from tocsin.domain.words import MessageKind
from tocsin.records.models import RadioNet, RadioStation, RadioTraffic, User


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


@transaction.atomic
def warn_from_traffic(key: UUID, *, by: User, at: datetime) -> RadioTraffic:
    """Hand a line to the line: it is read and judged like any other message. Twice is once."""
    row = (
        RadioTraffic.objects.select_for_update(of=("self",)).filter(pk=key, struck_at=None).first()
    )
    if row is None:
        raise Problem(RADIO_UNKNOWN)
    if row.message_id is not None:
        return row
    station = (
        RadioStation.objects.filter(call_sign=row.sender, ended_at=None)
        .select_related("focal_point", "community")
        .first()
    )
    row.message = log_message(
        by=by,
        at=at,
        kind=MessageKind.RADIO,
        text=row.text,
        client_id=f"traffic-{row.pk}",
        sender="" if station and station.focal_point else row.sender,
        focal_point=station.focal_point if station else None,
        community=station.community if station else None,
        happened_at=row.at,
    )
    row.save(update_fields=["message"])
    return row
