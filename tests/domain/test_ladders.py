"""A ladder names functions in order, and says what is wrong with it before it is saved."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tocsin.domain.ladders import Ladder, Step, Target, Where, default_ladders, faults
from tocsin.domain.words import DutyFunction, Priority, StepCondition

M = timedelta(minutes=1)
ROOM = Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM)
RUNG = Step(1, StepCondition.NOT_ACKNOWLEDGED, timedelta(0), (ROOM,))


def test_the_ladders_of_a_new_mission_have_no_faults() -> None:
    ladders = default_ladders()
    assert list(ladders) == [Priority.P1, Priority.P2, Priority.P3]
    for priority, ladder in ladders.items():
        assert faults(ladder, priority=priority) == ()


def test_the_first_ladder_follows_the_clocks() -> None:
    steps = default_ladders()[Priority.P1].steps
    assert [step.delay // M for step in steps] == [0, 3, 3, 10, 15, 30]
    assert [step.condition for step in steps][3:] == [
        StepCondition.NOT_DECIDED,
        StepCondition.NOT_DEPARTED,
        StepCondition.NOT_FED_BACK,
    ]


@pytest.mark.parametrize(
    ("rung", "ladder", "fault"),
    [
        ({"targets": ()}, {}, "ladder.pages_nobody"),
        ({"condition": StepCondition.NOT_DECIDED}, {}, "ladder.pages_nobody"),
        ({"targets": ()}, {}, "ladder.step_without_target"),
        ({"delay": -M}, {}, "ladder.negative_delay"),
        ({"delay": M}, {}, "ladder.first_page_late"),
        ({}, {"rounds": 0}, "ladder.no_round"),
        ({}, {"repeat_every": timedelta(0)}, "ladder.repeats_at_once"),
        ({"required": 0}, {}, "ladder.quorum_below_one"),
        (
            {"targets": (Target(DutyFunction.COMMANDER, Where.NAMED_BASE),)},
            {},
            "ladder.named_base_missing",
        ),
    ],
)
def test_what_can_be_seen_on_paper_is_refused(
    rung: dict[str, Any], ladder: dict[str, Any], fault: str
) -> None:
    wrong = replace(Ladder((replace(RUNG, **rung),)), **ladder)
    assert fault in faults(wrong, priority=Priority.P1)
    assert fault not in faults(Ladder((RUNG,)), priority=Priority.P1)


@pytest.mark.parametrize(
    ("required", "asked", "quorum"),
    [(1, 3, 1), (2, 3, 2), (None, 3, 3), (5, 3, 3), (None, 0, 1), (0, 2, 1)],
)
def test_no_rung_waits_for_more_than_were_asked(
    required: int | None, asked: int, quorum: int
) -> None:
    assert replace(RUNG, required=required).quorum(asked) == quorum


@pytest.mark.parametrize("positions", [[2], [1, 3], [1, 1], [0, 1]])
def test_positions_without_order_are_no_ladder(positions: list[int]) -> None:
    with pytest.raises(ValueError, match="without a gap"):
        Ladder(tuple(replace(RUNG, position=position) for position in positions))


def test_behind_the_last_rung_there_is_none() -> None:
    ladder = Ladder((RUNG,))
    assert [ladder.step_at(position) for position in (-1, 0, 1, 2)] == [None, None, RUNG, None]
