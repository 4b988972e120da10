"""Climb the ladders: start a run, fire what is due, take an acknowledgement, a decision, a stop."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tocsin.actions.delivery import Send, ToSend, to_send
from tocsin.actions.journal import ENGINE
from tocsin.actions.live_runs import keep, lapse_acknowledgements
from tocsin.actions.pages import page, remind
from tocsin.actions.runs import KEPT, ladder_of, put, run_of
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.escalation import PAGES, Due, DueKind, Run, after_firing, next_due
from tocsin.domain.escalation_changes import (
    Lapse,
    after_empty,
    after_lapse,
    after_rise,
    start_run,
)
from tocsin.domain.ladders import Ladder
from tocsin.domain.words import DeliveryState, Priority, Purpose, StepCondition
from tocsin.records.models import (
    Delivery,
    DeliveryAttempt,
    Escalation,
    Incident,
    StepFiring,
)
from tocsin.records.updating import update_all

TAKEN_AT_ONCE = 100


def start_escalation(sheet: Sheet, incident: Incident, *, watch: Watch) -> Escalation | None:
    """Put a run for this incident on the sheet, its first rung fired when it is due at once.

    None when the priority has no ladder (P4 goes to the digest), which is noted.
    """
    priority = Priority(incident.priority)
    version = watch.ladder_for(priority, incident.base_id)
    if version is None:
        sheet.note("escalation.no_ladder", incident, incident=incident, priority=priority.value)
        return None
    ladder = ladder_of(version)
    run = start_run(ladder, priority=priority, at=sheet.at)
    row = put(
        Escalation(incident=incident, version=version, started_at=sheet.at, priority=priority), run
    )
    sheet.add(row)
    sheet.note(
        "escalation.started",
        row,
        incident=incident,
        ladder=str(version.pk),
        priority=priority.value,
    )
    advance(sheet, row, ladder, watch=watch)
    return row


@transaction.atomic
def take_due_steps(
    *,
    at: datetime,
    engine: int | None = None,
    limit: int = TAKEN_AT_ONCE,
    only: UUID | None = None,
    without: Collection[UUID] = (),
    send: Send = list,
) -> tuple[list[ToSend], int]:
    """Fire every rung that is due, oldest first; return what to send now and how many runs moved.

    `send` is given the same once it is on disk, and before anybody is told that something moved.

    `only` takes one run alone, so that a broken one cannot hold up the others, and `without`
    leaves such runs out for a while.

    The row's lock makes one engine the taker, the unique firing makes a second taking impossible.
    """
    due = _due(at)
    rows = list(
        (due.filter(pk=only) if only else due.exclude(pk__in=without))
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("incident__base", "incident__community", "version")
        .order_by("priority", "next_step_at")[:limit]
    )
    if not rows:
        return [], 0
    sheet = Sheet(at=at, by=ENGINE, engine=engine)
    watch = Watch.load(at=at)
    for row in rows:
        advance(sheet, row, ladder_of(row.version), watch=watch)
        sheet.announce(f"incident:{row.incident.number}")
    update_all(rows, KEPT)
    sends = sends_of(sheet)
    transaction.on_commit(lambda: send(sends))
    sheet.write()
    return sends, len(rows)


def due_runs(
    *, at: datetime, limit: int = TAKEN_AT_ONCE, without: Collection[UUID] = ()
) -> list[UUID]:
    """Return the ids of the runs that are due, reading nothing else of them."""
    due = _due(at).exclude(pk__in=without).order_by("priority", "next_step_at")
    return list(due.values_list("pk", flat=True)[:limit])


def _due(at: datetime) -> QuerySet[Escalation]:
    return Escalation.objects.filter(next_step_at__isnull=False, next_step_at__lte=at)


def sends_of(sheet: Sheet) -> list[ToSend]:
    """Return what this sheet claimed for its engine, gravest first."""
    attempts = sheet.of(DeliveryAttempt)
    return sorted(
        (to_send(attempt.delivery, attempt) for attempt in attempts),
        key=lambda one: one.priority.value,
    )


def advance(sheet: Sheet, row: Escalation, ladder: Ladder, *, watch: Watch) -> None:
    """Do everything that is due on a run; the caller writes the row and the sheet.

    The loop ends because a rung that fired, and one that was empty, both move the run forward.
    """
    run = run_of(row)
    while (due := next_due(ladder, run, sheet.at)) is not None:
        match due.kind:
            case DueKind.LAPSE:
                run = _lapse(sheet, row, ladder, run)
            case DueKind.REMINDER:
                remind(sheet, row, watch)
                run = after_firing(ladder, run, due, sheet.at)
            case _:
                run = _fire(sheet, row, ladder, run, due, watch)
    keep(sheet, row, run)


def _fire(sheet: Sheet, row: Escalation, ladder: Ladder, run: Run, due: Due, watch: Watch) -> Run:
    holders = watch.holders(due.targets, row.incident)
    firing = sheet.add(
        StepFiring(
            escalation=row,
            round=due.round,
            step=due.position,
            due_at=due.due_at,
            fired_at=sheet.at,
            reason=" ".join(due.reasons),
            skipped=list(due.skipped),
            n_deliveries=len(holders),
        )
    )
    sheet.note(
        f"escalation.{due.kind.value}_fired" if holders else "escalation.step_empty",
        row,
        incident=row.incident,
        round=due.round,
        step=due.position,
        people=[holder.responder.code for holder in holders],
        reasons=list(due.reasons),
        skipped=list(due.skipped),
    )
    if holders:
        pages = page(sheet, row, firing, _purpose(ladder, due), holders, watch)
        if not _may_arrive(pages) and _has_more_pages(ladder, due):
            # No means carries it to any of them. The round keeps its pace: it may by the next one.
            return after_empty(ladder, run, due, sheet.at)
        return after_firing(ladder, run, due, sheet.at)
    if due.kind is DueKind.EXHAUSTED:
        return after_firing(ladder, run, due, sheet.at)
    return after_empty(ladder, run, due, sheet.at)


def _may_arrive(pages: Sequence[Delivery]) -> bool:
    """Say whether at least one of its people has a way at all; it may still fail."""
    return any(page.state != DeliveryState.FAILED for page in pages)


def _has_more_pages(ladder: Ladder, due: Due) -> bool:
    rungs = ladder.steps[due.position :] if due.kind is DueKind.STEP else ()
    return any(rung.condition in PAGES for rung in rungs)


def _purpose(ladder: Ladder, due: Due) -> Purpose:
    if due.kind is DueKind.EXHAUSTED:
        return Purpose.PAGE_EXHAUSTED
    step = ladder.step_at(due.position)
    if step is None or step.condition in (StepCondition.NOT_ACKNOWLEDGED, StepCondition.ALWAYS):
        return Purpose.PAGE
    return Purpose.RECONFIRM


def _lapse(sheet: Sheet, row: Escalation, ladder: Ladder, run: Run) -> Run:
    step = lapse_acknowledgements(row, at=sheet.at, why=Lapse.TIMED_OUT)
    change = after_lapse(ladder, run, step=step, why=Lapse.TIMED_OUT, at=sheet.at)
    sheet.note("escalation.lapsed", row, incident=row.incident, reasons=list(change.reasons))
    return change.run


def raise_escalation(sheet: Sheet, row: Escalation, incident: Incident, *, watch: Watch) -> None:
    """The incident became graver: climb the graver ladder from its first rung, whoever has it."""
    priority = Priority(incident.priority)
    version = watch.ladder_for(priority, incident.base_id)
    if version is None:
        return
    ladder = ladder_of(version)
    change = after_rise(ladder, run_of(row), priority=priority, at=sheet.at)
    row.version, row.incident = version, incident
    keep(sheet, row, change.run)
    sheet.note("escalation.raised", row, incident=incident, reasons=list(change.reasons))
    advance(sheet, row, ladder, watch=watch)
