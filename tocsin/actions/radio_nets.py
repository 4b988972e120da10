"""Nets and their stations: who is called, in what order, at which hours, on which frequency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tocsin.actions.journal import Actor
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FORM_STALE
from tocsin.domain.problems.radio import ADDRESS_TAKEN, CALL_SIGN_TAKEN
from tocsin.domain.radio_addresses import canonical_address
from tocsin.domain.radio_words import RadioMode
from tocsin.domain.roll_calls import next_roll_call, plain_sign
from tocsin.records.models import (
    Base,
    Community,
    FocalPoint,
    RadioMember,
    RadioNet,
    RadioStation,
    User,
)
from tocsin.records.sealed import hash_of


@dataclass(frozen=True, slots=True)
class NetPlan:
    """What a net is. `hours` are local, such as "07:00"; none: it holds no roll call."""

    title: str
    mode: RadioMode
    frequency: str
    alternate: str = ""
    hours: tuple[str, ...] = ()
    minutes: int = 45
    net_control: RadioStation | None = None
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class StationPlan:
    """What a station is: at a community or at a base, kept by somebody, reachable by text or not."""

    call_sign: str
    community: Community | None = None
    base: Base | None = None
    focal_point: FocalPoint | None = None
    text_scheme: str = ""
    text_address: str = ""


@transaction.atomic
def add_net(slug: str, plan: NetPlan, *, by: User | Actor, at: datetime) -> RadioNet:
    """Open a net. Its first roll call is at its next hour."""
    row = RadioNet(slug=slug)
    _take(row, plan, at=at)
    row.save(force_insert=True)
    _noted(row, "radio_net.added", by=by, at=at)
    return row


@transaction.atomic
def change_net(
    net: RadioNet, plan: NetPlan, *, version: int, by: User | Actor, at: datetime
) -> RadioNet:
    """Change a net. Raises Problem when somebody else changed it meanwhile."""
    row = RadioNet.objects.select_for_update().get(pk=net.pk)
    if row.version != version:
        raise Problem(FORM_STALE)
    _take(row, plan, at=at)
    row.version += 1
    row.save()
    _noted(row, "radio_net.changed", by=by, at=at)
    return row


@transaction.atomic
def end_net(net: RadioNet, *, by: User, at: datetime) -> None:
    RadioNet.objects.filter(pk=net.pk).update(
        ended_at=at, opens_next_at=None, version=F("version") + 1
    )
    _noted(net, "radio_net.ended", by=by, at=at)


@transaction.atomic
def seat_stations(
    net: RadioNet, stations: Sequence[RadioStation], *, by: User | Actor, at: datetime
) -> None:
    """Give a net its members in the order in which net control calls them."""
    RadioMember.objects.filter(net=net).delete()
    RadioMember.objects.bulk_create(
        RadioMember(net=net, station=station, position=position)
        for position, station in enumerate(stations, start=1)
    )
    signs = [station.call_sign for station in stations]
    _noted(net, "radio_net.seated", by=by, at=at, stations=signs)


@transaction.atomic
def add_station(plan: StationPlan, *, by: User | Actor, at: datetime) -> RadioStation:
    """Register a call sign. Raises Problem when another station has it, or its address."""
    row = RadioStation(since=at)
    _settle(row, plan)
    row.save(force_insert=True)
    _noted(row, "station.added", by=by, at=at)
    return row


@transaction.atomic
def change_station(
    station: RadioStation, plan: StationPlan, *, by: User | Actor, at: datetime
) -> RadioStation:
    row = RadioStation.objects.select_for_update(of=("self",)).get(pk=station.pk)
    _settle(row, plan)
    row.save()
    _noted(row, "station.changed", by=by, at=at)
    return row


@transaction.atomic
def excuse_station(
    station: RadioStation, *, until: datetime | None, reason: str, by: User, at: datetime
) -> None:
    """Say that it is known to be off until then (None: no longer). It is not missed meanwhile."""
    RadioStation.objects.filter(pk=station.pk).update(
        excused_until=until, excuse=reason if until else ""
    )
    _noted(station, "station.excused" if until else "station.expected", by=by, at=at, until=until)


@transaction.atomic
def end_station(station: RadioStation, *, by: User, at: datetime) -> None:
    """Take a station out of use; its log stays."""
    RadioMember.objects.filter(station=station).delete()
    RadioStation.objects.filter(pk=station.pk).update(ended_at=at)
    _noted(station, "station.ended", by=by, at=at)


def _take(row: RadioNet, plan: NetPlan, *, at: datetime) -> None:
    row.title, row.mode = plan.title, plan.mode.value
    row.frequency, row.alternate = plan.frequency, plan.alternate
    row.hours, row.minutes = list(plan.hours), plan.minutes
    row.net_control, row.base = plan.net_control, plan.base
    row.opens_next_at = next_roll_call(plan.hours, local(at))


def _settle(row: RadioStation, plan: StationPlan) -> None:
    others = RadioStation.objects.filter(ended_at=None).exclude(pk=row.pk)
    wanted = plain_sign(plan.call_sign)
    if any(plain_sign(sign) == wanted for sign in others.values_list("call_sign", flat=True)):
        raise Problem(CALL_SIGN_TAKEN, call_sign=plan.call_sign)
    address = canonical_address(plan.text_scheme, plan.text_address) if plan.text_scheme else ""
    found = hash_of(address) if address else None
    if found is not None and others.filter(address_hash=found).exists():
        raise Problem(ADDRESS_TAKEN)
    row.call_sign = " ".join(plan.call_sign.split())
    row.community, row.base, row.focal_point = plan.community, plan.base, plan.focal_point
    row.text_scheme, row.text_address = (plan.text_scheme, address) if address else ("", "")
    row.address_hash = found


def _noted(
    row: RadioNet | RadioStation, verb: str, *, by: User | Actor, at: datetime, **facts: object
) -> None:
    sheet = Sheet(at=at, by=by)
    name = row.slug if isinstance(row, RadioNet) else row.call_sign
    until = facts.get("until")
    if isinstance(until, datetime):
        facts["until"] = until.isoformat()
    sheet.note(verb, row, name=name, **facts)
    sheet.announce("radio:all")
    sheet.write()
