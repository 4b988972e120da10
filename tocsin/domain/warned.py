"""Who must be warned that a phone near them is in other hands: by when, and by which ways safely."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.network_words import NumberState, SafeWay
from tocsin.domain.warned_words import WarnedBy

WITHIN = timedelta(hours=4)  # whoever holds the phone reads on it whom it wrote to
CRY_EVERY = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What decides how somebody may be told."""

    safe_way: SafeWay
    number_state: NumberState = NumberState.TRUSTED
    may_be_called: bool = True  # they agreed to calls, or nobody asked them
    is_forced: bool = False  # wrote under duress
    has_station: bool = False


def ways_of(near: Neighbour) -> tuple[WarnedBy, ...]:
    """Return the ways by which somebody may be told without harm, the safest first; never none."""
    found = [WarnedBy.FACE_TO_FACE, WarnedBy.MESSENGER]
    if near.is_forced or near.safe_way is SafeWay.FACE_TO_FACE:
        return tuple(found)
    if near.has_station:
        found.append(WarnedBy.RADIO)
    is_callable = near.safe_way in (SafeWay.TEXT, SafeWay.CALL) and near.may_be_called
    if is_callable and near.number_state is NumberState.TRUSTED:
        found.append(WarnedBy.CALL)
    return tuple(found)


def next_cry(due_at: datetime, now: datetime) -> datetime:
    """Return when those on duty hear again of somebody who is not warned yet."""
    return max(due_at, now) + CRY_EVERY
