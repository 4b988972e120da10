"""A missed call is an alert with a clock: somebody calls back within minutes, safety first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.callback import (
    Answer,
    Ask,
    Call,
    Due,
    after_try,
    clock_of,
    overdue,
    queue,
    script,
)
from tocsin.domain.words import CallBackState, Language, Priority

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
M = timedelta(minutes=1)
CALL = Call("a", Priority.P2, NOON)


@pytest.mark.parametrize(
    ("priority", "due", "escalate"),
    [
        (Priority.P1, 3, 10),
        (Priority.P2, 3, 10),
        (Priority.P3, 30, 60),
        (Priority.P4, 24 * 60, 48 * 60),
    ],
)
def test_the_clock_of_a_missed_call(priority: Priority, due: int, escalate: int) -> None:
    assert clock_of(replace(CALL, priority=priority)) == Due(NOON + due * M, NOON + escalate * M)


def test_the_gravest_then_the_most_insistent_then_the_longest_waiting_comes_first() -> None:
    calls = [
        CALL,
        replace(CALL, id="b", received_at=NOON - 5 * M),
        replace(CALL, id="c", rings=4),
        replace(CALL, id="d", priority=Priority.P1),
        replace(CALL, id="e", priority=Priority.P3, rings=9),
    ]
    assert [call.id for call in queue(calls, NOON)] == ["d", "c", "b", "a", "e"]


@pytest.mark.parametrize(
    ("call", "waits"),
    [
        (replace(CALL, is_taken=True), False),
        (replace(CALL, never=True), False),
        (replace(CALL, tries=1, last_try_at=NOON - 9 * M), False),
        (replace(CALL, tries=1, last_try_at=NOON - 10 * M), True),
    ],
)
def test_nobody_is_called_twice_at_once_or_to_their_harm(call: Call, waits: bool) -> None:
    assert bool(queue([call], NOON)) is waits


@pytest.mark.parametrize(
    ("call", "minutes", "is_late"),
    [
        (CALL, 9, False),
        (CALL, 10, True),
        (replace(CALL, is_taken=True), 10, True),
        (replace(CALL, never=True), 10, False),
    ],
)
def test_a_call_that_nobody_returned_is_escalated(call: Call, minutes: int, is_late: bool) -> None:
    assert bool(overdue([call], NOON + minutes * M)) is is_late


@pytest.mark.parametrize(
    ("tries", "answer", "state"),
    [
        (1, Answer.TALKED, CallBackState.TALKED),
        (1, Answer.NOBODY, CallBackState.DUE),
        (2, Answer.NOBODY, CallBackState.NO_CONTACT),
        (3, Answer.NOT_SAFE, CallBackState.DUE),
        (1, Answer.WRONG_NUMBER, CallBackState.NO_CONTACT),
    ],
)
def test_a_call_ends_when_we_talked_or_tried_twice(
    tries: int, answer: Answer, state: CallBackState
) -> None:
    assert after_try(replace(CALL, tries=tries), answer) is state


@pytest.mark.parametrize("language", Language)
def test_the_script_asks_for_safety_first_and_for_no_name(language: Language) -> None:
    questions = script(language)
    assert [ask for ask, _ in questions] == list(Ask)
    assert questions[0][0] is Ask.CAN_YOU_TALK
    assert questions[1][0] is Ask.ARE_YOU_SAFE
    assert len({words for _, words in questions}) == 12


def test_the_script_speaks_the_language_of_the_caller_where_it_can() -> None:
    assert dict(script(Language.SWAHILI))[Ask.WHAT_NOW] == "Nini kinatokea sasa hivi?"
    assert dict(script(Language.LINGALA)) == dict(script(Language.FRENCH))
