"""A travel time says how it is known, and what people drove outweighs what somebody supposed."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.network_words import Means
from tocsin.domain.planning_words import KnownBy, Season
from tocsin.domain.travel import Trip, Written, season_of, way_there

JUNE = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)


def trip(minutes: int, *, days: int = 0) -> Trip:
    left = JUNE + timedelta(days=days)
    return Trip(left, left + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("month", "season"),
    [
        (1, "dry"),
        (3, "wet"),
        (5, "wet"),
        (6, "dry"),
        (8, "dry"),
        (9, "wet"),
        (11, "wet"),
        (12, "dry"),
    ],
)
def test_two_rains_a_year(month: int, season: str) -> None:
    assert season_of(datetime(2026, month, 15, tzinfo=UTC)) is Season(season)


TABLE = Written(50, Means.VEHICLE, JUNE - timedelta(days=30))
PROFILE = Written(70, Means.MOTORBIKE)


@pytest.mark.parametrize(
    ("minutes", "table", "profile", "expected", "known_by"),
    [
        ([40, 44, 90], TABLE, PROFILE, 44, KnownBy.PATROLS),
        ([40, 44], TABLE, PROFILE, 50, KnownBy.TABLE),
        ([], None, PROFILE, 70, KnownBy.PROFILE),
        ([], None, None, 42, KnownBy.LINE),  # 10 km that wind, at 20 km/h
        ([0, -5, 2000], None, None, 42, KnownBy.LINE),  # what cannot be is no patrol
    ],
)
def test_the_best_known_way_counts(
    minutes: list[int],
    table: Written | None,
    profile: Written | None,
    expected: int,
    known_by: KnownBy,
) -> None:
    trips = [trip(one) for one in minutes]
    way = way_there(Season.DRY, km=10, trips=trips, table=table, profile=profile)
    assert (way.minutes, way.known_by) == (expected, known_by)
    assert way.is_guess is (known_by is KnownBy.LINE)


def test_what_was_written_after_the_last_patrol_outweighs_the_patrols() -> None:
    trips = [trip(40, days=day) for day in range(3)]
    bridge_gone = Written(0, Means.CUT_OFF, JUNE + timedelta(days=5))
    way = way_there(Season.DRY, km=10, trips=trips, table=bridge_gone)
    assert (way.minutes, way.by, way.n_patrols) == (None, Means.CUT_OFF, 3)


def test_rain_makes_a_guess_longer() -> None:
    dry, wet = (way_there(season, km=20).minutes for season in Season)
    assert dry is not None
    assert wet is not None
    assert wet > dry
