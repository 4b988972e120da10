"""Nobody copies a list of people one by one, and whoever works hard is not taken for somebody who does."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.brakes import ENTRIES, LOOKS, stop_before, too_many

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
HOUR, DAY, WEEK = LOOKS


def looks(count: int, *, every: timedelta) -> dict[str, datetime]:
    """The last of them a moment ago, the others before it."""
    return {f"FP-{i:04}": NOON - (i * every) for i in range(count)}


@pytest.mark.parametrize(
    ("looked", "is_stopped"),
    [
        ({}, False),
        (looks(HOUR.most - 1, every=timedelta(minutes=1)), False),
        (looks(HOUR.most, every=timedelta(minutes=1)), True),
        (looks(HOUR.most, every=timedelta(minutes=3)), False),  # an hour and a half
        (looks(DAY.most - 1, every=timedelta(minutes=15)), False),
        (looks(DAY.most, every=timedelta(minutes=15)), True),
        (looks(WEEK.most - 1, every=timedelta(minutes=50)), False),
        (looks(WEEK.most, every=timedelta(minutes=50)), True),
    ],
)
def test_as_many_as_a_person_looks_at_and_no_more(
    looked: dict[str, datetime], is_stopped: bool
) -> None:
    assert (stop_before(looked, "FP-9999", now=NOON) is not None) is is_stopped


def test_whoever_was_looked_at_already_is_nobody_new() -> None:
    looked = looks(HOUR.most, every=timedelta(minutes=1))
    assert stop_before(looked, "FP-0003", now=NOON) is None


def test_there_is_room_again_exactly_when_it_says() -> None:
    looked = looks(HOUR.most, every=timedelta(minutes=1))
    stop = stop_before(looked, "FP-9999", now=NOON)
    assert stop is not None
    assert stop.until == NOON + timedelta(minutes=60 - (HOUR.most - 1))
    assert stop_before(looked, "FP-9999", now=stop.until) is None
    assert stop_before(looked, "FP-9999", now=stop.until - timedelta(seconds=1)) is not None


@pytest.mark.parametrize(
    ("looked", "is_widened", "gives_way"),
    [
        (looks(HOUR.most, every=timedelta(minutes=1)), False, True),
        (looks(DAY.most, every=timedelta(minutes=15)), False, False),
        (looks(DAY.most, every=timedelta(seconds=1)), False, False),  # the hour, and the day
        (looks(DAY.most, every=timedelta(seconds=1)), True, False),
        (looks(WEEK.most, every=timedelta(minutes=50)), False, False),
    ],
)
def test_widened_rights_are_told_of_only_where_they_lead_on(
    looked: dict[str, datetime], is_widened: bool, gives_way: bool
) -> None:
    stop = stop_before(looked, "FP-9999", is_widened=is_widened, now=NOON)
    assert stop is not None
    assert stop.gives_way is gives_way
    widened = stop_before(looked, "FP-9999", is_widened=True, now=NOON)
    assert (widened is None) is gives_way


@pytest.mark.parametrize(
    ("count", "every", "is_told"),
    [
        (ENTRIES[0].most, timedelta(seconds=1), False),
        (ENTRIES[0].most + 1, timedelta(seconds=1), True),
        (ENTRIES[1].most, timedelta(minutes=5), False),
        (ENTRIES[1].most + 1, timedelta(minutes=5), True),
    ],
)
def test_a_phone_that_writes_without_end_is_told_of(
    count: int, every: timedelta, is_told: bool
) -> None:
    moments = [NOON - i * every for i in range(count)]
    assert (too_many(moments, now=NOON) is not None) is is_told
