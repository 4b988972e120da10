"""Small counts are hidden, and nothing that is shown gives them back."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.suppression import SMALLEST, Share, hide_share, hide_small


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 40, "b": 12, "c": 7}, set()),
        ({"a": 40, "b": 12, "c": 3}, {"c", "b"}),  # alone it would be the difference
        ({"a": 40, "b": 2, "c": 3}, {"b", "c"}),
        ({"a": 40, "b": 1, "c": 1}, {"b", "c", "a"}),  # their sum would tell both
        ({"a": 40, "b": 12, "c": 0}, set()),  # nought tells of nobody
        ({"a": 3}, {"a"}),
        ({}, set()),
    ],
)
def test_which_parts_of_a_total_are_hidden(counts: dict[str, int], hidden: set[str]) -> None:
    shown = hide_small(counts)
    assert {name for name, n in shown.items() if n is None} == hidden
    assert all(n == counts[name] for name, n in shown.items() if n is not None)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), min_size=2, max_size=5))
def test_no_hidden_part_can_be_worked_out_from_the_total(counts: dict[str, int]) -> None:
    shown = hide_small(counts)
    hidden = [name for name, n in shown.items() if n is None]
    total = sum(counts.values())
    rest = total - sum(n for n in shown.values() if n is not None)
    if total < SMALLEST:
        return  # the total itself is not shown then
    # All ways to fill the hidden parts that a reader cannot rule out.
    readings = [
        parts for parts in product(range(rest + 1), repeat=len(hidden)) if sum(parts) == rest
    ]
    for place, name in enumerate(hidden):
        possible = {parts[place] for parts in readings if all(parts)} or {
            parts[place] for parts in readings
        }
        assert len(possible) > 1 or len(hidden) == len(counts), name


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (20, 100, Share(20, 100)),
        (3, 100, Share(None, 100)),
        (97, 100, Share(None, 100)),  # what is left is small, and is its difference
        (0, 100, Share(0, 100)),
        (100, 100, Share(100, 100)),
        (2, 4, Share(None, None)),
    ],
)
def test_a_share_hides_with_its_part_or_with_what_is_left(
    part: int, whole: int, shown: Share
) -> None:
    assert hide_share(part, whole) == shown
