"""Nets: who is called, in what order, at which hours, on which frequency."""

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
from tocsin.domain.radio_words import RadioMode
from tocsin.domain.roll_calls import next_roll_call
from tocsin.records.models import Base, RadioMember, RadioNet, RadioStation, User


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
    net: RadioNet,
    stations: Sequence[RadioStation],
    *,
    by: User | Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Give a net its members in the order in which net control calls them.

    Raises Problem when somebody else changed the net since this `version` of it.
    """
    row = RadioNet.objects.select_for_update().get(pk=net.pk)
    if version is not None and row.version != version:
        raise Problem(FORM_STALE)
    row.version += 1
    row.save(update_fields=["version"])
    RadioMember.objects.filter(net=net).delete()
    RadioMember.objects.bulk_create(
        RadioMember(net=net, station=station, position=position)
        for position, station in enumerate(stations, start=1)
    )
    signs = [station.call_sign for station in stations]
    _noted(net, "radio_net.seated", by=by, at=at, stations=signs)


def _take(row: RadioNet, plan: NetPlan, *, at: datetime) -> None:
    row.title, row.mode = plan.title, plan.mode.value
    row.frequency, row.alternate = plan.frequency, plan.alternate
    row.hours, row.minutes = list(plan.hours), plan.minutes
    row.net_control, row.base = plan.net_control, plan.base
    row.opens_next_at = next_roll_call(plan.hours, local(at))


def _noted(row: RadioNet, verb: str, *, by: User | Actor, at: datetime, **facts: object) -> None:
    sheet = Sheet(at=at, by=by)
    sheet.note(verb, row, name=row.slug, **facts)
    sheet.announce("radio:all")
    sheet.write()
