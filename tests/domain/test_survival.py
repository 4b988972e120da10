"""Kaplan–Meier by hand: who never answered counts as still waiting, never as absent."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.survival import Lengths, quantile, summarise, survival

M = timedelta(minutes=1)


def waits(text: str) -> Lengths:
    """Return waits in minutes; a plus marks one that never ended, as in the textbooks."""
    said = [(60 * int(one.rstrip("+")), one.endswith("+")) for one in text.split()]
    return Lengths([n for n, is_open in said if not is_open], [n for n, is_open in said if is_open])


@pytest.mark.parametrize(
    ("said", "curve"),
    [
        ("1 2 3 4", [(1, 0.75), (2, 0.5), (3, 0.25), (4, 0.0)]),
        # At 6 three of 21 end, one is censored there; at 7 one of 17: Freireich et al. 1963.
        (
            "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+",
            [
                (6, 18 / 21),
                (7, 18 / 21 * 16 / 17),
                (10, 18 / 21 * 16 / 17 * 14 / 15),
                (13, 18 / 21 * 16 / 17 * 14 / 15 * 11 / 12),
                (16, 18 / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11),
                (22, 18 / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11 * 6 / 7),
                (23, 18 / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11 * 6 / 7 * 5 / 6),
            ],
        ),
        ("5+ 6+", []),
        ("", []),
        ("3 3 3", [(3, 0.0)]),
    ],
)
def test_the_curve_is_that_of_the_textbook(said: str, curve: list[tuple[int, float]]) -> None:
    found = list(survival(waits(said)))
    assert [length for length, _ in found] == [minutes * 60 for minutes, _ in curve]
    assert [share for _, share in found] == pytest.approx([share for _, share in curve])


@pytest.mark.parametrize(
    ("said", "median", "p90"),
    [
        ("1 2 3 4 5", 3, 5),
        ("1 2 3 4", 2, 4),
        ("1 2 9+ 9+ 9+", None, None),  # most were never answered: no median can be claimed
        ("1 2 3 9+", 2, None),
        ("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+", 23, None),
        ("", None, None),
    ],
)
def test_what_has_not_ended_pushes_the_median_out(
    said: str, median: int | None, p90: int | None
) -> None:
    found = summarise(waits(said))
    assert found.median == (None if median is None else median * M)
    assert found.p90 == (None if p90 is None else p90 * M)
    assert found.n == len(said.split())


@given(st.lists(st.tuples(st.integers(0, 500), st.booleans()), max_size=60))
def test_leaving_the_unanswered_out_never_looks_slower(pairs: list[tuple[int, bool]]) -> None:
    ended, waiting = [n for n, over in pairs if over], [n for n, over in pairs if not over]
    honest = summarise(Lengths(ended, waiting)).median
    flattering = summarise(Lengths(ended)).median
    if honest is not None:
        assert flattering is not None
        assert flattering <= honest


def test_a_quantile_is_the_first_length_that_reaches_it() -> None:
    assert quantile([(60, 0.5), (120, 0.1)], 0.9) == 2 * M
    assert quantile([], 0.5) is None
