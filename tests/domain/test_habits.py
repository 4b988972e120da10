"""Each is missed by its own habit; several together are a warning."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tocsin.domain.clusters import Silent, find_clusters
from tocsin.domain.habits import LONGEST_PACE, SHORTEST_PACE, USUAL_PACE, Call, missed, pace_of
from tocsin.domain.silence import Asks, Subject
from tocsin.domain.silence_words import ClusterGuess
from tools.silence_month import month

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
H, DAY = timedelta(hours=1), timedelta(days=1)


def calls(pattern: str, *, slot: str = "07:00") -> list[Call]:
    """Return one call every half day: `x` heard, `.` not; the last one is now."""
    count = len(pattern)
    return [
        Call(NOON - (count - 1 - at) * 12 * H, slot, sign == "x") for at, sign in enumerate(pattern)
    ]


@pytest.mark.parametrize(
    ("pattern", "misses", "asks"),
    [
        ("xxxxxxxxxxxxxxxxxxxx", 0, None),
        ("xxxxxxxxxxxxxxxxxxx.", 1, Asks.NOTE),
        ("xxxxxxxxxxxxxxxxxx..", 2, Asks.CALL),
        ("xxxxxxxxxxxxxxxx....", 4, Asks.TASK),
        ("..", 2, Asks.CALL),  # new: taken for one that answers
        ("x.x.x.x.x.x.x.x.x...", 3, Asks.NOTE),  # answers every second call: three are usual
        ("x.x.x.x.x.x.x......", 6, Asks.CALL),
        ("............" * 2, 24, Asks.TASK),  # a bad habit excuses nobody for ever
    ],
)
def test_the_habit_decides_what_a_silence_asks_for(
    pattern: str, misses: int, asks: Asks | None
) -> None:
    found = missed(calls(pattern), now=NOON)
    assert (found.misses if found else 0, found.asks if found else None) == (misses, asks)


def test_an_hour_at_which_it_seldom_answers_is_weighed_less() -> None:
    mornings = [Call(NOON - n * DAY, "07:00", True) for n in range(20, 1, -1)]
    evenings = [Call(NOON - n * DAY + 10 * H, "17:00", n % 3 == 0) for n in range(20, 1, -1)]
    past = sorted([*mornings, *evenings], key=lambda call: call.at)
    usual = missed([*past, Call(NOON - H, "17:00", False)], now=NOON)
    unusual = missed([*past, Call(NOON - H, "07:00", False)], now=NOON)
    assert usual is not None
    assert unusual is not None
    assert unusual.chance < usual.chance / 5


@pytest.mark.parametrize(
    ("days", "pace"),
    [
        ([], USUAL_PACE),
        ([0, 1, 2], USUAL_PACE),
        ([0, 2, 4, 6, 8, 10, 12], 3 * DAY),
        ([0, 0.01, 0.02, 2, 4, 6, 8, 10, 12], 3 * DAY),  # a burst is one sign of life
        ([n * 0.2 for n in range(20)], SHORTEST_PACE),
        ([n * 13 for n in range(9)], LONGEST_PACE),
    ],
)
def test_a_person_is_missed_after_one_and_a_half_times_their_usual_gap(
    days: list[float], pace: timedelta
) -> None:
    assert pace_of([NOON + day * DAY for day in days]) == pace


def silent(code: str, lat: float = -1.0, lon: float = 29.0, **about: object) -> Silent:
    facts: dict[str, object] = {"fell_at": NOON, "chance": 0.05, "subject": Subject.STATION}
    return Silent(code=code, lat=lat, lon=lon, **{**facts, **about})  # type: ignore[arg-type]  # a table


FAR: dict[str, Any] = {"lat": 1.5, "lon": 30.5}
PERSON: dict[str, Any] = {"subject": Subject.FOCAL_POINT}


@pytest.mark.parametrize(
    ("members", "guess"),
    [
        ([silent("A"), silent("B")], None),
        ([silent("A"), silent("B"), silent("C", **FAR)], None),
        ([silent("A"), silent("B"), silent("C", fell_at=NOON - 3 * DAY)], None),
        ([silent("A"), silent("B"), silent("C", chance=0.6)], None),
        ([silent("A"), silent("A", **PERSON), silent("A")], None),
        ([silent("A"), silent("B"), silent("C", lat=-1.1)], ClusterGuess.ATTACK_OR_FLIGHT),
        (
            [silent("A"), silent("B", **PERSON), silent("C", **PERSON)],
            ClusterGuess.ATTACK_OR_FLIGHT,
        ),
        ([silent(code, **PERSON) for code in "ABC"], ClusterGuess.NETWORK_CUT),
        (
            [silent(code, net="alpha", lat=-1.0 + 0.6 * n) for n, code in enumerate("ABCD")],
            ClusterGuess.BAD_BAND,
        ),
    ],
)
def test_what_falls_silent_together_is_one_warning(
    members: list[Silent], guess: ClusterGuess | None
) -> None:
    found = find_clusters(members)
    assert [one.guess for one in found] == ([guess] if guess else [])


def test_one_that_is_missed_far_away_does_not_turn_an_attack_into_a_bad_evening() -> None:
    here = [silent(code, net="alpha") for code in "ABC"]
    (found,) = find_clusters([*here, silent("Z", net="alpha", **FAR)])
    assert found.guess is ClusterGuess.ATTACK_OR_FLIGHT
    assert [one.code for one in found.members] == list("ABC")


def test_a_neighbourhood_within_a_net_that_is_missed_everywhere_is_a_bad_evening() -> None:
    here = [silent(code, net="alpha") for code in "ABC"]
    away = [silent(f"Z{n}", net="alpha", lat=1.0 + n) for n in range(6)]
    (found,) = find_clusters([*here, *away])
    assert (found.guess, len(found.members)) == (ClusterGuess.BAD_BAND, 9)


def test_two_groups_far_apart_are_two_warnings() -> None:
    here = [silent(code) for code in "ABC"]
    there = [silent(code, **FAR) for code in "DEF"]
    found = find_clusters([*here, *there])
    assert [[one.code for one in group.members] for group in found] == [list("ABC"), list("DEF")]


def test_a_simulated_month_calls_far_less_in_vain_and_still_finds_every_silence() -> None:
    figures = month()
    plain, habit = figures["two missed"], figures["habit"]
    assert habit["false_calls"] * 3 <= plain["false_calls"]
    assert habit["found"] == plain["found"] == plain["silences"]
    assert habit["longest_hours_to_ring"] <= 72
