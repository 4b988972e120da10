"""When an approved release may go: an update or a cancellation never overtakes what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.domain.release_words import SETTLED, Fate, ReleaseAct, ReleaseMeans, ReleaseState
from tocsin.domain.words import DeliveryState, IncidentLife


class Turn(StrEnum):
    GO = "go"
    WAIT = "wait"
    DROP = "drop"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Approved:
    """What was true of the incident when a release was approved."""

    act: ReleaseAct
    is_drill: bool
    marking: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of the incident now; `is_denied` is the deny matrix asked again."""

    life: IncidentLife
    is_drill: bool
    marking: int
    is_denied: bool


def fate_of(
    state: ReleaseState,
    means: ReleaseMeans,
    *,
    delivery: DeliveryState | None,
    will_be_tried: bool,
    was_received: bool,
) -> Fate:
    """Return what is known of a release at its addressee. Paper counts when it is signed for."""
    if state in _NEVER_LEFT:
        return Fate.NOT_TOLD
    if state is not ReleaseState.GIVEN:
        return Fate.NOT_YET
    if was_received:
        return Fate.TOLD
    if means is ReleaseMeans.PAPER or delivery is None:
        return Fate.ON_ITS_WAY
    return _BY_DELIVERY.get(delivery) or (Fate.ON_ITS_WAY if will_be_tried else Fate.PERHAPS)


def is_nothing_told(chain: Sequence[tuple[ReleaseAct, Fate]]) -> bool:
    """Say whether nothing that still stands can have reached the addressee."""
    standing: list[Fate] = []
    for act, fate in chain:
        standing = [] if act is ReleaseAct.CANCEL else [*standing, fate]
    return all(fate is Fate.NOT_TOLD for fate in standing)


_NEVER_LEFT = (
    ReleaseState.REFUSED,
    ReleaseState.RETURNED,
    ReleaseState.DROPPED,
    ReleaseState.HELD,
)
_BY_DELIVERY = {
    DeliveryState.SENT: Fate.TOLD,
    DeliveryState.DELIVERED: Fate.TOLD,
    DeliveryState.FAILED: Fate.NOT_TOLD,
    DeliveryState.EXPIRED: Fate.NOT_TOLD,
    DeliveryState.CANCELLED: Fate.NOT_TOLD,
    DeliveryState.QUEUED: Fate.ON_ITS_WAY,
    DeliveryState.CLAIMED: Fate.ON_ITS_WAY,
}


def turn_of(
    approved: Approved, now: Standing, earlier: Sequence[tuple[ReleaseAct, Fate]]
) -> tuple[Turn, str]:
    """Return whether an approved release goes now, with the reason when it does not.

    `earlier` are all releases of this incident to this addressee before it, in their order. A
    cancellation goes to exactly those whom something may have reached, whatever became of the
    incident since; anything else is held when the incident is no longer what was approved.
    """
    if any(fate not in SETTLED for _, fate in earlier):
        return Turn.WAIT, "release.waits_for_earlier"
    if approved.act is ReleaseAct.CANCEL:
        if is_nothing_told(earlier):
            return Turn.DROP, "release.nothing_to_take_back"
        return Turn.GO, ""
    held = {
        "release.now_denied": now.is_denied,
        "release.incident_closed": now.life in (IncidentLife.CLOSED, IncidentLife.MERGED),
        "release.more_sensitive": now.marking > approved.marking,
        "release.drill_mismatch": now.is_drill is not approved.is_drill,
    }
    for reason, applies in held.items():
        if applies:
            return Turn.HOLD, reason
    return Turn.GO, ""
