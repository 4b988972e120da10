"""Who is asked to review what somebody opened alone, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.widening import review_turn

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "reminded", "escalated", "turn"),
    [
        (0.9, None, None, None),
        (1, None, None, "one"),
        (40, None, None, "one"),
        (2, 1, None, None),
        (23.9, 1, None, None),
        (24, 1, None, "others"),
        (41, 40, None, None),
        (63, 40, None, "others"),
        (90, 1, 24, None),
    ],
)
def test_one_is_asked_then_the_others_and_each_once(
    hours: float, reminded: float | None, escalated: float | None, turn: str | None
) -> None:
    at = {n: NOON + timedelta(hours=n) for n in (hours, reminded, escalated) if n is not None}
    found = review_turn(
        NOON,
        reminded_at=at[reminded] if reminded is not None else None,
        escalated_at=at[escalated] if escalated is not None else None,
        now=at[hours],
    )
    assert found == turn
