"""No ladder silences a P1 (R5), nothing fires twice (R2), and nothing ends silently (R6)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tocsin.domain.escalation import Due, DueKind, Run, after_firing, due_at, next_due
from tocsin.domain.escalation_changes import (
    Change,
    Lapse,
    after_acknowledgement,
    after_all_failed,
    after_decision,
    after_departure,
    after_empty,
    after_exhaustion,
    after_feedback,
    after_lapse,
    after_rise,
    after_stop,
    start_run,
)
from tocsin.domain.ladders import Ladder, Step, Target, Where
from tocsin.domain.words import (
    DecisionKind,
    DutyFunction,
    EscalationState,
    Priority,
    StepCondition,
)

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
M = timedelta(minutes=1)
QUIET_AT_MOST = 15 * M
OVER = (EscalationState.SATISFIED, EscalationState.STOPPED)
CHASES: list[StepCondition] = [c for c in StepCondition if c is not StepCondition.ALWAYS]

targets = st.lists(
    st.builds(Target, st.sampled_from(DutyFunction), st.sampled_from(Where)), max_size=3
).map(tuple)


def ladders_of(conditions: list[StepCondition]) -> st.SearchStrategy[Ladder]:
    rungs = st.lists(
        st.tuples(
            st.sampled_from(conditions),
            st.integers(0, 100_000).map(lambda s: timedelta(seconds=s)),
            targets,
            st.sampled_from([None, 1, 2, 50]),
        ),
        max_size=8,
    )
    return st.builds(
        lambda plan, rounds, repeat: Ladder(
            tuple(Step(n, *rung) for n, rung in enumerate(plan, start=1)),
            rounds=rounds,
            repeat_every=repeat * M,
        ),
        rungs,
        st.integers(0, 4),
        st.integers(0, 2000),
    )


any_ladder = ladders_of(list(StepCondition))


@given(any_ladder, st.booleans())
def test_no_ladder_silences_a_p1(ladder: Ladder, nobody_there: bool) -> None:
    """Left alone, it pages within seconds, is never quiet for long, and ends in crying."""
    run, now = start_run(ladder, priority=Priority.P1, at=NOON), NOON
    assert due_at(ladder, run) is not None
    for turn in range(60):
        moment = due_at(ladder, run)
        assert moment is not None
        assert moment - now <= (timedelta(seconds=5) if turn == 0 else QUIET_AT_MOST)
        now = max(now, moment)
        due = next_due(ladder, run, now)
        assert due
        if due.kind is DueKind.STEP and nobody_there:
            run = after_empty(ladder, run, due, now)
        else:
            run = after_firing(ladder, run, due, now)
    assert run.state is EscalationState.EXHAUSTED


@given(any_ladder, st.integers(0, 10_000), st.sampled_from(Priority))
def test_after_any_outage_the_oldest_is_first_and_nobody_is_forgotten(
    ladder: Ladder, minutes: int, priority: Priority
) -> None:
    run = start_run(ladder, priority=priority, at=NOON)
    now = NOON + minutes * M
    due = next_due(ladder, run, now)
    if due is None:
        assert run.next_at is not None
        assert run.next_at > now
        return
    assert due.due_at == run.next_at
    assert all(position < due.position for position in due.skipped)
    if priority is Priority.P1 and due.kind is DueKind.STEP:
        missed = [ladder.step_at(position) for position in (*due.skipped, due.position)]
        assert {t for step in missed if step for t in step.targets} == set(due.targets)


class RunsOfALadder(RuleBasedStateMachine):
    """Any order of events, beside a model that knows only what people said."""

    @initialize(ladder=ladders_of(CHASES), priority=st.sampled_from(list(Priority)[:3]))
    def begin(self, ladder: Ladder, priority: Priority) -> None:
        self.ladder, self.now = ladder, NOON
        self.run: Run = start_run(ladder, priority=priority, at=NOON)
        self.fired: list[tuple[int, int]] = []
        self.is_held = self.is_stopped = self.is_exhausted = False
        self.decision: DecisionKind | None = None
        self.has_left = self.is_told = False

    @rule(seconds=st.integers(-600, 4000))
    def time_passes_or_runs_backwards(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for _ in range(50):
            due = next_due(self.ladder, self.run, self.now)
            if due is None:
                return
            self._take(due)

    @rule(step=st.integers(0, 9), said=st.integers(1, 3), asked=st.integers(1, 3))
    def somebody_acknowledges(self, step: int, said: int, asked: int) -> None:
        rung = self.ladder.step_at(step)
        is_enough = rung is None or said >= rung.quorum(asked)
        self._apply(
            after_acknowledgement(
                self.ladder, self.run, step=step, acknowledged=said, asked=asked, at=self.now
            )
        )
        if self.decision is None and not self.is_stopped and is_enough:
            self.is_held, self.is_exhausted = True, False

    @rule(step=st.integers(0, 9), why=st.sampled_from(Lapse))
    def somebody_lets_go(self, step: int, why: Lapse) -> None:
        self._apply(after_lapse(self.ladder, self.run, step=step, why=why, at=self.now))
        breaks_off = why is Lapse.RESPONSE_ABORTED and self.decision is DecisionKind.RESPOND
        if (self.is_held and self.decision is None) or breaks_off:
            self._forget(unless_stopped=True)

    @rule(kind=st.sampled_from(DecisionKind))
    def somebody_decides(self, kind: DecisionKind) -> None:
        self._apply(after_decision(self.ladder, self.run, decision=kind, at=self.now))
        if not self.is_stopped:
            self.decision, self.is_exhausted, self.is_held = kind, False, True
            self.has_left = self.has_left and kind is DecisionKind.RESPOND

    @rule()
    def a_patrol_leaves(self) -> None:
        self._apply(after_departure(self.ladder, self.run, at=self.now))
        if not self.is_stopped:
            self.decision, self.has_left = DecisionKind.RESPOND, True
            self.is_held, self.is_exhausted = True, False

    @rule()
    def the_village_is_told(self) -> None:
        was_over = self.run.is_over
        self._apply(after_feedback(self.ladder, self.run, at=self.now))
        self.is_told = self.is_told or not was_over

    @rule()
    def all_lines_fail(self) -> None:
        self._apply(after_all_failed(self.ladder, self.run, self.now))

    @rule(priority=st.sampled_from(Priority))
    def it_becomes_more_urgent(self, priority: Priority) -> None:
        rises = priority.is_graver_than(self.run.priority)
        self._apply(after_rise(self.ladder, self.run, priority=priority, at=self.now))
        if rises:
            self._forget(unless_stopped=True)

    @rule()
    def nobody_can_come(self) -> None:
        self._apply(after_exhaustion(self.ladder, self.run, at=self.now))
        self._forget(unless_stopped=True)
        self.is_exhausted = not self.is_stopped

    @precondition(lambda self: len(self.fired) > 3)
    @rule()
    def a_person_closes_it(self) -> None:
        self._apply(after_stop(self.run, reason="incident.closed"))
        self.is_stopped = True

    @invariant()
    def it_is_in_the_state_that_people_left_it_in(self) -> None:
        state = self.run.state
        if self.is_stopped:
            assert state is EscalationState.STOPPED
        elif self.decision is not None:
            owed = self._owed()
            assert state is (EscalationState.DECIDED if owed else EscalationState.SATISFIED)
        elif self.is_held:
            assert state is EscalationState.ACKNOWLEDGED
        elif self.is_exhausted:
            assert state is EscalationState.EXHAUSTED
        else:
            assert state in (EscalationState.ARMED, EscalationState.PAGING)

    @invariant()
    def it_never_ends_silently(self) -> None:
        assert self.run.next_at == due_at(self.ladder, self.run)
        assert (self.run.next_at is None) == (self.run.state in OVER)

    @invariant()
    def nothing_fires_twice(self) -> None:
        assert self.fired == sorted(set(self.fired))

    def _take(self, due: Due) -> None:
        if due.kind is DueKind.LAPSE:
            assert self.is_held
            why = Lapse.TIMED_OUT
            self._apply(after_lapse(self.ladder, self.run, step=0, why=why, at=self.now))
            self._forget()
            return
        if due.kind is not DueKind.REMINDER:
            self.fired.append((due.round, due.position))
        rung = self.ladder.step_at(due.position) if due.kind is DueKind.STEP else None
        if rung is not None and rung.condition is StepCondition.NOT_ACKNOWLEDGED:
            assert not self.is_held
        self.is_exhausted = self.is_exhausted or due.kind is DueKind.EXHAUSTED
        self.run = after_firing(self.ladder, self.run, due, self.now)

    def _apply(self, change: Change) -> None:
        assert change.reasons
        self.run = change.run

    def _forget(self, *, unless_stopped: bool = False) -> None:
        if unless_stopped and self.is_stopped:
            return
        self.is_held = self.is_exhausted = self.has_left = self.is_told = False
        self.decision = None

    def _owed(self) -> bool:
        conditions = {step.condition for step in self.ladder.steps}
        departure = self.decision is DecisionKind.RESPOND and not self.has_left
        return (departure and StepCondition.NOT_DEPARTED in conditions) or (
            not self.is_told and StepCondition.NOT_FED_BACK in conditions
        )


RunsOfALadder.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
TestRunsOfALadder = RunsOfALadder.TestCase
