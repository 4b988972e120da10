"""Airtime in plain form: the table of a top-up, money moved by each step, requests and amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.airtime import HELD, TABLE, after, look_again_after, movement, try_again_after
from tocsin.domain.airtime_request import asks_for_airtime, operator_in
from tocsin.domain.airtime_words import MovementKind, TopUpEvent, TopUpState
from tocsin.domain.money import in_units, minor_of
from tocsin.domain.words import Kind

MOVES = {
    MovementKind.HOLD: ("free", "held"),
    MovementKind.RELEASE: ("held", "free"),
    MovementKind.SETTLE: ("held", "spent"),
    MovementKind.SETTLE_LATE: ("free", "spent"),
    MovementKind.REVERSE: ("spent", "free"),
}
MAY_HAVE_ACTED = {TopUpState.SENDING, TopUpState.PENDING, TopUpState.UNKNOWN, TopUpState.DELIVERED}


def test_only_a_call_that_was_certainly_not_taken_leads_back_to_a_call() -> None:
    back = {
        (state, event)
        for state in MAY_HAVE_ACTED | {TopUpState.FAILED, TopUpState.REVERSED, TopUpState.REFUSED}
        for event, now in TABLE[state].items()
        if now in (TopUpState.APPROVED, TopUpState.ASKED, TopUpState.SENDING)
    }
    assert {event for _, event in back} == {TopUpEvent.NOT_TAKEN}


def test_a_look_up_that_finds_nothing_never_frees_the_money() -> None:
    for state in MAY_HAVE_ACTED:
        now = after(state, TopUpEvent.NOT_FOUND)
        assert now in (None, TopUpState.UNKNOWN)


@given(st.lists(st.sampled_from(TopUpEvent), max_size=30))
def test_on_any_way_money_is_bound_once_and_comes_to_one_end(events: list[TopUpEvent]) -> None:
    state, purse = TopUpState.ASKED, {"free": 1, "held": 0, "spent": 0}
    seen: list[MovementKind] = []
    for event in events:
        now = after(state, event)
        if now is None:
            continue
        kind = movement(state, now)
        if kind is not None:
            seen.append(kind)
            source, target = MOVES[kind]
            purse[source], purse[target] = purse[source] - 1, purse[target] + 1
        state = now
        is_spent = state is TopUpState.DELIVERED
        assert (purse["held"], purse["spent"]) == (int(state in HELD), int(is_spent))
        assert sum(purse.values()) == 1
    assert len(seen) == len(set(seen))


def test_patience_grows_and_ends() -> None:
    looks = [look_again_after(n) for n in range(8)]
    assert looks[-1] is None
    assert looks[:-1] == sorted(look for look in looks if look)
    assert try_again_after(4) is None
    assert try_again_after(1) is not None


@pytest.mark.parametrize(
    ("text", "kind", "asks"),
    [
        ("unite zimeisha", Kind.NETWORK, True),
        ("je n'ai plus de crédit", Kind.QUESTION, True),
        ("Je n’ai plus d’unités", Kind.QUESTION, True),
        ("sina vocha", Kind.NETWORK, True),
        ("ntanguye amainite", Kind.NETWORK, True),
        ("batterie morte", Kind.NETWORK, False),
        ("avez-vous reçu le crédit ?", Kind.QUESTION, False),
        ("ils ont pillé la boutique de crédit, plus rien", Kind.LOOTING, False),
        ("", Kind.NETWORK, False),
    ],
)
def test_a_request_for_airtime_is_known(text: str, kind: Kind, asks: bool) -> None:
    assert asks_for_airtime(text, kind) is asks


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("envoyez unités Airtel", "airtel"),
        ("vodacom ou airtel", ""),
        ("unite", ""),
        ("VODA", "vodacom"),
    ],
)
def test_an_operator_is_taken_only_when_one_is_named(text: str, operator: str) -> None:
    assert operator_in(text) == operator


@given(st.integers(1, 10**9), st.sampled_from(["CDF", "USD", "UGX"]))
def test_an_amount_written_out_is_read_back_as_itself(minor: int, currency: str) -> None:
    assert minor_of(in_units(minor, currency), currency) == minor


@pytest.mark.parametrize("said", ["", "-1", "0", "1.005", "abc", "Infinity", "1e30", "1..2"])
def test_what_is_no_amount_is_none(said: str) -> None:
    assert minor_of(said, "USD") is None
