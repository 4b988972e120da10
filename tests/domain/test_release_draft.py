"""A draft is fields, rounded: what one source alone gave stays at home."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.earth import kilometres
from tocsin.domain.release_draft import (
    RADIUS_KM,
    Drafted,
    Given,
    Ground,
    band_of,
    coarsest,
    draft_release,
    rounded_point,
    rounded_time,
)
from tocsin.domain.release_words import Precision, ReleaseRequest
from tocsin.domain.words import Kind, VerificationState

AT = datetime(2026, 3, 14, 11, 47, 13, tzinfo=UTC)
KASENGA = Ground(0.62, 29.46, "Kasenga", "Beni", "Mpala", 0.50, 29.30)


def draft(
    *given_: Given, ground: Ground = KASENGA, precision: Precision = Precision.FIVE_KM
) -> Drafted:
    return draft_release(
        Kind.ATTACK,
        AT,
        ground,
        given_,
        state=VerificationState.SINGLE_SOURCE,
        request=ReleaseRequest.PATROL,
        precision=precision,
    )


def test_a_figure_of_one_source_is_withheld_and_said_to_be() -> None:
    drafted = draft(Given("a", {"armed_men": 12}, "NE"))
    assert drafted.bands == {}
    assert drafted.direction == ""
    assert drafted.withheld == ("armed_men_from_one_source", "direction_from_one_source")


def test_a_figure_of_two_sources_is_a_band_by_the_lower_one() -> None:
    drafted = draft(Given("a", {"armed_men": 12}, "NE"), Given("b", {"armed_men": 40}, "NE"))
    assert drafted.bands == {"armed_men": 1}
    assert drafted.direction == "NE"
    assert drafted.withheld == ()


def test_the_same_source_twice_is_one_source() -> None:
    drafted = draft(Given("a", {"armed_men": 12}, "NE"), Given("a", {"armed_men": 12}, "NE"))
    assert "armed_men_from_one_source" in drafted.withheld
    assert drafted.direction == ""


def test_two_directions_are_none() -> None:
    one, two = Given("a", {}, "N"), Given("b", {}, "S")
    assert draft(one, two).direction == ""


@pytest.mark.parametrize(
    ("count", "band"), [(0, 0), (9, 0), (10, 1), (29, 1), (30, 2), (99, 2), (100, 3), (4000, 3)]
)
def test_bands(count: int, band: int) -> None:
    assert band_of(count) == band


@pytest.mark.parametrize(
    ("precision", "area", "bearing"),
    [
        (Precision.FIVE_KM, "Kasenga", ""),
        (Precision.TEN_KM, "Mpala", "NE"),
        (Precision.TERRITORY, "Beni", ""),
    ],
)
def test_where_it_is_said_as_roughly_as_asked(
    precision: Precision, area: str, bearing: str
) -> None:
    drafted = draft(precision=precision)
    assert (drafted.area, drafted.bearing) == (area, bearing)


def test_a_place_that_somebody_typed_is_never_named() -> None:
    typed = Ground(0.62, 29.46, "", "Beni", "Mpala", 0.50, 29.30)
    drafted = draft(ground=typed)
    assert drafted.area == "Mpala"
    assert "place_not_on_the_map" in drafted.withheld


def test_without_any_point_the_territory_is_said() -> None:
    nowhere = Ground(None, None, "", "Beni", "Mpala", 0.50, 29.30)
    assert draft(ground=nowhere).area == "Beni"


def test_from_marking_three_on_nobody_is_told_within_five_kilometres() -> None:
    assert coarsest(Precision.FIVE_KM, marking=2) is Precision.FIVE_KM
    assert coarsest(Precision.FIVE_KM, marking=3) is Precision.TEN_KM
    assert coarsest(Precision.TERRITORY, marking=4) is Precision.TERRITORY


@given(st.floats(-14, 6), st.floats(12, 32), st.sampled_from([Precision.FIVE_KM, Precision.TEN_KM]))
def test_a_rounded_point_stays_within_its_circle(
    lat: float, lon: float, precision: Precision
) -> None:
    near = rounded_point(lat, lon, precision)
    assert near[0] is not None
    assert near[1] is not None
    assert kilometres(lat, lon, near[0], near[1]) <= RADIUS_KM[precision]


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_rounded_time_is_a_half_hour_not_after_it(at: datetime) -> None:
    assert rounded_time(at).minute in (0, 30)
    assert timedelta() <= at - rounded_time(at) < timedelta(minutes=30)
