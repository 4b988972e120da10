"""Handsets and SIM cards: every step of their lives, each with its line and its row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tocsin.actions.journal import Actor, entry, note, note_all
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
    JournalEntry,
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
    _added(row, by=by, at=at).save(force_insert=True)
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
    if step in DRILLED and not in_drill:
        raise Problem(HANDSET_STEP, handset=row.code)
    event = move(row, step, by=by, at=at, holder=holder, said=said)
    row.save()
    event.save(force_insert=True)
    _moved(event, by=by).save(force_insert=True)
    return row


def move(
    row: Handset,
    step: HandsetStep,
    *,
    by: User | Actor,
    at: datetime,
    holder: FocalPoint | None = None,
    said: str = "",
) -> HandsetEvent:
    """Change a row as one step does, and return its unsaved event. Raises Problem where there is none."""
    before = HandsetState(row.state)
    now = after(before, step)
    if now is None:
        raise Problem(HANDSET_STEP, handset=row.code)
    if step is HandsetStep.ISSUE:
        row.holder, row.issued_at, row.tested_at = _checked(row, holder), at, None
    elif not keeps_holder(now):
        row.holder = None
    if step is HandsetStep.TEST:
        row.tested_at = at
    row.state = now.value
    row.version += 1
    return HandsetEvent(
        handset=row,
        step=step.value,
        before=before.value,
        now=now.value,
        holder=row.holder,
        at=at,
        by=by if isinstance(by, User) else None,
        note=said,
    )


@transaction.atomic
def keep_handsets(
    rows: Sequence[Handset],
    sims: Sequence[SimCard],
    events: Sequence[HandsetEvent],
    *,
    by: User | Actor,
    at: datetime,
) -> None:
    """Write a whole list of things with their cards and steps, each new one and each step with its line."""
    lines = [_added(row, by=by, at=at) for row in rows if row._state.adding]  # noqa: SLF001 - as Django's own
    lines += [_fitted(sim, by=by, at=at) for sim in sims]
    lines += [_moved(event, by=by) for event in events]
    Handset.objects.bulk_create(rows, **_upsert(Handset))
    SimCard.objects.bulk_create(sims, **_upsert(SimCard))
    HandsetEvent.objects.bulk_create(events, batch_size=500)
    note_all(lines)


def _upsert(table: type[Handset | SimCard]) -> dict[str, Any]:
    """Return how rows are written of which some are there already."""
    fields = [one.name for one in table._meta.concrete_fields if not one.primary_key]  # noqa: SLF001
    return {
        "update_conflicts": True,
        "unique_fields": ["id"],
        "update_fields": fields,
        "batch_size": 500,
    }


def _added(row: Handset, *, by: User | Actor, at: datetime) -> JournalEntry:
    base = row.base.slug
    return entry("handset.added", row, by=by, at=at, handset=row.code, kind=row.kind, base=base)


def _moved(event: HandsetEvent, *, by: User | Actor) -> JournalEntry:
    person = event.holder.code if event.holder else ""
    row = event.handset
    return entry(
        "handset.moved", row, by=by, at=event.at, handset=row.code, state=event.now, person=person
    )


def _fitted(sim: SimCard, *, by: User | Actor, at: datetime) -> JournalEntry:
    holder = sim.handset.code if sim.handset else ""
    return entry("sim.fitted", sim, by=by, at=at, sim=sim.code, handset=holder)


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
    row = fit(row or SimCard(code=code), handset, number=phone.value, operator=operator)
    row.save()
    _fitted(row, by=by, at=at).save(force_insert=True)
    return row


def fit(row: SimCard, handset: Handset, *, number: str, operator: str) -> SimCard:
    """Change a row as a card that is put in; a number in its one form. Raises Problem when it is blocked."""
    if row.state in (SimState.BLOCKED, SimState.BLOCK_ASKED):
        raise Problem(SIM_BLOCKED, sim=row.code)
    row.number, row.number_hash = number, hash_of(number)
    row.operator, row.handset, row.state = operator, handset, SimState.IN_USE.value
    return row


def _checked(row: Handset, holder: FocalPoint | None) -> FocalPoint:
    if holder is None:
        raise Problem(HANDSET_HOLDER_MISSING, handset=row.code)
    if not holder.is_active:
        raise Problem(HANDSET_HOLDER_AWAY, person=holder.code)
    return holder
