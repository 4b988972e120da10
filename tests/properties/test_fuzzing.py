"""Whatever strangers send is taken whole, or refused in our own words; the long form is `tools/fuzz.py`."""

import pytest

from tests.fuzzing.catalogue import TARGETS
from tests.fuzzing.target import bent
from tests.fuzzing.texts import NOON
from tocsin.domain.said_time import hour_said

TIMES = 150
DEAR = {"reader": 30, "letterhead": 3}  # milliseconds each, where others take microseconds


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_raises_what_it_may_not(name: str) -> None:
    target = TARGETS[name]
    times = DEAR.get(name, TIMES)
    taken = [target(given) for given in bent(target.seeds, times=times)]
    assert len(taken) == len(target.seeds) + times


def test_an_answer_of_blanks_costs_no_more_than_its_length() -> None:
    """Two ways to read each blank made this take hours."""
    blank = " " * 100_000
    assert hour_said(blank, now=NOON) == (None, blank)
