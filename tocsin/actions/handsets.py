"""Handsets and SIM cards: every step of their lives, each with its line and its row."""

from datetime import date, datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.domain.handset_words import Charge, HandsetKind, HandsetState, HandsetStep, SimState
from tocsin.domain.handsets import DRILLED, after, keeps_holder
from tocsin.domain.phones import canonical
from tocsin.domain.problems import Problem
from tocsin.domain.problems.kit import (
    HANDSET_CODE_TAKEN,
    HANDSET_HOLDER_AWAY,
    HANDSET_HOLDER_MISSING,
    HANDSET_STEP,
    SIM_BLOCKED,
    SIM_NUMBER_TAKEN,
)
from tocsin.domain.problems.people import NUMBER_WRONG
from tocsin.records.models import (
    Base,
    FocalPoint,
    Handset,
    HandsetEvent,
    Repair,
    RepairTrip,
    SimCard,
    User,
)
from tocsin.records.sealed import hash_of


@transaction.atomic
def add_handset(
    *,
    code: str,
    kind: HandsetKind,
    model: str,
    base: Base,
    by: User | Actor,
    at: datetime,
    serial: str = "",
    charged_by: str = "",
    has_solar: bool = False,
) -> Handset:
    """Put a thing of ours on the list, in the store of a base."""
    if Handset.objects.filter(code=code).exists():
        raise Problem(HANDSET_CODE_TAKEN, code=code)
    row = Handset.objects.create(
        code=code,
        kind=kind.value,
        model=model,
        base=base,
        serial=serial,
        charged_by=charged_by,
        solar=Charge.NOT_SEEN.value if has_solar else "",
    )
    note("handset.added", row, by=by, at=at, handset=code, kind=kind.value, base=base.slug)
    return row


@transaction.atomic
def step_handset(
    handset: Handset,
    step: HandsetStep,
    *,
    by: User | Actor,
    at: datetime,
    holder: FocalPoint | None = None,
    said: str = "",
    in_drill: bool = False,
) -> Handset:
    """Take one step in the life of a handset. Raises Problem where the table has none.

    Loss and theft are steps of the drill alone (`in_drill`), so that no phone is lost without
    its SIM card being blocked and its number being doubted.
    """
    row = Handset.objects.select_for_update(of=("self",)).get(pk=handset.pk)
    before = HandsetState(row.state)
    now = after(before, step)
    if now is None or (step in DRILLED and not in_drill):
        raise Problem(HANDSET_STEP, handset=row.code)
    if step is HandsetStep.ISSUE:
        row.holder, row.issued_at, row.tested_at = _checked(row, holder), at, None
    elif not keeps_holder(now):
        row.holder = None
    if step is HandsetStep.TEST:
        row.tested_at = at
    row.state = now.value
    row.version += 1
    row.save()
    HandsetEvent.objects.create(
        handset=row,
        step=step.value,
        before=before.value,
        now=now.value,
        holder=row.holder,
        at=at,
        by=by if isinstance(by, User) else None,
        note=said,
    )
    person = row.holder.code if row.holder else ""
    note("handset.moved", row, by=by, at=at, handset=row.code, state=now.value, person=person)
    return row


@transaction.atomic
def look_at_power(
    handset: Handset,
    *,
    battery: Charge,
    solar: Charge | None,
    charged_by: str,
    by: User,
    at: datetime,
) -> Handset:
    """Write down how battery and panel are, and where it is charged."""
    row = Handset.objects.select_for_update(of=("self",)).get(pk=handset.pk)
    row.battery, row.solar = battery.value, solar.value if solar else ""
    row.charged_by, row.seen_at = charged_by, at
    row.version += 1
    row.save()
    note("handset.power_seen", row, by=by, at=at, handset=row.code, battery=battery.value)
    return row


@transaction.atomic
def fit_sim(
    handset: Handset, *, code: str, number: str, operator: str, by: User | Actor, at: datetime
) -> SimCard:
    """Put a SIM card into a handset; a card we have already moves. Raises Problem."""
    phone = canonical(number)
    if not phone.valid:
        raise Problem(NUMBER_WRONG)
    row = SimCard.objects.select_for_update().filter(code=code).first()
    other = SimCard.objects.filter(number_hash=hash_of(phone.value)).exclude(code=code).first()
    if other is not None:
        raise Problem(SIM_NUMBER_TAKEN, sim=other.code)
    if row is not None and row.state in (SimState.BLOCKED, SimState.BLOCK_ASKED):
        raise Problem(SIM_BLOCKED, sim=row.code)
    row = row or SimCard(code=code)
    row.number, row.number_hash = phone.value, hash_of(phone.value)
    row.operator, row.handset, row.state = operator, handset, SimState.IN_USE.value
    row.save()
    note("sim.fitted", row, by=by, at=at, sim=code, handset=handset.code)
    return row


@transaction.atomic
def plan_trip(
    base: Base, *, planned_on: date, team: str, handsets: list[Handset], by: User, at: datetime
) -> RepairTrip:
    """Plan a journey to the handsets of a base that need a technician."""
    row = RepairTrip.objects.create(base=base, planned_on=planned_on, by=team, made_by=by)
    Repair.objects.bulk_create(Repair(trip=row, handset=one) for one in handsets)
    codes = [one.code for one in handsets]
    note("repair_trip.planned", row, by=by, at=at, base=base.slug, handsets=codes)
    return row


@transaction.atomic
def finish_trip(trip: RepairTrip, *, on: date, by: User, at: datetime) -> RepairTrip:
    """Write down that the journey was made."""
    row = RepairTrip.objects.select_for_update(of=("self",)).get(pk=trip.pk)
    row.done_on = on
    row.save()
    note("repair_trip.done", row, by=by, at=at)
    return row


def _checked(row: Handset, holder: FocalPoint | None) -> FocalPoint:
    if holder is None:
        raise Problem(HANDSET_HOLDER_MISSING, handset=row.code)
    if not holder.is_active:
        raise Problem(HANDSET_HOLDER_AWAY, person=holder.code)
    return holder
