"""Times as a duty room reads them: Zulu first, ages that never run backwards."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tocsin.console.forms.moments import MomentField
from tocsin.console.templatetags import moments

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_date_time_group_is_in_zulu_wherever_the_moment_was_noted() -> None:
    in_goma = datetime(2026, 11, 23, 1, 18, tzinfo=timezone(timedelta(hours=2)))
    assert moments.dtg(in_goma) == "222318Z NOV 26"
    assert moments.dtg_short(in_goma) == "222318Z"
    assert moments.zulu(in_goma) == "23:18Z"


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1\u00a0August\u00a02026"), ("fr", "1\u00a0août\u00a02026")]
)
def test_a_day_is_written_out_and_no_line_breaks_it(language: str, written: str) -> None:
    with translation.override(language):
        assert moments.day(date(2026, 8, 1)) == written
    assert moments.day(None) == ""


@pytest.mark.parametrize(
    ("passed", "written"),
    [
        (timedelta(seconds=0), "0:00"),
        (timedelta(seconds=102), "1:42"),
        (timedelta(minutes=59, seconds=59), "59:59"),
        (timedelta(minutes=66), "1h06"),
        (timedelta(hours=23, minutes=59), "23h59"),
        (timedelta(hours=25), "1d 01h"),
        (timedelta(seconds=-30), "0:00"),
    ],
)
def test_an_age_is_short_and_never_negative(passed: timedelta, written: str) -> None:
    assert moments.age(NOON - passed, NOON) == written


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(0, "0\u00a0min"), (59, "59\u00a0min"), (60, "1h00"), (375, "6h15"), (1500, "25h00")],
)
def test_a_journey_is_told_in_minutes_then_in_hours(minutes: int, written: str) -> None:
    assert moments.way(minutes) == written


@pytest.mark.parametrize("said", ["0001-01-01T00:30", "9999-12-31T23:59"])
def test_a_year_that_no_clock_shows_is_refused(said: str) -> None:
    with pytest.raises(ValidationError, match="No clock"):
        MomentField(may_be_ahead=True).clean(said)


def test_no_moment_is_no_text() -> None:
    assert [f(None) for f in (moments.dtg, moments.zulu, moments.local, moments.iso)] == [""] * 4
    assert moments.is_past(None, NOON) is False


@pytest.mark.parametrize(("due", "late"), [(-1, True), (0, False), (1, False)])
def test_late_begins_after_the_due_moment(due: int, *, late: bool) -> None:
    assert moments.is_past(NOON + timedelta(seconds=due), NOON) is late
