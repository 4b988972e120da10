"""Merging, splitting and undoing lose nothing and mix nothing (R9)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.incidents import (
    Link,
    Mark,
    Rearranged,
    may_live,
    projection,
    rearrange,
    undo,
    why_not_close,
    why_not_merge,
    why_not_undo,
)
from tocsin.domain.words import IncidentLife, Outcome

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
L = IncidentLife


@pytest.mark.parametrize(
    ("life", "wanted", "may"),
    [
        (L.OPEN, L.STABLE, True),
        (L.STABLE, L.OPEN, True),
        (L.OPEN, L.CLOSED, True),
        (L.CLOSED, L.OPEN, True),
        (L.CLOSED, L.STABLE, False),
        (L.CLOSED, L.MERGED, False),
        (L.MERGED, L.CLOSED, False),
    ],
)
def test_the_lives_of_an_incident(life: IncidentLife, wanted: IncidentLife, may: bool) -> None:
    assert may_live(life, wanted) is may


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({}, {}, ""),
        ({}, {"id": "a"}, "incident.same"),
        ({}, {"life": L.CLOSED}, "incident.not_open"),
        ({"is_drill": True}, {}, "incident.exercise_and_real"),
        ({"is_drill": True}, {"is_drill": True}, ""),
        ({"marking": 2}, {}, "incident.markings_differ"),
        ({"is_restricted": True}, {}, "incident.markings_differ"),
        ({"life": L.STABLE}, {}, ""),
    ],
)
def test_only_what_is_alike_becomes_one(
    one: dict[str, Any], other: dict[str, Any], why: str
) -> None:
    a, b = Mark("a", L.OPEN), Mark("b", L.OPEN)
    assert why_not_merge(replace(a, **one), replace(b, **other)) == why


@pytest.mark.parametrize(
    ("outcome", "reason", "unsigned", "why"),
    [
        (Outcome.GONE, "left before we came", False, ""),
        (None, "x", False, "incident.outcome_missing"),
        (Outcome.GONE, "  ", False, "incident.reason_missing"),
        (Outcome.GONE, "x", True, "incident.over_before_anybody_answered"),
    ],
)
def test_closing_says_how_and_why(
    outcome: Outcome | None, reason: str, unsigned: bool, why: str
) -> None:
    assert why_not_close(outcome=outcome, reason=reason, unsigned=unsigned) == why


@pytest.mark.parametrize(
    ("life", "undone", "days", "why"),
    [
        (L.OPEN, False, 30, ""),
        (L.OPEN, True, 1, "incident.already_undone"),
        (L.OPEN, False, 31, "incident.undo_too_late"),
        (L.CLOSED, False, 1, "incident.closed_since"),
        (L.MERGED, False, 1, "incident.merged_since"),
    ],
)
def test_undoing_has_its_time(life: IncidentLife, undone: bool, days: int, why: str) -> None:
    done = Rearranged("a", "b", frozenset({"1"}), NOON)
    now = NOON + timedelta(days=days)
    found = why_not_undo(done, lives={"a": L.MERGED, "b": life}, is_undone=undone, now=now)
    assert found == why


def test_what_keeps_apart_what_is_restricted_is_not_undone() -> None:
    done = Rearranged("a", "b", frozenset({"1"}), NOON)
    lives = {"a": L.OPEN, "b": L.OPEN}
    why = why_not_undo(done, lives=lives, is_undone=False, now=NOON, is_split=True, is_guarded=True)
    assert why == "incident.kept_apart"


links = st.dictionaries(st.text("123456", min_size=1, max_size=2), st.sampled_from("abc")).map(
    lambda where: [Link(alert, incident, NOON) for alert, incident in where.items()]
)


@given(links, st.sampled_from("abc"), st.sampled_from("abc"), st.sets(st.text("123456")))
def test_what_is_moved_and_undone_is_as_it_was(
    before: list[Link], source: str, target: str, some: set[str]
) -> None:
    if source == target:
        return
    everything = {link.alert for link in before}
    for chosen in (everything, some):
        moved, done = rearrange(before, chosen, source=source, target=target, at=NOON)
        assert projection(undo(moved, done, at=LATER)) == projection(before)


@given(links, st.sampled_from("abc"))
def test_moving_loses_no_alert_and_doubles_none(before: list[Link], source: str) -> None:
    moved, _ = rearrange(
        before, [link.alert for link in before], source=source, target="x", at=NOON
    )
    held = [link.alert for link in moved if link.holds]
    assert sorted(held) == sorted(link.alert for link in before)
    assert source not in projection(moved)


def test_what_came_since_and_what_a_person_moved_on_stay() -> None:
    before = [Link("1", "a", NOON), Link("2", "a", NOON), Link("9", "b", NOON)]
    merged, done = rearrange(before, ["1", "2"], source="a", target="b", at=NOON)
    merged.append(Link("3", "b", LATER))
    moved_on, _ = rearrange(merged, ["2"], source="b", target="c", at=LATER)
    assert projection(undo(moved_on, done, at=LATER)) == {
        "a": {"1"},
        "b": {"9", "3"},
        "c": {"2"},
    }


def test_the_past_stays_readable() -> None:
    moved, _ = rearrange([Link("1", "a", NOON)], ["1"], source="a", target="b", at=LATER)
    assert moved == [Link("1", "a", NOON, LATER), Link("1", "b", LATER)]
