"""No setting silences a P1 (R5)."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.quiet import Hold, Peace, faults_of, held_by, waits_until
from tocsin.domain.words import Kind, Priority

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
H = timedelta(hours=1)
HOLD = Hold("storm of rumours", NOON, NOON + 2 * H)


@pytest.mark.parametrize(
    ("hold", "priority", "held"),
    [
        (HOLD, Priority.P3, True),
        (HOLD, Priority.P2, True),
        (HOLD, Priority.P1, False),
        (Hold("x", NOON, NOON + 13 * H), Priority.P3, False),
        (Hold(" ", NOON, NOON + H), Priority.P3, False),
        (Hold("x", NOON - 3 * H, NOON), Priority.P3, False),
        (Hold("x", NOON, NOON + H, kinds=frozenset({Kind.RUMOUR})), Priority.P3, False),
        (Hold("x", NOON, NOON + H, area="north"), Priority.P3, True),
        (Hold("x", NOON, NOON + H, area="south"), Priority.P3, False),
    ],
)
def test_a_hold_is_short_reasoned_and_never_for_a_p1(
    hold: Hold, priority: Priority, held: bool
) -> None:
    found = held_by(priority, Kind.ATTACK, "north", holds=[hold], now=NOON)
    assert (found is hold) is held


def test_what_is_wrong_with_a_hold() -> None:
    assert faults_of(Hold("", NOON, NOON - H)) == ("hold.reason_missing", "hold.backwards")
    assert faults_of(HOLD) == ()


@pytest.mark.parametrize(
    ("priority", "on_duty", "hour", "waits"),
    [
        (Priority.P3, True, 23, 7),
        (Priority.P3, False, 2, 4),
        (Priority.P3, False, 12, None),
        (Priority.P2, False, 23, 7),
        (Priority.P2, True, 23, None),
        (Priority.P1, False, 23, None),
    ],
)
def test_quiet_hours_bind_for_lesser_matters(
    priority: Priority, on_duty: bool, hour: int, waits: int | None
) -> None:
    now = NOON.replace(hour=hour)
    night = Peace(time(22), time(6))
    found = waits_until(priority, is_on_duty=on_duty, peace=night, now=now)
    assert found == (None if waits is None else now + waits * H)


holds = st.builds(
    Hold,
    reason=st.text(max_size=5),
    since=st.just(NOON - H),
    until=st.integers(-5, 500).map(lambda hours: NOON + hours * H),
    kinds=st.frozensets(st.sampled_from(Kind), max_size=3),
    area=st.sampled_from(["", "north"]),
)


@given(st.lists(holds), st.sampled_from(Kind), st.times(), st.times(), st.booleans())
def test_no_setting_silences_a_p1(
    rules: list[Hold], kind: Kind, quiet_from: time, quiet_until: time, on_duty: bool
) -> None:
    assert held_by(Priority.P1, kind, "north", holds=rules, now=NOON) is None
    peace = Peace(quiet_from, quiet_until)
    assert waits_until(Priority.P1, is_on_duty=on_duty, peace=peace, now=NOON) is None
