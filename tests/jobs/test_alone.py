"""What cannot be taken stands aside for a moment, and stays due where everybody sees it."""

from datetime import UTC, datetime, timedelta

from tocsin.domain.ids import new_id
from tocsin.jobs.alone import ASIDE, Aside

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)


def test_what_stands_aside_has_its_turn_again_even_when_the_clock_is_set_back() -> None:
    for later, is_aside in ((0, True), (1, False), (-2, False)):
        aside, key = Aside(), new_id()
        aside.put(key, at=NOON)
        assert (key in aside.now(NOON + later * ASIDE)) is is_aside
    assert timedelta(seconds=15) < ASIDE  # the watchdog sees it before (`domain/watchdog.py`)
