"""Who must be told next about an incident, and when: the engine of the ladder, without a clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.ladders import LAST_RESORT, Ladder, Step, Target
from tocsin.domain.words import DecisionKind, EscalationState, Priority, StepCondition

State = EscalationState
# The rungs of the paging phase; the others chase what somebody took.
PAGES = (StepCondition.NOT_ACKNOWLEDGED, StepCondition.ALWAYS)
_OVER = (State.SATISFIED, State.STOPPED)

# How often an exhausted run cries to the operations room (alerting.md §5.5). Not a setting.
_CRY_EVERY = {
    Priority.P1: timedelta(minutes=5),
    Priority.P2: timedelta(minutes=5),
    Priority.P3: timedelta(hours=1),
    Priority.P4: timedelta(hours=12),
}
# However a ladder is written, an unanswered run is never quiet for longer than this (R5).
_LONGEST_WAIT = {Priority.P1: timedelta(minutes=15), Priority.P2: timedelta(hours=1)}
# The reminder comes when this part of the acknowledgement is left: 3 of 15 minutes for a P1.
_REMINDER_PART = 5


class DueKind(StrEnum):
    STEP = "step"  # a rung fires
    REMINDER = "reminder"  # the one who acknowledged is asked whether it still holds
    LAPSE = "lapse"  # the acknowledgement ran out: `escalation_changes.after_lapse`
    EXHAUSTED = "exhausted"  # nobody is left to page: the operations room is told, again and again


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a ladder, as its row knows it.

    `round` and `step` name the last rung that fired (step 0: none in this round); with
    `DueKind.EXHAUSTED` the round counts on with step 0, so the pair never repeats. `next_at` is
    the timer; every change recomputes it, and None means that the run is over.
    """

    state: EscalationState
    priority: Priority
    started_at: datetime
    round: int = 0
    step: int = 0
    step_fired_at: datetime | None = None
    next_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_until: datetime | None = None
    reminded_at: datetime | None = None
    decision: DecisionKind | None = None
    decided_at: datetime | None = None
    departed_at: datetime | None = None
    fed_back_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.state in _OVER


@dataclass(frozen=True, slots=True)
class Due:
    """What must happen now.

    `due_at` is when the oldest part of it was due, so lateness is `now - due_at`. `targets` are
    the functions to tell: for a P1 also those of the `skipped` positions, because whoever was not
    paged while we were down must not be left out; for other priorities the latest step's alone.
    `reasons` are codes for the journal.
    """

    kind: DueKind
    round: int
    position: int
    due_at: datetime
    targets: tuple[Target, ...] = ()
    skipped: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()


def next_due(ladder: Ladder, run: Run, now: datetime) -> Due | None:
    """Return what must happen now, or None when nothing is due yet.

    Overdue rungs of one round collapse into the latest that still makes sense; the others are in
    `skipped`. The pair (round, position) of steps and cries only ever rises, so a clock that runs
    backwards fires nothing twice (alerting.md §6.8).
    """
    first = planned(ladder, run)
    if first is None or first.due_at > now:
        return None
    if first.kind is DueKind.REMINDER and run.acknowledged_until and run.acknowledged_until <= now:
        return replace(first, kind=DueKind.LAPSE, reasons=("escalation.acknowledgement_lapsed",))
    return _collapsed(ladder, run, first, now) if first.kind is DueKind.STEP else first


def due_at(ladder: Ladder, run: Run) -> datetime | None:
    """Return when the run wants to be looked at next, or None when it is over."""
    first = planned(ladder, run)
    return None if first is None else first.due_at


def after_firing(ladder: Ladder, run: Run, due: Due, at: datetime) -> Run:
    """Return the run once `due` has fired at `at`. A lapse is taken by `after_lapse` instead."""
    if due.kind is DueKind.REMINDER:
        return timed(ladder, replace(run, reminded_at=at))
    state = run.state
    if due.kind is DueKind.EXHAUSTED:
        state = State.EXHAUSTED
    elif state is State.ARMED:
        state = State.PAGING
    fired = replace(run, state=state, round=due.round, step=due.position, step_fired_at=at)
    return timed(ladder, fired)


def timed(ladder: Ladder, run: Run, *, hurried_to: datetime | None = None) -> Run:
    """Return the run with its timer set, satisfied when nothing is left to chase.

    `hurried_to` overrides the delays: an empty step, all means failed, a lapse.
    """
    moment = hurried_to or due_at(ladder, replace(run, next_at=None))
    if moment is None and run.state is State.DECIDED:
        return replace(run, state=State.SATISFIED, next_at=None)
    return replace(run, next_at=moment)


