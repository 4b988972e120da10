"""Stations: a call sign, where it stands, who keeps it, its address for text; one, or a whole list of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tocsin.actions.journal import Actor
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import ADDRESS_TAKEN, CALL_SIGN_TAKEN
from tocsin.domain.radio_addresses import canonical_address
from tocsin.domain.roll_calls import plain_sign
from tocsin.records.models import (
    Base,
    Community,
    FocalPoint,
    RadioMember,
    RadioStation,
    User,
)
from tocsin.records.sealed import hash_of

SETTLED = (
    "call_sign", "community", "base", "focal_point", "text_scheme", "text_address", "address_hash",
    "since", "ended_at",
)  # fmt: skip
AT_ONCE = 500
SIGNS_LOCK = 0x70C5A


@dataclass(frozen=True, slots=True)
class StationPlan:
    """What a station is: at a community or at a base, kept by somebody, reachable by text or not."""

    call_sign: str
    community: Community | None = None
    base: Base | None = None
    focal_point: FocalPoint | None = None
    text_scheme: str = ""
    text_address: str = ""


class Signs:
    """All call signs and addresses, read once: whether one is free is then known without asking."""

    def __init__(self, rows: Iterable[RadioStation]) -> None:
        self._ended: dict[str, RadioStation] = {}
        self._used: dict[str, RadioStation] = {}
        self._addresses: dict[bytes, UUID] = {}
        for row in rows:
            self._keep(row)

    @classmethod
    def read(cls) -> "Signs":
        """Return them as they are until the caller's transaction ends.

        Of two people who give away the same call sign at once, the second sees the first.
        """
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [SIGNS_LOCK])
        return cls(RadioStation.objects.order_by("ended_at"))

    def used(self, call_sign: str) -> RadioStation | None:
        """Return the station in use that is called so; blanks and strokes do not matter."""
        return self._used.get(plain_sign(call_sign))

    def to_add(self, plan: StationPlan, *, at: datetime) -> RadioStation:
        """Return the row of a station that is new, or in use again: its log goes on. Raises Problem."""
        sign = plain_sign(plan.call_sign)
        if sign in self._used:
            raise Problem(CALL_SIGN_TAKEN, call_sign=plan.call_sign)
        row = self._ended.get(sign) or RadioStation()
        row.since, row.ended_at = at, None
        return self.settle(row, plan)

    def settle(self, row: RadioStation, plan: StationPlan) -> RadioStation:
        """Make the row what the plan says. Raises Problem when another has the call sign or address."""
        sign = plain_sign(plan.call_sign)
        other = self._used.get(sign) or self._ended.get(sign)  # a log still hangs on an ended one
        if other is not None and other.pk != row.pk:
            raise Problem(CALL_SIGN_TAKEN, call_sign=plan.call_sign)
        address = canonical_address(plan.text_scheme, plan.text_address) if plan.text_scheme else ""
        found = hash_of(address) if address else None
        if found is not None and self._addresses.get(found, row.pk) != row.pk:
            raise Problem(ADDRESS_TAKEN)
        self._forget(row)
        row.call_sign = " ".join(plan.call_sign.split())
        row.community, row.base, row.focal_point = plan.community, plan.base, plan.focal_point
        row.text_scheme, row.text_address = (plan.text_scheme, address) if address else ("", "")
        row.address_hash = found
        self._keep(row)
        return row

    def _keep(self, row: RadioStation) -> None:
        if row.ended_at is not None:
            self._ended[plain_sign(row.call_sign)] = row
            return
        self._used[plain_sign(row.call_sign)] = row
        if row.address_hash is not None:
            self._addresses[bytes(row.address_hash)] = row.pk

    def _forget(self, row: RadioStation) -> None:
        self._ended.pop(plain_sign(row.call_sign), None)
        self._used.pop(plain_sign(row.call_sign), None)
        if row.address_hash is not None:
            self._addresses.pop(bytes(row.address_hash), None)


@transaction.atomic
def add_station(plan: StationPlan, *, by: User | Actor, at: datetime) -> RadioStation:
    """Register a call sign; one that was out of use is in use again. Raises Problem when it is taken."""
    row = Signs.read().to_add(plan, at=at)
    row.save()
    _noted([row], "station.added", by=by, at=at)
    return row


@transaction.atomic
def change_station(
    station: RadioStation, plan: StationPlan, *, by: User | Actor, at: datetime
) -> RadioStation:
    signs = Signs.read()
    row = RadioStation.objects.select_for_update(of=("self",)).get(pk=station.pk)
    signs.settle(row, plan)
    row.save()
    _noted([row], "station.changed", by=by, at=at)
    return row


@transaction.atomic
def keep_stations(
    added: Sequence[RadioStation],
    changed: Sequence[RadioStation],
    *,
    by: User | Actor,
    at: datetime,
) -> None:
    """Write a whole list of stations that `Signs` settled, each with its line in the log book."""
    RadioStation.objects.bulk_create(
        [*added, *changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=SETTLED,
        batch_size=AT_ONCE,
    )
    _noted(added, "station.added", by=by, at=at)
    _noted(changed, "station.changed", by=by, at=at)


@transaction.atomic
def excuse_station(
    station: RadioStation, *, until: datetime | None, reason: str, by: User, at: datetime
) -> None:
    """Say that it is known to be off until then (None: no longer). It is not missed meanwhile."""
    RadioStation.objects.filter(pk=station.pk).update(
        excused_until=until, excuse=reason if until else ""
    )
    said = until.isoformat() if until else None
    verb = "station.excused" if until else "station.expected"
    _noted([station], verb, by=by, at=at, until=said)


@transaction.atomic
def end_station(station: RadioStation, *, by: User, at: datetime) -> None:
    """Take a station out of use; its log stays."""
    RadioMember.objects.filter(station=station).delete()
    RadioStation.objects.filter(pk=station.pk).update(ended_at=at)
    _noted([station], "station.ended", by=by, at=at)


def _noted(
    rows: Sequence[RadioStation], verb: str, *, by: User | Actor, at: datetime, **facts: object
) -> None:
    sheet = Sheet(at=at, by=by)
    for row in rows:
        sheet.note(verb, row, name=row.call_sign, **facts)
    sheet.announce("radio:all")
    sheet.write()
