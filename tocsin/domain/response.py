"""What a response may become, when its next word is due, and how long each part of it took."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.words import Priority, ResponseState

State = ResponseState


class NonResponse(StrEnum):
    """Why nobody came: counted in the reports, and nobody is blamed by it (domain.md §3.6)."""

    DISTANCE = "distance"
    ROAD_CUT = "road_cut"
    WEATHER = "weather"
    NIGHT = "night"
    NO_FUEL = "no_fuel"
    NO_VEHICLE = "no_vehicle"
    NO_TROOPS = "no_troops"
    OTHER_OPERATION = "other_operation"
    AWAITING_ORDERS = "awaiting_orders"
    CAVEAT = "caveat"
    NOT_CREDIBLE = "not_credible"
    TOO_VAGUE = "too_vague"
    TOO_LATE = "too_late"
    OTHER_FORCE_TOOK_IT = "other_force_took_it"
    AREA_OTHER_FORCE = "area_other_force"
    ACCESS_DENIED = "access_denied"
    HOSTILE_CROWD = "hostile_crowd"
    FORCE_PROTECTION = "force_protection"
    COMMS_FAILED = "comms_failed"
    COMMUNITY_DECLINED = "community_declined"
    OUTSIDE_AREA = "outside_area"
    PERPETRATOR_IS_RECIPIENT = "perpetrator_is_recipient"
    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"


# The way forward. A step may be left out, because people forget to tell; none is taken back.
_WAY = (State.ASKED, State.ACCEPTED, State.DEPARTED, State.ON_SCENE, State.ENDED)
_FINAL = frozenset({State.DECLINED, State.ENDED, State.ABORTED})
# Ends that a report must be able to explain.
_NEEDS_REASON = frozenset({State.DECLINED, State.ABORTED})
_ABORTABLE = frozenset({State.ACCEPTED, State.DEPARTED, State.ON_SCENE})
_REFUSABLE = frozenset({State.ASKED, State.NO_ANSWER, State.ACCEPTED})


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


class Quiet(StrEnum):
    """What the silence of a patrol asks for."""

    CALL = "call"  # it should have said something by now
    ALARM = "alarm"  # twice as long: the patrol itself may need help, a P1 towards the force


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


def needs_reason(state: ResponseState) -> bool:
    return state in _NEEDS_REASON


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


def silence_of(
    state: ResponseState, priority: Priority, *, last_word_at: datetime, now: datetime
) -> Quiet | None:
    """Return what a patrol's silence asks for, None while there is nothing to fear.

    A patrol that left is watched at every priority: without a clock of its own, at that of a P2.
    """
    if state not in (State.DEPARTED, State.ON_SCENE):
        return None
    length = allowed(Clock.PROGRESS, priority) or timedelta(hours=1)
    quiet_for = now - last_word_at
    if quiet_for > 2 * length:
        return Quiet.ALARM
    return Quiet.CALL if quiet_for > length else None


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
