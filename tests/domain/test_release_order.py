"""Nothing overtakes: an update waits for the fate of what it replaces, a cancellation too."""

from dataclasses import replace

import pytest

from tocsin.domain.release_order import Approved, Standing, Turn, fate_of, turn_of
from tocsin.domain.release_words import Fate, ReleaseAct, ReleaseMeans, ReleaseState
from tocsin.domain.words import DeliveryState, IncidentLife

WARNING, UPDATE, CANCEL = ReleaseAct.WARNING, ReleaseAct.UPDATE, ReleaseAct.CANCEL
NOW = Standing(IncidentLife.OPEN, is_drill=False, marking=1, is_denied=False)


def turn(act: ReleaseAct, *earlier: tuple[ReleaseAct, Fate], now: Standing = NOW) -> Turn:
    return turn_of(Approved(act, is_drill=False, marking=1), now, earlier)[0]


@pytest.mark.parametrize(
    ("act", "earlier", "expected"),
    [
        (WARNING, [], Turn.GO),
        (UPDATE, [(WARNING, Fate.TOLD)], Turn.GO),
        (UPDATE, [(WARNING, Fate.PERHAPS)], Turn.GO),
        (UPDATE, [(WARNING, Fate.NOT_TOLD)], Turn.GO),
        (UPDATE, [(WARNING, Fate.ON_ITS_WAY)], Turn.WAIT),
        (UPDATE, [(WARNING, Fate.NOT_YET)], Turn.WAIT),
        (CANCEL, [(WARNING, Fate.TOLD), (UPDATE, Fate.ON_ITS_WAY)], Turn.WAIT),
        (CANCEL, [(WARNING, Fate.TOLD), (UPDATE, Fate.NOT_TOLD)], Turn.GO),
        (CANCEL, [(WARNING, Fate.PERHAPS)], Turn.GO),
        (CANCEL, [(WARNING, Fate.NOT_TOLD)], Turn.DROP),
        (CANCEL, [], Turn.DROP),
        (CANCEL, [(WARNING, Fate.TOLD), (CANCEL, Fate.TOLD), (WARNING, Fate.NOT_TOLD)], Turn.DROP),
    ],
)
def test_the_turn(act: ReleaseAct, earlier: list[tuple[ReleaseAct, Fate]], expected: Turn) -> None:
    assert turn(act, *earlier) is expected


@pytest.mark.parametrize(
    "changed",
    [
        replace(NOW, life=IncidentLife.CLOSED),
        replace(NOW, life=IncidentLife.MERGED),
        replace(NOW, is_drill=True),
        replace(NOW, marking=2),
        replace(NOW, is_denied=True),
    ],
)
def test_what_is_no_longer_as_it_was_approved_is_held_but_for_its_cancellation(
    changed: Standing,
) -> None:
    assert turn(WARNING, now=changed) is Turn.HOLD
    assert turn(CANCEL, (WARNING, Fate.TOLD), now=changed) is Turn.GO


@pytest.mark.parametrize(
    ("means", "delivery", "again", "received", "fate"),
    [
        (ReleaseMeans.SMS, DeliveryState.QUEUED, True, False, Fate.ON_ITS_WAY),
        (ReleaseMeans.SMS, DeliveryState.CLAIMED, False, False, Fate.ON_ITS_WAY),
        (ReleaseMeans.SMS, DeliveryState.SENT, False, False, Fate.TOLD),
        (ReleaseMeans.SMS, DeliveryState.DELIVERED, False, False, Fate.TOLD),
        (ReleaseMeans.SMS, DeliveryState.UNKNOWN, True, False, Fate.ON_ITS_WAY),
        (ReleaseMeans.SMS, DeliveryState.UNKNOWN, False, False, Fate.PERHAPS),
        (ReleaseMeans.SMS, DeliveryState.FAILED, False, False, Fate.NOT_TOLD),
        (ReleaseMeans.SMS, DeliveryState.EXPIRED, False, False, Fate.NOT_TOLD),
        (ReleaseMeans.SMS, DeliveryState.FAILED, False, True, Fate.TOLD),
        (ReleaseMeans.PAPER, None, False, False, Fate.ON_ITS_WAY),
        (ReleaseMeans.PAPER, None, False, True, Fate.TOLD),
    ],
)
def test_what_is_known_of_it_at_its_addressee(
    means: ReleaseMeans, delivery: DeliveryState | None, again: bool, received: bool, fate: Fate
) -> None:
    state = ReleaseState.GIVEN
    assert fate is fate_of(
        state, means, delivery=delivery, will_be_tried=again, was_received=received
    )


@pytest.mark.parametrize("state", ReleaseState)
def test_what_was_not_given_reached_nobody(state: ReleaseState) -> None:
    known = fate_of(state, ReleaseMeans.SMS, delivery=None, will_be_tried=False, was_received=False)
    assert known in (Fate.NOT_YET, Fate.NOT_TOLD, Fate.ON_ITS_WAY)