def planned(ladder: Ladder, run: Run) -> Due | None:
    """Return the very next thing of this run, due or not, before anything is collapsed."""
    match run.state:
        case State.ARMED | State.PAGING:
            return _next_page(ladder, run)
        case State.EXHAUSTED:
            return _cry(run, (run.step_fired_at or run.started_at) + _CRY_EVERY[run.priority])
        case State.ACKNOWLEDGED | State.DECIDED:
            return min(_after_taking(ladder, run), key=lambda due: due.due_at, default=None)
        case _:
            return None


def _collapsed(ladder: Ladder, run: Run, first: Due, now: datetime) -> Due:
    due, skipped, targets = first, list[int](), first.targets
    while True:
        run = after_firing(ladder, run, due, due.due_at)
        later = planned(ladder, run)
        if later is None or later.kind is not DueKind.STEP:
            break
        if later.due_at > now or later.round != first.round:
            break
        skipped.append(due.position)
        targets = tuple(dict.fromkeys(targets + later.targets))
        due = later
    if not skipped:
        return first
    return replace(
        due,
        due_at=first.due_at,
        skipped=tuple(skipped),
        targets=targets if run.priority is Priority.P1 else due.targets,
        reasons=(*due.reasons, "escalation.overdue_steps_collapsed"),
    )


def _next_page(ladder: Ladder, run: Run) -> Due:
    last = run.step_fired_at or run.started_at
    for step in ladder.steps[run.step :]:
        if step.condition in PAGES:
            return _fires(step, run.round, run.next_at or last + _wait(step.delay, run))
    patience = last + _wait(ladder.repeat_every if run.step_fired_at else timedelta(0), run)
    if (run.round + 1) % max(1, ladder.rounds):
        for step in ladder.steps:
            if step.condition in PAGES:
                return _fires(step, run.round + 1, run.next_at or patience)
    return _cry(run, patience)


def _wait(length: timedelta, run: Run) -> timedelta:
    longest = _LONGEST_WAIT.get(run.priority)
    if run.step_fired_at is None:
        longest = allowed(Clock.FIRST_PAGE, run.priority)
    return length if longest is None else min(length, longest)


def _cry(run: Run, otherwise: datetime) -> Due:
    return Due(
        DueKind.EXHAUSTED,
        run.round + 1,
        0,
        run.next_at or otherwise,
        targets=LAST_RESORT,
        reasons=("escalation.nobody_answered",),
    )


def _after_taking(ladder: Ladder, run: Run) -> Iterator[Due]:
    chase = _next_chase(ladder, run)
    if chase:
        yield chase
    if run.state is State.ACKNOWLEDGED and run.acknowledged_at and run.acknowledged_until:
        until = run.acknowledged_until
        if run.reminded_at is None:
            reminder = until - (until - run.acknowledged_at) / _REMINDER_PART
            yield Due(DueKind.REMINDER, run.round, run.step, reminder)
        lapsed = ("escalation.acknowledgement_lapsed",)
        yield Due(DueKind.LAPSE, run.round, run.step, until, reasons=lapsed)


def _next_chase(ladder: Ladder, run: Run) -> Due | None:
    """The next rung that reminds of a decision, a departure or an answer still owed.

    They come round again for as long as the thing is owed, each at its own pace.
    """
    since = run.decided_at or run.acknowledged_at or run.started_at
    last = max(since, run.step_fired_at or since)
    for step in ladder.steps[run.step :]:
        if step.condition is StepCondition.ALWAYS:
            fired = run.step_fired_at or run.started_at
            return _fires(step, run.round, fired + step.delay)
        if _is_owed(step.condition, run):
            return _fires(step, run.round, last + step.delay)
    for step in ladder.steps[: run.step]:
        if _is_owed(step.condition, run):
            pace = max(step.delay, ladder.repeat_every, timedelta(minutes=1))
            return _fires(step, run.round + 1, last + pace)
    return None


def _is_owed(condition: StepCondition, run: Run) -> bool:
    match condition:
        case StepCondition.NOT_DECIDED:
            return run.state is State.ACKNOWLEDGED
        case StepCondition.NOT_DEPARTED:
            return run.decision is DecisionKind.RESPOND and run.departed_at is None
        case StepCondition.NOT_FED_BACK:
            return run.state is State.DECIDED and run.fed_back_at is None
        case _:
            return False


def _fires(step: Step, round_: int, moment: datetime) -> Due:
    reason = f"escalation.{step.condition.value}"
    return Due(DueKind.STEP, round_, step.position, moment, step.targets, reasons=(reason,))
