"""The ladder pages one rung after another until somebody answers for the incident."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.escalation import DueKind, Run, after_firing, due_at, next_due
from tocsin.domain.escalation_changes import (
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
    preview,
    start_run,
)
from tocsin.domain.ladders import LAST_RESORT, Ladder, Step, Target, Where, default_ladders
from tocsin.domain.words import (
    DecisionKind,
    DutyFunction,
    EscalationState,
    Priority,
    StepCondition,
)

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
M = timedelta(minutes=1)
P1 = default_ladders()[Priority.P1]


def at(minutes: float) -> datetime:
    return NOON + minutes * M


def a_run(ladder: Ladder = P1, priority: Priority = Priority.P1) -> Run:
    return start_run(ladder, priority=priority, at=NOON)


def climbed(run: Run, *, until: datetime, ladder: Ladder = P1) -> tuple[Run, list[str]]:
    """Look every half minute, as an engine that never stops; return what fired, in words."""
    log, now = list[str](), run.started_at
    while now <= until:
        while (due := next_due(ladder, run, now)) and due.kind is not DueKind.LAPSE:
            log.append(f"{(now - NOON) / M:g}:{due.kind.value}{due.round}.{due.position}")
            run = after_firing(ladder, run, due, now)
        now += M / 2
    return run, log


def taken(run: Run, *, when: datetime, step: int = 1) -> Run:
    return after_acknowledgement(P1, run, step=step, acknowledged=1, asked=2, at=when).run


def test_the_rungs_fire_three_minutes_apart_and_three_times_round() -> None:
    run, log = climbed(a_run(), until=at(40))
    pages = [line for line in log if "step" in line]
    assert pages[:4] == ["0:step0.1", "3:step0.2", "6:step0.3", "9:step1.1"]
    assert len(pages) == 9
    assert run.state is EscalationState.EXHAUSTED


def test_an_exhausted_run_cries_to_the_operations_room_every_five_minutes() -> None:
    _, log = climbed(a_run(), until=at(40))
    cries = [line for line in log if "exhausted" in line]
    assert cries == ["27:exhausted3.0", "32:exhausted4.0", "37:exhausted5.0"]
    run, _ = climbed(a_run(), until=at(27))
    due = next_due(P1, run, at(32))
    assert due
    assert due.targets == LAST_RESORT


def test_an_acknowledgement_stops_the_paging_and_leaves_the_decide_clock_running() -> None:
    run, _ = climbed(a_run(), until=at(3))
    run = taken(run, when=at(4), step=2)
    assert run.state is EscalationState.ACKNOWLEDGED
    _, log = climbed(replace(run, acknowledged_until=at(60), reminded_at=at(4)), until=at(35))
    assert log == ["14:step0.4", "24:step1.4", "34:step2.4"]


def test_saying_it_again_holds_longer_but_does_not_put_off_the_decision() -> None:
    run = taken(a_run(), when=at(1))
    again = taken(run, when=at(9))
    assert again.acknowledged_until == at(24)
    due = next_due(P1, again, at(11))
    assert due
    assert (due.kind, due.position) == (DueKind.STEP, 4)


def test_whoever_acknowledged_is_reminded_and_then_loses_it() -> None:
    run = taken(a_run(), when=NOON)
    reminder = next_due(Ladder(P1.steps[:3]), run, at(12))
    assert reminder
    assert reminder.kind is DueKind.REMINDER
    reminded = after_firing(Ladder(P1.steps[:3]), run, reminder, at(12))
    assert due_at(Ladder(P1.steps[:3]), reminded) == at(15)
    lapse = next_due(Ladder(P1.steps[:3]), reminded, at(15))
    assert lapse
    assert lapse.kind is DueKind.LAPSE


def test_a_lapse_pages_at_once_from_the_rung_after_the_acker() -> None:
    run, _ = climbed(a_run(), until=at(6))
    run = taken(run, when=at(7), step=1)
    change = after_lapse(P1, run, step=1, why=Lapse.TIMED_OUT, at=at(22))
    due = next_due(P1, change.run, at(22))
    assert due
    assert (due.kind, due.round, due.position) == (DueKind.STEP, 3, 2)
    assert change.reasons == ("escalation.lapse_timed_out",)


def test_when_the_last_rung_lets_go_the_first_is_paged_again() -> None:
    run = taken(a_run(), when=at(1), step=3)
    lapsed = after_lapse(P1, run, step=3, why=Lapse.CONTACT_LOST, at=at(2)).run
    due = next_due(P1, lapsed, at(2))
    assert due
    assert due.position == 1


def test_a_rung_that_wants_all_is_not_satisfied_by_one() -> None:
    rung = replace(P1.steps[0], required=None)
    ladder = Ladder((rung, *P1.steps[1:]))
    run = a_run(ladder)
    one = after_acknowledgement(ladder, run, step=1, acknowledged=1, asked=2, at=at(1))
    assert one.run is run
    assert one.reasons == ("escalation.more_acknowledgements_wanted",)
    both = after_acknowledgement(ladder, run, step=1, acknowledged=2, asked=2, at=at(1))
    assert both.run.state is EscalationState.ACKNOWLEDGED


def test_an_empty_rung_is_skipped_at_once() -> None:
    run = a_run()
    due = next_due(P1, run, NOON)
    assert due
    skipped = after_empty(P1, run, due, NOON)
    after = next_due(P1, skipped, NOON)
    assert after
    assert after.position == 2


def test_a_ladder_with_nobody_on_it_is_loud_within_one_look() -> None:
    run, looks = a_run(), 0
    while (due := next_due(P1, run, NOON)) and due.kind is DueKind.STEP:
        run, looks = after_empty(P1, run, due, NOON), looks + 1
    assert due
    assert due.kind is DueKind.EXHAUSTED
    assert looks == 3 * 3


def test_a_ladder_without_rungs_is_loud_at_once() -> None:
    due = next_due(Ladder(()), a_run(Ladder(())), NOON)
    assert due
    assert (due.kind, due.targets) == (DueKind.EXHAUSTED, LAST_RESORT)


def test_the_next_rung_does_not_wait_for_dead_lines() -> None:
    run, _ = climbed(a_run(), until=NOON)
    hurried = after_all_failed(P1, run, at(0.2)).run
    due = next_due(P1, hurried, at(0.2))
    assert due
    assert due.position == 2


def test_overdue_rungs_collapse_and_a_p1_forgets_nobody() -> None:
    due = next_due(P1, a_run(), at(7))
    assert due
    assert (due.position, due.skipped, due.due_at) == (3, (1, 2), NOON)
    assert set(due.targets) == {target for step in P1.steps[:3] for target in step.targets}


def test_overdue_rungs_of_a_lesser_priority_page_the_latest_only() -> None:
    ladder = default_ladders()[Priority.P2]
    due = next_due(ladder, a_run(ladder, Priority.P2), at(21))
    assert due
    assert (due.position, due.targets) == (3, ladder.steps[2].targets)


def test_a_clock_that_runs_backwards_fires_nothing_twice() -> None:
    run, _ = climbed(a_run(), until=at(3))
    assert next_due(P1, run, at(-60)) is None
    after = next_due(P1, run, at(6))
    assert after
    assert (after.round, after.position) == (0, 3)


@pytest.mark.parametrize("kind", [DecisionKind.WATCH, DecisionKind.NO_ACTION, DecisionKind.PASS_ON])
def test_a_decision_that_needs_no_departure_still_owes_the_village_an_answer(
    kind: DecisionKind,
) -> None:
    run = after_decision(P1, taken(a_run(), when=at(1)), decision=kind, at=at(5)).run
    assert run.state is EscalationState.DECIDED
    due = next_due(P1, run, at(35))
    assert due
    assert due.position == 6
    assert after_feedback(P1, run, at=at(6)).run.state is EscalationState.SATISFIED


def test_a_response_is_chased_until_it_departs() -> None:
    run = after_decision(P1, a_run(), decision=DecisionKind.RESPOND, at=at(2)).run
    run = after_feedback(P1, run, at=at(3)).run
    _, log = climbed(run, until=at(50))
    assert log == ["17:step0.5", "32:step1.5", "47:step2.5"]
    assert after_departure(P1, run, at=at(10)).run.state is EscalationState.SATISFIED


def test_a_response_that_breaks_off_pages_again() -> None:
    run = after_departure(P1, a_run(), at=at(10)).run
    run = after_feedback(P1, run, at=at(11)).run
    broken = after_lapse(P1, run, step=0, why=Lapse.RESPONSE_ABORTED, at=at(20)).run
    assert (broken.state, broken.departed_at) == (EscalationState.PAGING, None)
    due = next_due(P1, broken, at(20))
    assert due
    assert due.position == 1


def test_rising_urgency_pages_again_even_if_acknowledged() -> None:
    ladder = default_ladders()[Priority.P2]
    run = taken(a_run(ladder, Priority.P2), when=at(1))
    risen = after_rise(P1, run, priority=Priority.P1, at=at(2)).run
    assert (risen.state, risen.next_at) == (EscalationState.PAGING, at(2))
    assert after_rise(P1, risen, priority=Priority.P3, at=at(3)).run is risen


def test_nobody_can_come_is_loud_at_once_and_ends_with_a_reason_only() -> None:
    run = after_exhaustion(P1, taken(a_run(), when=at(1)), at=at(2)).run
    due = next_due(P1, run, at(2))
    assert due
    assert due.kind is DueKind.EXHAUSTED
    with pytest.raises(ValueError, match="reason"):
        after_stop(run, reason=" ")
    assert after_stop(run, reason="closed.no_response").run.next_at is None


def test_a_late_acknowledgement_changes_nothing() -> None:
    stopped = after_stop(a_run(), reason="merged").run
    late = after_acknowledgement(P1, stopped, step=1, acknowledged=1, asked=1, at=at(9))
    assert late.run is stopped
    assert late.reasons == ("escalation.already_stopped",)


def test_the_preview_says_who_is_called_and_when() -> None:
    plan = preview(P1, priority=Priority.P1, at=NOON)
    assert [(line.due_at - NOON) // M for line in plan] == [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]
    assert plan[-1].kind is DueKind.EXHAUSTED


def test_a_step_that_always_holds_fires_even_after_an_answer() -> None:
    room = Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM)
    ladder = Ladder((P1.steps[0], Step(2, StepCondition.ALWAYS, 5 * M, (room,))))
    run, _ = climbed(a_run(ladder), until=NOON, ladder=ladder)
    run = after_decision(ladder, run, decision=DecisionKind.WATCH, at=at(1)).run
    due = next_due(ladder, run, at(5))
    assert due
    assert due.targets == (room,)
    assert after_firing(ladder, run, due, at(5)).state is EscalationState.SATISFIED
