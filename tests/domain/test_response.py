"""A response goes forward, each word has its time, and a patrol that falls silent is missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.response import (
    Elapsed,
    Moments,
    NonResponse,
    Quiet,
    deadline_for,
    elapsed,
    is_timely,
    may_become,
    needs_reason,
    silence_of,
)
from tocsin.domain.words import Priority, ResponseState

S = ResponseState
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
M = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (
            S.ASKED,
            {S.ACCEPTED, S.DECLINED, S.NO_ANSWER, S.DEPARTED, S.ON_SCENE, S.ENDED},
        ),
        (S.NO_ANSWER, {S.ACCEPTED, S.DECLINED, S.DEPARTED, S.ON_SCENE, S.ENDED}),
        (S.ACCEPTED, {S.DECLINED, S.DEPARTED, S.ON_SCENE, S.ENDED, S.ABORTED}),
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
    order = [S.ASKED, S.NO_ANSWER, S.ACCEPTED, S.DEPARTED, S.ON_SCENE, S.ENDED]
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
    ("state", "minutes", "asks"),
    [
        (S.DEPARTED, 15, None),
        (S.DEPARTED, 16, Quiet.CALL),
        (S.ON_SCENE, 31, Quiet.ALARM),
        (S.ACCEPTED, 500, None),
        (S.ENDED, 500, None),
    ],
)
def test_a_patrol_that_falls_silent_is_missed(
    state: ResponseState, minutes: int, asks: Quiet | None
) -> None:
    now = NOON + minutes * M
    assert silence_of(state, Priority.P1, last_word_at=NOON, now=now) is asks


def test_a_patrol_of_a_lesser_matter_is_missed_too() -> None:
    late = NOON + 61 * M
    assert silence_of(S.DEPARTED, Priority.P4, last_word_at=NOON, now=late) is Quiet.CALL


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
