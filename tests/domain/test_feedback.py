"""Everybody who warned is answered, only by a safe way and at a safe hour."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.feedback import Contact, Story, Telling, owed_feedback, when_to_tell
from tocsin.domain.words import FeedbackClock, Priority, Purpose

LUBUMBASHI = ZoneInfo("Africa/Lubumbashi")
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=LUBUMBASHI)
AMANI = Contact("FP-0231")
M = timedelta(minutes=1)
F = FeedbackClock


def a_story(**facts: object) -> Story:
    return replace(Story(Priority.P1, ((AMANI, NOON),)), **facts)  # type: ignore[arg-type]  # rows name any field


@pytest.mark.parametrize(
    ("story", "owed"),
    [
        (a_story(), [(F.RECEIPT, Purpose.RECEIPT, 2)]),
        (
            a_story(decided_at=NOON + 5 * M),
            [(F.RECEIPT, Purpose.RECEIPT, 2), (F.FIRST_NEWS, Purpose.FIRST_NEWS, 35)],
        ),
        (
            a_story(decided_at=NOON, nobody_comes=True),
            [(F.RECEIPT, Purpose.RECEIPT, 2), (F.FIRST_NEWS, Purpose.NOBODY_COMES, 30)],
        ),
        (
            a_story(priority=Priority.P3, closed_at=NOON),
            [(F.RECEIPT, Purpose.RECEIPT, 120), (F.CLOSING, Purpose.CLOSING, 7 * 24 * 60)],
        ),
        (a_story(priority=Priority.P4), [(F.RECEIPT, Purpose.RECEIPT, 24 * 60)]),
    ],
)
def test_what_is_owed_and_by_when(
    story: Story, owed: list[tuple[FeedbackClock, Purpose, int]]
) -> None:
    found = owed_feedback(story, given=(), now=NOON)
    assert [(one.clock, one.purpose, (one.due_at - NOON) // M) for one in found] == owed


def test_what_was_given_is_owed_no_more() -> None:
    story = a_story(decided_at=NOON)
    found = owed_feedback(story, given={(F.RECEIPT, "FP-0231")}, now=NOON)
    assert [one.clock for one in found] == [F.FIRST_NEWS]
    assert found[0].is_overdue(NOON + 31 * M)
    assert not found[0].is_overdue(NOON + 30 * M)


def test_a_person_who_warned_twice_is_answered_once_from_the_first_time() -> None:
    story = a_story(heard=((AMANI, NOON + 5 * M), (AMANI, NOON)))
    (owed,) = owed_feedback(story, given=(), now=NOON)
    assert owed.due_at == NOON + 2 * M


@pytest.mark.parametrize(
    "fact", ["is_silent", "is_compromised", "is_under_duress", "is_active", "has_number"]
)
def test_who_would_be_harmed_is_never_written_to(fact: str) -> None:
    contact = replace(AMANI, **{fact: fact not in ("is_active", "has_number")})  # type: ignore[arg-type]  # a boolean field
    told = when_to_tell(contact, NOON)
    assert told.send_at is None
    assert told.reason.startswith("feedback.")
    (owed,) = owed_feedback(a_story(heard=((contact, NOON),)), given=(), now=NOON)
    assert owed.telling == told


@pytest.mark.parametrize(
    ("start", "end", "hour", "waits"),
    [
        (time(8), time(17), 12, 0),
        (time(8), time(17), 7, 1),
        (time(8), time(17), 17, 15),
        (time(22), time(5), 23, 0),
        (time(22), time(5), 4, 0),
        (time(22), time(5), 12, 10),
        (None, None, 3, 0),
        (time(8), None, 3, 0),
    ],
)
def test_a_text_waits_for_the_next_safe_hour(
    start: time | None, end: time | None, hour: int, waits: int
) -> None:
    now = NOON.replace(hour=hour)
    contact = replace(AMANI, safe_from=start, safe_until=end)
    reason = "feedback.waits_for_safe_hour" if waits else ""
    assert when_to_tell(contact, now) == Telling(now + timedelta(hours=waits), reason)


@given(st.times(), st.times(), st.integers(0, 500_000))
def test_the_moment_found_is_always_safe_and_within_a_day(
    start: time, end: time, minutes: int
) -> None:
    now = NOON.astimezone(UTC) + minutes * M
    contact = replace(AMANI, safe_from=start, safe_until=end)
    told = when_to_tell(contact, now)
    assert told.send_at is not None
    assert now <= told.send_at <= now + timedelta(days=1)
    assert when_to_tell(contact, told.send_at).send_at == told.send_at
