"""A technician's journey to the handsets of a base: planned, made, and what came of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tocsin.actions.handsets import step_handset
from tocsin.actions.journal import note
from tocsin.domain.handset_words import HandsetState, HandsetStep, RepairResult
from tocsin.domain.handsets import after
from tocsin.domain.problems import Problem
from tocsin.domain.problems.kit import TRIP_DONE
from tocsin.records.models import Base, Handset, Repair, RepairTrip, User

# What else a result means for the thing, where its state allows it.
_STEPS: Mapping[RepairResult, HandsetStep] = {
    RepairResult.REPAIRED: HandsetStep.GET_REPAIRED,
    RepairResult.TAKEN_AWAY: HandsetStep.SEND_TO_REPAIR,
}


@dataclass(frozen=True, slots=True)
class Mended:
    """What a technician found at one thing, and what came of it; no result: it was not looked at."""

    fault: str = ""
    result: RepairResult | None = None


@transaction.atomic
def plan_trip(
    base: Base, *, planned_on: date, team: str, handsets: Sequence[Handset], by: User, at: datetime
) -> RepairTrip:
    """Plan a journey to the handsets of a base that need a technician."""
    row = RepairTrip.objects.create(base=base, planned_on=planned_on, by=team, made_by=by)
    Repair.objects.bulk_create(Repair(trip=row, handset=one) for one in handsets)
    codes = [one.code for one in handsets]
    note("repair_trip.planned", row, by=by, at=at, base=base.slug, handsets=codes)
    return row


@transaction.atomic
def finish_trip(
    trip: RepairTrip, found: Mapping[str, Mended], *, on: date, by: User, at: datetime
) -> RepairTrip:
    """Write down what came of each thing, by its code. Raises Problem when that was done before.

    What was taken away is in repair from now on, and what was there comes back.
    """
    row = RepairTrip.objects.select_for_update(of=("self",)).get(pk=trip.pk)
    if row.done_on is not None:
        raise Problem(TRIP_DONE)
    row.done_on = on
    row.save(update_fields=["done_on"])
    repairs = list(row.repairs.select_related("handset"))
    for one in repairs:
        mended = found.get(one.handset.code, Mended())
        one.fault, one.result = mended.fault, mended.result.value if mended.result else ""
        step = _STEPS.get(mended.result) if mended.result else None
        if step is not None and after(HandsetState(one.handset.state), step):
            step_handset(one.handset, step, by=by, at=at, said=mended.fault)
    Repair.objects.bulk_update(repairs, ["fault", "result"])
    results = {one.handset.code: one.result for one in repairs}
    note("repair_trip.done", row, by=by, at=at, results=results)
    return row
