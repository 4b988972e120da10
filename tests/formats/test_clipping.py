"""Lines and outlines cut to a rectangle: nothing of the inside is lost, nothing far outside is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.formats.clipping import Box, Point, clip_line, clip_ring, thin

SQUARE = Box(0, 0, 10, 10)
INSIDE = [(2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0)]
points = st.tuples(st.floats(-50, 50), st.floats(-50, 50))


@pytest.mark.parametrize(
    ("ring", "kept"),
    [
        (INSIDE, set(INSIDE)),
        (
            [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)],
            {(0, 0), (10, 0), (10, 10), (0, 10)},
        ),
        ([(5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (5.0, 8.0)], {(5, 5), (10, 5), (10, 8), (5, 8)}),
        ([(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], set()),
    ],
    ids=["inside stays", "around becomes the box", "half is cut at the edge", "outside is gone"],
)
def test_an_outline_is_cut_at_the_box(ring: list[Point], kept: set[Point]) -> None:
    assert set(clip_ring(ring, SQUARE)) == kept


@given(st.lists(points, min_size=3, max_size=12))
def test_no_point_of_a_cut_outline_lies_outside(ring: list[Point]) -> None:
    roomy = Box(-1e-6, -1e-6, 10 + 1e-6, 10 + 1e-6)
    assert all(roomy.holds(point) for point in clip_ring(ring, SQUARE))


def test_a_river_that_leaves_and_comes_back_is_two_rivers() -> None:
    river = [(1.0, 1.0), (2.0, 2.0), (5.0, 20.0), (6.0, 25.0), (8.0, 20.0), (9.0, 9.0)]
    assert clip_line(river, SQUARE) == [
        [(1.0, 1.0), (2.0, 2.0), (5.0, 20.0)],
        [(8.0, 20.0), (9.0, 9.0)],
    ]


@given(st.lists(points, min_size=2, max_size=30), st.floats(0, 5))
def test_thinning_keeps_both_ends_and_invents_no_point(line: list[Point], far: float) -> None:
    kept = thin(line, far)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert set(kept) <= set(line)


def test_a_point_farther_than_the_tolerance_is_kept() -> None:
    bend = [(0.0, 0.0), (5.0, 1.0), (10.0, 0.0)]
    assert thin(bend, 0.9) == bend
    assert thin(bend, 1.1) == [(0.0, 0.0), (10.0, 0.0)]
