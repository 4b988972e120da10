"""What the crash proof says of a kill: how late the first overdue step was, and when it says nothing."""

import pytest

from tocsin.cli.bench.crew import Death
from tocsin.cli.bench.recovery import Firing, recoveries


def death(victim: str, at: float, *, back_at: float, started_at: float = 0.0) -> Death:
    return Death(victim, "", at, started_at=started_at, ready_at=back_at)


def test_a_step_that_fell_due_while_the_engine_was_away_is_late_from_its_own_moment() -> None:
    found = recoveries([death("engine", 100, back_at=103, started_at=100.5)], [(101, 103)])
    assert found["engine"]["max_ms"] == 2000
    assert found["from_start_of_the_new_engine"]["max_ms"] == 2000


def test_a_step_that_was_overdue_at_the_kill_is_late_from_the_kill() -> None:
    found = recoveries([death("engine", 100, back_at=103, started_at=100.5)], [(99, 103)])
    assert found["engine"]["max_ms"] == 3000
    assert found["from_start_of_the_new_engine"]["max_ms"] == 2500


def test_each_victim_has_figures_of_its_own() -> None:
    deaths = [death("engine", 100, back_at=102), death("database", 200, back_at=205)]
    found = recoveries(deaths, [(101, 102), (201, 205)])
    assert (found["engine"]["max_ms"], found["database"]["max_ms"]) == (1000, 4000)


@pytest.mark.parametrize(
    ("firings", "counted_as"),
    [
        ([(101.0, 151.0)], "killed_again_before_it"),
        ([(110.0, 111.0), (151.0, 152.0)], "nothing_was_overdue"),
    ],
    ids=["the next kill came first", "due only when it was back"],
)
def test_a_kill_that_proves_nothing_is_not_counted(firings: list[Firing], counted_as: str) -> None:
    deaths = [death("engine", 100, back_at=102), death("engine", 150, back_at=153)]
    assert recoveries(deaths, firings)[counted_as] == 1
    assert recoveries(deaths, firings).get("engine", {"n": 0})["n"] <= 1


def test_the_death_of_the_pages_stops_no_ladder() -> None:
    assert "web" not in recoveries([death("web", 100, back_at=101)], [(100, 105)])
