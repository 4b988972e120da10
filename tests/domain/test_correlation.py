"""An alert is joined to what it belongs to; joining hides nothing and lowers nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calls import calls_of
from tocsin.domain.correlation import RULES, Band, Match, rank_matches
from tocsin.domain.correlation_facts import AlertFacts, IncidentFacts
from tocsin.domain.kinship import likeness
from tocsin.domain.words import WARNINGS, IncidentLife, Kind, Priority

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
KASENGA = {"lat": -1.20, "lon": 28.80}
FAR = (0.33, 29.75)
DEGREE_KM = 111.2


def an_alert(kind: Kind = Kind.ATTACK, **facts: Any) -> AlertFacts:
    return AlertFacts(kind, **{"priority": Priority.P1, "since": NOON, **KASENGA, **facts})


def an_incident(kind: Kind = Kind.ATTACK, hours_ago: float = 0.5, **facts: Any) -> IncidentFacts:
    life = {name: facts.pop(name) for name in ("life", "closed_at") if name in facts}
    what = an_alert(kind, **{"since": NOON - timedelta(hours=hours_ago), **facts})
    return IncidentFacts("i1", what, **life)


def north(km: float) -> dict[str, float]:
    # The two circles of uncertainty of a kilometre each come off the distance.
    return {"lat": KASENGA["lat"] + (km + 2) / DEGREE_KM, "lon": KASENGA["lon"]}


def the_match(alert: AlertFacts, incident: IncidentFacts) -> Match | None:
    return next(iter(rank_matches(alert, among=[incident], now=NOON)), None)


@pytest.mark.parametrize(
    ("alert", "incident", "band"),
    [
        (an_alert(), an_incident(), Band.HIGH),
        (an_alert(Kind.KILLING), an_incident(), Band.HIGH),
        (an_alert(Kind.SHOTS), an_incident(), Band.HIGH),
        (an_alert(Kind.SHOTS, **north(9)), an_incident(), Band.MIDDLE),
        (an_alert(Kind.DISPLACEMENT, **north(8)), an_incident(), Band.MIDDLE),
        (an_alert(Kind.SHOTS, **north(14)), an_incident(Kind.LOOTING, 3), Band.LOW),
        (an_alert(Kind.ROAD), an_incident(), None),
    ],
)
def test_the_nearer_in_kind_place_and_time_the_higher_the_band(
    alert: AlertFacts, incident: IncidentFacts, band: Band | None
) -> None:
    found = the_match(alert, incident)
    assert (found.band if found else None) is band


@pytest.mark.parametrize(
    ("kind", "km", "hours", "inside"),
    [
        (Kind.SHOTS, 14, 2.9, True),
        (Kind.SHOTS, 16, 1, False),
        (Kind.SHOTS, 1, 3.1, False),
        (Kind.ABDUCTION, 39, 23, True),
        (Kind.ABDUCTION, 41, 1, False),
        (Kind.ABDUCTION, 1, 25, False),
        (Kind.THREAT, 4, 150, True),
        (Kind.THREAT, 6, 1, False),
        (Kind.LOOTING, 4, 5, True),
        (Kind.LOOTING, 6, 5, False),
        (Kind.MOVEMENT, 14, 2, True),
        (Kind.MOVEMENT, 16, 2, False),
    ],
)
def test_each_kind_has_its_gate(kind: Kind, km: float, hours: float, inside: bool) -> None:
    found = the_match(an_alert(kind, **north(km)), an_incident(kind, hours_ago=hours))
    assert (found is not None) is inside


def test_wheels_go_farther_than_legs_and_the_stated_direction_comes_first() -> None:
    there = an_alert(Kind.MOVEMENT, **north(40))
    on_foot = an_incident(Kind.MOVEMENT, hours_ago=2)
    by_road = replace(on_foot, what=replace(on_foot.what, is_by_road=True))
    assert the_match(there, on_foot) is None
    ahead, behind = (
        the_match(there, replace(by_road, what=replace(by_road.what, direction=point)))
        for point in ("N", "S")
    )
    assert ahead
    assert behind
    assert ahead.score > behind.score


@pytest.mark.parametrize(
    ("alert", "incident"),
    [
        ({"marking": 3}, {}),
        ({"is_restricted": True}, {}),
        ({"is_drill": True}, {}),
        ({}, {"is_drill": True}),
        ({}, {"life": IncidentLife.MERGED}),
        ({}, {"life": IncidentLife.CLOSED, "closed_at": NOON - timedelta(hours=25)}),
    ],
)
def test_what_must_not_meet_does_not_meet(alert: dict[str, Any], incident: dict[str, Any]) -> None:
    assert the_match(an_alert(**alert), an_incident(**incident)) is None


@pytest.mark.parametrize(
    ("alert", "incident", "doubt"),
    [
        ({"lat": None, "lon": None}, {}, "place_unknown"),
        ({"actors": frozenset({"ADF"})}, {"actors": frozenset({"CODECO"})}, "actors_contradict"),
        ({"named": (FAR,)}, {}, "names_elsewhere"),
        ({"named": (FAR, (-1.9, 29.9))}, {}, "names_elsewhere"),
        ({"says_where": True}, {"named": (FAR,)}, "incident_named_elsewhere"),
        (
            {"speaks_of_here": True, "may_mean": (FAR,)},
            {"named": (FAR,)},
            "incident_named_elsewhere",
        ),
        ({}, {"life": IncidentLife.CLOSED, "closed_at": NOON}, "incident_closed"),
    ],
)
def test_a_doubt_leaves_the_linking_to_a_person(
    alert: dict[str, Any], incident: dict[str, Any], doubt: str
) -> None:
    found = the_match(an_alert(**alert), an_incident(**incident))
    assert found
    assert found.band is Band.MIDDLE
    assert f"correlation.{doubt}" in found.reasons


def test_who_speaks_of_here_goes_on_with_what_told_of_here_and_of_a_far_place() -> None:
    what = an_incident().what
    assert what.lat is not None
    assert what.lon is not None
    found = the_match(an_alert(speaks_of_here=True), an_incident(named=(FAR, (what.lat, what.lon))))
    assert found
    assert found.band is Band.HIGH


def test_a_name_that_may_mean_a_place_nearby_is_no_doubt() -> None:
    found = the_match(an_alert(named=(FAR, (-1.21, 28.81))), an_incident())
    assert found
    assert found.band is Band.HIGH


def test_a_doubt_about_one_incident_opens_no_third_beside_the_second() -> None:
    doubted = replace(an_incident(hours_ago=0, named=(FAR,)), id="a")
    meant = replace(an_incident(hours_ago=2), id="b")
    ranked = rank_matches(an_alert(speaks_of_here=True), among=[doubted, meant], now=NOON)
    assert [(match.incident, match.band) for match in ranked] == [
        ("b", Band.HIGH),
        ("a", Band.MIDDLE),
    ]
    assert ranked[0].score < ranked[1].score


def test_an_all_clear_is_never_linked_by_the_machine() -> None:
    found = the_match(an_alert(Kind.ALL_CLEAR), an_incident())
    assert found
    assert found.band is Band.MIDDLE


def test_the_same_addressee_of_a_threat_needs_no_coordinates() -> None:
    nowhere: dict[str, Any] = {"lat": None, "lon": None, "community": "C-12"}
    found = the_match(an_alert(Kind.THREAT, **nowhere), an_incident(Kind.THREAT, **nowhere))
    assert found
    assert found.band is Band.HIGH


def test_an_unknown_actor_is_neutral_and_a_known_one_decides_between_two() -> None:
    alert = an_alert(actors=frozenset({"ADF"}))
    unknown = replace(an_incident(actors=frozenset({"UNK"})), id="unknown")
    same = replace(an_incident(actors=frozenset({"ADF", "UNK"})), id="same")
    other = replace(an_incident(actors=frozenset({"M23"})), id="other")
    ranked = rank_matches(alert, among=[other, unknown, same], now=NOON)
    assert [match.incident for match in ranked] == ["same", "unknown", "other"]
    assert "correlation.same_actors" in ranked[0].reasons


def test_the_parts_of_the_score_and_the_rule_are_kept() -> None:
    found = the_match(
        an_alert(counts={"killed": (2, 3)}, marks=frozenset({"school"})),
        an_incident(counts={"killed": (3, 5)}, marks=frozenset({"school"})),
    )
    assert found
    assert found.rule_version == RULES
    assert found.parts["counts"] == found.parts["marks"] == found.parts["space"] == 1.0
    assert {"correlation.same_place", "correlation.same_counts"} <= set(found.reasons)


@given(st.sampled_from(Priority), st.sampled_from(Priority), st.sampled_from(Kind))
def test_a_match_is_never_less_urgent_than_either(a: Priority, b: Priority, kind: Kind) -> None:
    found = the_match(an_alert(kind, priority=a), an_incident(kind, 0, priority=b))
    assert found
    assert not a.is_graver_than(found.priority)
    assert not b.is_graver_than(found.priority)


@given(st.sampled_from(WARNINGS), st.sampled_from(WARNINGS))
def test_likeness_has_no_direction_between_warnings(a: Kind, b: Kind) -> None:
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == 1
    assert likeness(a, b) == likeness(b, a)


def test_ten_times_the_open_incidents_cost_ten_times_the_work() -> None:
    few, many = some(100), some(1000)
    assert ranked(many) < 11 * ranked(few)


def ranked(among: list[IncidentFacts]) -> int:
    return calls_of(lambda: rank_matches(an_alert(), among=among, now=NOON))


def some(n: int) -> list[IncidentFacts]:
    return [replace(an_incident(), id=str(i)) for i in range(n)]
