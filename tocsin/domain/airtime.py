"""Airtime: what may happen to a top-up, what that moves in the ledger, and when to look again.

The promise is kept here: from no state in which a call may have acted does anything lead back to a
call. Only `not_taken`, which a provider says when it certainly has nothing, does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from tocsin.domain.airtime_words import MovementKind, TopUpEvent, TopUpState

_S, _E = TopUpState, TopUpEvent

TABLE: Mapping[TopUpState, Mapping[TopUpEvent, TopUpState]] = {
    _S.ASKED: {
        _E.APPROVE: _S.APPROVED,
        _E.APPROVE_HALF: _S.HALF_APPROVED,
        _E.APPROVE_BY_HAND: _S.BY_HAND,
        _E.REFUSE: _S.REFUSED,
    },
    _S.HALF_APPROVED: {
        _E.APPROVE: _S.APPROVED,
        _E.APPROVE_BY_HAND: _S.BY_HAND,
        _E.REFUSE: _S.REFUSED,
    },
    _S.APPROVED: {_E.CLAIM: _S.SENDING, _E.REFUSE: _S.REFUSED, _E.REJECTED: _S.FAILED},
    _S.SENDING: {
        _E.DELIVERED: _S.DELIVERED,
        _E.PENDING: _S.PENDING,
        _E.REJECTED: _S.FAILED,
        _E.NOT_TAKEN: _S.APPROVED,
        _E.UNKNOWN: _S.UNKNOWN,
    },
    _S.PENDING: {
        _E.DELIVERED: _S.DELIVERED,
        _E.REJECTED: _S.FAILED,
        _E.REVERSED: _S.REVERSED,
        # What it had and knows no more is a riddle, not a failure.
        _E.NOT_FOUND: _S.UNKNOWN,
        _E.RESOLVE_ARRIVED: _S.DELIVERED,
        _E.RESOLVE_LOST: _S.FAILED,
    },
    _S.UNKNOWN: {
        _E.DELIVERED: _S.DELIVERED,
        _E.PENDING: _S.PENDING,
        _E.REJECTED: _S.FAILED,
        _E.REVERSED: _S.REVERSED,
        # The late answer of the call itself; a look-up cannot say this.
        _E.NOT_TAKEN: _S.APPROVED,
        _E.RESOLVE_ARRIVED: _S.DELIVERED,
        _E.RESOLVE_LOST: _S.FAILED,
    },
    _S.BY_HAND: {_E.RESOLVE_ARRIVED: _S.DELIVERED, _E.REFUSE: _S.REFUSED},
    _S.DELIVERED: {_E.REVERSED: _S.REVERSED},
    # A provider that answers after we gave up.
    _S.FAILED: {_E.DELIVERED: _S.DELIVERED},
    _S.REVERSED: {},
    _S.REFUSED: {},
}

HELD = frozenset({_S.APPROVED, _S.SENDING, _S.PENDING, _S.UNKNOWN, _S.BY_HAND})
"""While it stands here its amount is bound: neither free nor spent."""

LOOKED_UP = frozenset({_S.PENDING, _S.UNKNOWN, _S.DELIVERED, _S.FAILED})
"""A look-up can change it still: what came may be taken back, and what failed may have come after all."""

UNDER_WAY = frozenset({_S.SENDING, _S.PENDING, _S.UNKNOWN})
"""A call for it was made, and nobody knows yet that it came to nothing: its seller may sell it."""

OPEN = frozenset({_S.ASKED, _S.HALF_APPROVED}) | HELD
MOST_TRIES = 4
_TRY_AGAIN = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=15))
_LOOK_AGAIN = (
    timedelta(seconds=20),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
CALL_LIMIT = timedelta(minutes=2)
"""A call that says nothing for so long is of unknown fate: its process may be dead."""

START_LIMIT = timedelta(seconds=30)
"""A process that slept longer between claiming and calling does not call any more."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a base allows, in smallest units; None allows any amount."""

    free: int
    largest: int | None = None
    cap_of_month: int | None = None
    second_above: int | None = None


def after(state: TopUpState, event: TopUpEvent) -> TopUpState | None:
    """Return the state that follows, None when this changes nothing: a repeat, or too late."""
    return TABLE[state].get(event)


def movement(before: TopUpState, now: TopUpState) -> MovementKind | None:
    """Return what the step from one state to the next moves in the ledger."""
    was_held, is_held = before in HELD, now in HELD
    if not was_held and is_held:
        return MovementKind.HOLD
    if now is _S.DELIVERED:
        return MovementKind.SETTLE if was_held else MovementKind.SETTLE_LATE
    if was_held and not is_held:
        return MovementKind.RELEASE
    if before is _S.DELIVERED and now is _S.REVERSED:
        return MovementKind.REVERSE
    return None


def why_not(minor: int, *, given_this_month: int, rules: Rules) -> str | None:
    """Return the code of the rule that forbids to approve this amount, None when it may be."""
    if rules.largest is not None and minor > rules.largest:
        return "too_large"
    if rules.cap_of_month is not None and given_this_month + minor > rules.cap_of_month:
        return "over_cap"
    if minor > rules.free:
        return "no_budget"
    return None


def needs_second(minor: int, rules: Rules) -> bool:
    return rules.second_above is not None and minor > rules.second_above


def try_again_after(n_tries: int) -> timedelta | None:
    """Return how long to wait after so many tries that were not taken; None: give up."""
    return _TRY_AGAIN[n_tries - 1] if 0 < n_tries < MOST_TRIES else None


def look_again_after(n_looks: int) -> timedelta | None:
    """Return how long to wait before the next look; None: a person must find out."""
    return _LOOK_AGAIN[n_looks] if n_looks < len(_LOOK_AGAIN) else None
