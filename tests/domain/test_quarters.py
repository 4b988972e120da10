"""Quarters: the whole ones, and nothing that looks like one."""

from datetime import date

import pytest

from tocsin.domain.quarters import Quarter


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_three_whole_months(text: str, first: date, last: date) -> None:
    quarter = Quarter.parse(text)
    assert quarter is not None
    assert (quarter.first, quarter.last, str(quarter)) == (first, last, text)


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "2026-Q0", "1999-Q1", "2026-Q1x"])
def test_anything_else_is_no_quarter(text: str) -> None:
    assert Quarter.parse(text) is None


def test_those_before_are_over() -> None:
    assert [str(one) for one in Quarter.of(date(2026, 2, 9)).before(2)] == ["2025-Q4", "2025-Q3"]


def test_a_quarter_is_over_on_the_day_after_its_last() -> None:
    quarter = Quarter(2026, 3)
    assert not quarter.is_over(date(2026, 9, 30))
    assert quarter.is_over(date(2026, 10, 1))
