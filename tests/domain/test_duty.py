"""Somebody always holds the watch; while it changes hands two are paged rather than none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.duty import Gap, Notice, Post, Shift, gaps, holders, new_notices
from tocsin.domain.words import DutyFunction

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
POST = Post(DutyFunction.DUTY_OFFICER, "mpala")
H = timedelta(hours=1)


def a_shift(person: str, since: float, until: float | None, **facts: bool) -> Shift:
    is_accepted = facts.pop("accepted", True)
    begin = NOON + since * H
    return Shift(
        POST,
        person,
        begin,
        None if until is None else NOON + until * H,
        accepted_at=begin if is_accepted else None,
        **facts,
    )


MORNING = a_shift("okello", -6, 0)
EVENING = a_shift("salima", 0, 6)
DEPUTY = a_shift("juma", -6, 6, is_deputy=True)


@pytest.mark.parametrize(
    ("shifts", "hours", "paged", "reason"),
    [
        ([MORNING, EVENING], -1, ("okello",), "primary"),
        ([MORNING, EVENING], 0, ("salima",), "primary"),
        ([MORNING, EVENING, DEPUTY], 1, ("salima",), "primary"),
        ([MORNING, DEPUTY], 1, ("juma",), "deputy_holds"),
        ([MORNING], 1, (), "nobody"),
        ([a_shift("okello", -9, None)], 1, ("okello",), "primary"),
        ([EVENING, a_shift("neema", 1, 2, is_override=True)], 1, ("neema",), "primary"),
        ([EVENING, a_shift("neema", 1, 2, is_override=True)], 3, ("salima",), "primary"),
    ],
)
def test_who_holds_a_post(
    shifts: list[Shift], hours: float, paged: tuple[str, ...], reason: str
) -> None:
    found = holders(POST, shifts, NOON + hours * H)
    assert found.paged == paged
    assert found.reasons == (f"duty.{reason}",)


@pytest.mark.parametrize(
    ("minutes", "paged", "reason"),
    [
        (0, ("salima", "okello"), "hand_over_pending"),
        (5, ("salima", "okello"), "hand_over_pending"),
        (6, ("salima", "okello", "juma"), "hand_over_not_accepted"),
    ],
)
def test_until_the_next_accepts_both_are_paged_and_then_the_deputy(
    minutes: int, paged: tuple[str, ...], reason: str
) -> None:
    coming = replace(EVENING, accepted_at=None)
    found = holders(POST, [MORNING, coming, DEPUTY], NOON + timedelta(minutes=minutes))
    assert found.paged == paged
    assert found.reasons == (f"duty.{reason}",)


def test_only_the_last_one_off_duty_is_kept() -> None:
    night = a_shift("neema", -12, -6)
    coming = replace(EVENING, accepted_at=None)
    assert holders(POST, [night, MORNING, coming], NOON).paged == ("salima", "okello")


def test_another_post_is_another_matter() -> None:
    elsewhere = replace(EVENING, post=Post(DutyFunction.COMMANDER, "mpala"))
    assert holders(POST, [elsewhere], NOON + H).paged == ()


@pytest.mark.parametrize(
    ("shifts", "found"),
    [
        ([], [(0, 336, Notice.NOW)]),
        ([a_shift("okello", -1, None)], []),
        ([EVENING, a_shift("okello", 8, None)], [(6, 8, Notice.TWELVE_HOURS)]),
        ([a_shift("a", 0, 48), a_shift("b", 50, None)], [(48, 50, Notice.THREE_DAYS)]),
        ([a_shift("a", 0, 100), a_shift("b", 110, None)], [(100, 110, Notice.FORTNIGHT)]),
        ([EVENING, a_shift("a", 3, None)], []),
        ([a_shift("a", 0, None, is_deputy=True)], [(0, 336, Notice.NOW)]),
    ],
)
def test_gaps_are_known_days_before(
    shifts: list[Shift], found: list[tuple[float, float, Notice]]
) -> None:
    assert [
        ((gap.since - NOON) / H, (gap.until - NOON) / H, gap.notice)
        for gap in gaps([POST], shifts, NOON)
    ] == found


def test_a_gap_with_a_deputy_says_so() -> None:
    (gap,) = gaps([POST], [DEPUTY, a_shift("a", 2, None)], NOON)
    assert gap.has_deputy


def test_a_gap_is_told_when_it_appears_and_again_when_it_comes_nearer() -> None:
    far = Gap(POST, NOON + 100 * H, NOON + 110 * H, Notice.FORTNIGHT, has_deputy=False)
    near = replace(far, notice=Notice.THREE_DAYS)
    assert new_notices([], [far]) == [far]
    assert new_notices([far], [far]) == []
    assert new_notices([far], [near]) == [near]


shifts = st.builds(
    lambda person, since, length, deputy: a_shift(person, since, since + length, is_deputy=deputy),
    st.sampled_from(["a", "b", "c"]),
    st.integers(-20, 300),
    st.integers(1, 60),
    st.booleans(),
)


@given(st.lists(shifts, max_size=12), st.integers(0, 335))
def test_a_moment_is_in_a_gap_exactly_when_no_primary_covers_it(
    planned: list[Shift], hour: int
) -> None:
    moment = NOON + hour * H + timedelta(minutes=30)
    in_gap = any(gap.since <= moment < gap.until for gap in gaps([POST], planned, NOON))
    covered = any(shift.covers(moment) and not shift.is_deputy for shift in planned)
    assert in_gap is not covered
    assert bool(holders(POST, planned, moment).paged) == any(s.covers(moment) for s in planned)
