"""A response goes forward, each word has its time, and a patrol that falls silent is missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.response import (
    Elapsed,
    Moments,
    actor_of,
    deadline_for,
    elapsed,
    is_timely,
    may_become,
    may_fill,
    needs_observation,
    needs_reason,
    next_look,
)
from tocsin.domain.response_words import NonResponse, Quiet, ResponseResult
from tocsin.domain.words import BaseKind, Priority, ResponseState

S = ResponseState
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
M = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (
            S.ASKED,
            {S.ACCEPTED, S.PREPARING, S.DECLINED, S.NO_ANSWER, S.DEPARTED, S.ON_SCENE, S.ENDED},
        ),
        (S.NO_ANSWER, {S.ACCEPTED, S.PREPARING, S.DECLINED, S.DEPARTED, S.ON_SCENE, S.ENDED}),
        (S.ACCEPTED, {S.PREPARING, S.DECLINED, S.DEPARTED, S.ON_SCENE, S.ENDED, S.ABORTED}),
        (S.PREPARING, {S.DECLINED, S.DEPARTED, S.ON_SCENE, S.ENDED, S.ABORTED}),
        (S.DEPARTED, {S.ON_SCENE, S.ENDED, S.ABORTED}),
        (S.ON_SCENE, {S.ENDED, S.ABORTED}),
        (S.ENDED, set()),
        (S.DECLINED, set()),
        (S.ABORTED, set()),
    ],
)
def test_what_a_response_may_become(state: ResponseState, may: set[ResponseState]) -> None:
    assert {wanted for wanted in S if may_become(state, wanted)} == may


@given(st.lists(st.sampled_from(S), max_size=12))
def test_no_response_ever_goes_back(wishes: list[ResponseState]) -> None:
    order = [S.ASKED, S.NO_ANSWER, S.ACCEPTED, S.PREPARING, S.DEPARTED, S.ON_SCENE, S.ENDED]
    state = S.ASKED
    for wish in wishes:
        if may_become(state, wish):
            assert wish not in order or order.index(wish) > order.index(state)
            state = wish


def test_who_does_not_come_says_why() -> None:
    assert {state for state in S if needs_reason(state)} == {S.DECLINED, S.ABORTED}
    assert len(NonResponse) == 24


@pytest.mark.parametrize(
    ("state", "priority", "minutes"),
    [
        (S.ASKED, Priority.P1, 15),
        (S.ACCEPTED, Priority.P2, 120),
        (S.DEPARTED, Priority.P1, 15),
        (S.ON_SCENE, Priority.P2, 60),
        (S.ASKED, Priority.P3, None),
        (S.ENDED, Priority.P1, None),
        (S.DECLINED, Priority.P1, None),
    ],
)
def test_when_the_next_word_is_due(
    state: ResponseState, priority: Priority, minutes: int | None
) -> None:
    due = deadline_for(state, priority, since=NOON)
    assert due == (None if minutes is None else NOON + minutes * M)


@pytest.mark.parametrize(
    ("state", "priority", "quiet", "every", "minutes"),
    [
        (S.ASKED, Priority.P1, None, None, 15),
        (S.ASKED, Priority.P4, None, None, 12 * 60),
        (S.DEPARTED, Priority.P1, None, None, 15),
        (S.ON_SCENE, Priority.P1, Quiet.CALL, None, 30),
        (S.DEPARTED, Priority.P4, None, None, 60),
        (S.DEPARTED, Priority.P1, None, 45, 45),
        (S.DEPARTED, Priority.P1, Quiet.CALL, 45, 90),
        (S.ACCEPTED, Priority.P1, None, None, None),
        (S.ENDED, Priority.P1, Quiet.ALARM, None, None),
    ],
)
def test_when_the_clock_looks_at_a_team_again(
    state: ResponseState,
    priority: Priority,
    quiet: Quiet | None,
    every: int | None,
    minutes: int | None,
) -> None:
    agreed = None if every is None else every * M
    due = next_look(state, priority, last_word_at=NOON, quiet=quiet, every=agreed)
    assert due == (None if minutes is None else NOON + minutes * M)


def test_an_alarm_is_cried_every_five_minutes_until_somebody_speaks() -> None:
    now = NOON + 47 * M
    due = next_look(S.DEPARTED, Priority.P1, last_word_at=NOON, quiet=Quiet.ALARM, now=now)
    assert due == now + 5 * M


@pytest.mark.parametrize(
    ("state", "wanted", "is_told", "may"),
    [
        (S.ON_SCENE, S.DEPARTED, False, True),
        (S.ON_SCENE, S.DEPARTED, True, False),
        (S.ENDED, S.ACCEPTED, False, True),
        (S.ABORTED, S.DEPARTED, False, True),
        (S.DECLINED, S.DEPARTED, False, False),
        (S.ACCEPTED, S.DEPARTED, False, False),
    ],
)
def test_a_moment_that_was_left_out_may_be_filled_in_late(
    state: ResponseState, wanted: ResponseState, is_told: bool, may: bool
) -> None:
    assert may_fill(state, wanted, is_told=is_told) is may


def test_only_prevention_needs_what_was_observed() -> None:
    assert [r for r in ResponseResult if needs_observation(r)] == [ResponseResult.ATTACK_PREVENTED]
    assert not needs_observation(None)


@pytest.mark.parametrize(
    ("kind", "actor"),
    [
        (BaseKind.BASE, "mission_force"),
        (BaseKind.POLICE_POST, "pnc"),
        (BaseKind.FORCES_LIAISON, "fardc"),
        (BaseKind.OPERATIONS_ROOM, "mission_civilian"),
    ],
)
def test_a_post_acts_as_what_it_is(kind: BaseKind, actor: str) -> None:
    assert actor_of(kind) == actor


FULL = Moments(NOON, NOON + M, NOON + 3 * M, NOON + 10 * M, NOON + 40 * M, NOON + 90 * M)


def test_each_part_has_its_length() -> None:
    assert elapsed(FULL) == Elapsed(2 * M, 9 * M, 30 * M, 50 * M, 40 * M)


def test_what_is_not_known_has_no_length() -> None:
    found = elapsed(replace(FULL, departed_at=None, ended_at=NOON))
    assert (found.to_departure, found.to_arrival, found.on_scene) == (None, None, None)


@pytest.mark.parametrize(
    ("arrived", "ended", "timely"),
    [(40, 41, True), (40, 39, False), (None, 41, None), (40, None, None)],
)
def test_timely_is_before_the_end_of_the_event(
    arrived: int | None, ended: int | None, timely: bool | None
) -> None:
    moments = replace(FULL, on_scene_at=None if arrived is None else NOON + arrived * M)
    event = None if ended is None else NOON + ended * M
    assert is_timely(moments, event_ended_at=event) is timely
