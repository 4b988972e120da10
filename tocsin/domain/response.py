"""What a response may become, when its next word is due, and how long each part of it took."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.response_words import Quiet, ResponseActor, ResponseResult
from tocsin.domain.words import BaseKind, Priority, ResponseState

State = ResponseState


# The way forward. A step may be left out, because people forget to tell; none is taken back.
_WAY = (
    State.ASKED,
    State.ACCEPTED,
    State.PREPARING,
    State.DEPARTED,
    State.ON_SCENE,
    State.ENDED,
)
_FINAL = frozenset({State.DECLINED, State.ENDED, State.ABORTED})
# Ends that a report must be able to explain.
_NEEDS_REASON = frozenset({State.DECLINED, State.ABORTED})
_ABORTABLE = frozenset({State.ACCEPTED, State.PREPARING, State.DEPARTED, State.ON_SCENE})
_REFUSABLE = frozenset({State.ASKED, State.NO_ANSWER, State.ACCEPTED, State.PREPARING})
_UNDER_WAY = frozenset({State.DEPARTED, State.ON_SCENE})
# An answer that is not asked for by a clock of its own is missed after this (P3, P4).
_ANSWER_AT_LATEST = timedelta(hours=12)
_PATROL_SPEAKS = timedelta(hours=1)
_CRY_EVERY = timedelta(minutes=5)
_ACTOR_OF = {
    BaseKind.BASE: ResponseActor.MISSION_FORCE,
    BaseKind.OPERATIONS_ROOM: ResponseActor.MISSION_CIVILIAN,
    BaseKind.POLICE_POST: ResponseActor.PNC,
    BaseKind.FORCES_LIAISON: ResponseActor.FARDC,
}
# What nobody can claim without saying what was seen.
_NEEDS_OBSERVATION = frozenset({ResponseResult.ATTACK_PREVENTED})


@dataclass(frozen=True, slots=True)
class Moments:
    """When things happened, not when we heard of them; None: not, or not told."""

    received_at: datetime
    asked_at: datetime
    accepted_at: datetime | None = None
    departed_at: datetime | None = None
    on_scene_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long each part took; None when one of its ends is not known, or they contradict."""

    to_answer: timedelta | None
    to_departure: timedelta | None
    to_arrival: timedelta | None
    on_scene: timedelta | None
    from_first_word: timedelta | None  # received to arrival: what a village lives through


def may_become(state: ResponseState, wanted: ResponseState) -> bool:
    """Say whether a response may go from one state to another; late entries may leap ahead."""
    if state in _FINAL or state is wanted:
        return False
    match wanted:
        case State.NO_ANSWER:
            return state is State.ASKED
        case State.DECLINED:
            return state in _REFUSABLE
        case State.ABORTED:
            return state in _ABORTABLE
        case _:
            reached = _WAY.index(State.ASKED if state is State.NO_ANSWER else state)
            return _WAY.index(wanted) > reached


def may_fill(state: ResponseState, wanted: ResponseState, *, is_told: bool) -> bool:
    """Say whether a late entry may fill in a moment that was left out, changing no state.

    `is_told` is whether that moment is known already. Somebody who never set out has no arrival.
    """
    if is_told or wanted not in _WAY or state not in (*_WAY, State.ABORTED):
        return False
    return state is State.ABORTED or _WAY.index(wanted) < _WAY.index(state)


def needs_reason(state: ResponseState) -> bool:
    return state in _NEEDS_REASON


def needs_observation(result: ResponseResult | None) -> bool:
    """Say whether this result must come with what was observed (domain.md §3.6)."""
    return result in _NEEDS_OBSERVATION


def actor_of(kind: BaseKind) -> ResponseActor:
    """Return who acts when a post of this kind does, unless somebody says otherwise."""
    return _ACTOR_OF[kind]


def deadline_for(state: ResponseState, priority: Priority, *, since: datetime) -> datetime | None:
    """Return when the next word is due, or None when none is: it ended, or nobody promised one.

    Before departure the act clock runs from when it was asked or accepted, afterwards the
    progress clock from the last word (alerting.md §5.7).
    """
    if state in _FINAL:
        return None
    under_way = state in (State.DEPARTED, State.ON_SCENE)
    length = allowed(Clock.PROGRESS if under_way else Clock.ACT, priority)
    return None if length is None else since + length


def next_look(
    state: ResponseState,
    priority: Priority,
    *,
    last_word_at: datetime,
    quiet: Quiet | None = None,
    every: timedelta | None = None,
    now: datetime | None = None,
) -> datetime | None:
    """Return when the clock must look at a response again, None when silence means nothing.

    `every` is what was agreed with the team; without it the progress clock counts, or an hour at
    priorities that have none: a patrol that left is watched at every priority. `quiet` is what its
    silence has led to; after the alarm it is cried again, counted from `now`, until somebody speaks.
    """
    if state is State.ASKED:
        return last_word_at + (allowed(Clock.ACT, priority) or _ANSWER_AT_LATEST)
    if state not in _UNDER_WAY:
        return None
    length = word_due_after(priority, every)
    match quiet:
        case None:
            return last_word_at + length
        case Quiet.CALL:
            return last_word_at + 2 * length
        case Quiet.ALARM:
            return (now or last_word_at + 2 * length) + _CRY_EVERY


def word_due_after(priority: Priority, every: timedelta | None = None) -> timedelta:
    """Return how long a team on the road may say nothing: `every` as agreed, else its progress clock."""
    return every or allowed(Clock.PROGRESS, priority) or _PATROL_SPEAKS


def elapsed(moments: Moments) -> Elapsed:
    """Return how long each part took."""
    return Elapsed(
        to_answer=_between(moments.asked_at, moments.accepted_at),
        to_departure=_between(moments.asked_at, moments.departed_at),
        to_arrival=_between(moments.departed_at, moments.on_scene_at),
        on_scene=_between(moments.on_scene_at, moments.ended_at),
        from_first_word=_between(moments.received_at, moments.on_scene_at),
    )


def is_timely(moments: Moments, *, event_ended_at: datetime | None) -> bool | None:
    """Say whether help arrived before or during the event.

    None when nobody arrived or the end of the event is not known: such a response counts as
    neither (domain.md §3.6).
    """
    if moments.on_scene_at is None or event_ended_at is None:
        return None
    return moments.on_scene_at <= event_ended_at


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    return end - start if start and end and end >= start else None
