"""The life of a handset: what the table allows, and who stays named."""

import pytest

from tocsin.domain.handset_words import HandsetState, HandsetStep
from tocsin.domain.handsets import DRILLED, GONE, HELD, after, keeps_holder, steps_from


def test_nothing_is_issued_that_somebody_holds_or_that_is_gone() -> None:
    may = [state for state in HandsetState if after(state, HandsetStep.ISSUE)]
    assert may == [HandsetState.IN_STORE]


def test_whatever_somebody_holds_can_be_lost_stolen_and_given_back() -> None:
    for state in HELD:
        assert {HandsetStep.LOSE, HandsetStep.STEAL, HandsetStep.RETURN} <= set(steps_from(state))


def test_a_lost_phone_keeps_its_last_holder() -> None:
    assert all(keeps_holder(state) for state in GONE | HELD)
    assert not keeps_holder(HandsetState.IN_STORE)


def test_every_state_can_be_reached_and_only_the_last_is_an_end() -> None:
    reached, before = {HandsetState.IN_STORE}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {now for s in reached for step in HandsetStep if (now := after(s, step))}
    assert reached == set(HandsetState)
    assert [s for s in HandsetState if not steps_from(s)] == [HandsetState.WRITTEN_OFF]


@pytest.mark.parametrize("step", sorted(DRILLED))
def test_what_came_back_is_looked_over_before_it_goes_out(step: HandsetStep) -> None:
    lost = after(HandsetState.TESTED, step)
    assert lost is not None
    assert after(lost, HandsetStep.FIND) is HandsetState.RETURNED
