"""A failed send is tried again with patience; a P1 with none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.delivery import (
    PATIENCE,
    Again,
    Try,
    after_unknown,
    can_be_bundled,
    can_be_throttled,
    next_attempt,
)
from tocsin.domain.messages import Blame
from tocsin.domain.words import DeliveryState, Priority

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAILED, UNKNOWN = DeliveryState.FAILED, DeliveryState.UNKNOWN
UNDER_P1 = [Priority.P2, Priority.P3, Priority.P4]


def a_try(
    state: DeliveryState = FAILED,
    *,
    gateway: str = "airtel",
    is_final: bool = False,
    retry_after: timedelta | None = None,
) -> Try:
    return Try(gateway, "+243990000001", NOON, state, "x", is_final, Blame.GATEWAY, retry_after)


tries = st.builds(
    a_try,
    st.sampled_from([FAILED, UNKNOWN, DeliveryState.CLAIMED]),
    gateway=st.sampled_from(["airtel", "orange"]),
    is_final=st.booleans(),
    retry_after=st.none() | st.timedeltas(timedelta(0), timedelta(hours=9)),
)


@pytest.mark.parametrize("priority", list(Priority))
def test_the_first_try_is_now(priority: Priority) -> None:
    assert next_attempt([], priority=priority, now=NOON) == NOON


@pytest.mark.parametrize("priority", UNDER_P1)
def test_patience_grows_and_ends(priority: Priority) -> None:
    waits = []
    for n in range(1, len(PATIENCE[priority]) + 1):
        at = next_attempt([a_try()] * n, priority=priority, now=NOON)
        assert at is not None
        waits.append(at - NOON)
    assert waits == list(PATIENCE[priority]) == sorted(waits)
    too_many = [a_try()] * (len(PATIENCE[priority]) + 1)
    assert next_attempt(too_many, priority=priority, now=NOON) is None


@pytest.mark.parametrize(
    "state",
    [
        DeliveryState.SENT,
        DeliveryState.DELIVERED,
        DeliveryState.EXPIRED,
        DeliveryState.CANCELLED,
    ],
)
def test_what_has_ended_is_not_tried_again(state: DeliveryState) -> None:
    tried = [a_try(), a_try(state)]
    assert next_attempt(tried, priority=Priority.P1, now=NOON) is None


def test_a_failure_that_repeating_cannot_help_is_followed_by_another_means_at_once() -> None:
    assert next_attempt([a_try(is_final=True)], priority=Priority.P3, now=NOON) == NOON


def test_a_carriers_wish_to_wait_is_obeyed_but_not_by_a_p1() -> None:
    slow = [a_try(retry_after=timedelta(minutes=9))]
    assert next_attempt(slow, priority=Priority.P2, now=NOON) == NOON + timedelta(minutes=9)
    assert next_attempt(slow, priority=Priority.P1, now=NOON) == NOON


def test_a_p1_without_an_answer_goes_by_the_next_means_at_once() -> None:
    again = after_unknown([a_try(UNKNOWN)], priority=Priority.P1, now=NOON)
    assert again == Again(NOON, is_same_means=False)
    assert next_attempt([a_try(UNKNOWN)] * 3, priority=Priority.P1, now=NOON) == NOON


@pytest.mark.parametrize("priority", UNDER_P1)
def test_anything_else_without_an_answer_waits_and_repeats_the_same_id(priority: Priority) -> None:
    again = after_unknown([a_try(UNKNOWN)], priority=priority, now=NOON)
    assert again is not None
    assert again.is_same_means
    assert again.at > NOON


def test_after_three_unknown_answers_another_gateway_is_asked() -> None:
    again = after_unknown([a_try(UNKNOWN)] * 3, priority=Priority.P2, now=NOON)
    assert again is not None
    assert not again.is_same_means


@pytest.mark.parametrize("priority", UNDER_P1)
def test_patience_with_silence_ends_as_well(priority: Priority) -> None:
    tried = [a_try(UNKNOWN)] * len(PATIENCE[priority])
    assert after_unknown(tried, priority=priority, now=NOON) is not None
    assert after_unknown([*tried, a_try(UNKNOWN)], priority=priority, now=NOON) is None
    assert next_attempt([*tried, a_try(UNKNOWN)], priority=priority, now=NOON) is None


def test_a_sender_that_died_leaves_an_unknown() -> None:
    claimed = [a_try(DeliveryState.CLAIMED)]
    unknown = [a_try(UNKNOWN)]
    for priority in Priority:
        assert next_attempt(claimed, priority=priority, now=NOON) == next_attempt(
            unknown, priority=priority, now=NOON
        )


@given(st.lists(tries, min_size=1, max_size=30), st.integers(0, 10_000))
def test_a_p1_is_never_given_up_and_never_waits_more_than_a_minute(
    tried: list[Try], late: int
) -> None:
    now = NOON + timedelta(seconds=late)
    at = next_attempt(tried, priority=Priority.P1, now=now)
    assert at is not None
    assert now <= at <= max(now, NOON + timedelta(seconds=60))
    if len(tried) <= 3:
        assert at == now


@given(st.lists(tries, max_size=12), st.sampled_from(list(Priority)), st.integers(0, 10_000))
def test_a_try_is_never_in_the_past(tried: list[Try], priority: Priority, late: int) -> None:
    now = NOON + timedelta(seconds=late)
    at = next_attempt(tried, priority=priority, now=now)
    assert at is None or at >= now


@pytest.mark.parametrize("priority", list(Priority))
def test_only_a_p1_cannot_be_held_back(priority: Priority) -> None:
    is_p1 = priority is Priority.P1
    assert can_be_throttled(priority) is not is_p1
    assert can_be_bundled(priority) is not is_p1
