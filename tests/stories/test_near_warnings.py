"""A phone is in other hands: everybody near is warned, one by one, and those on duty hear until they are."""

from datetime import timedelta

import pytest

from tests.world import World
from tocsin.actions.focal_points import agree_duress_word
from tocsin.actions.near_warnings import (
    remind_of_near_warnings,
    tick_near_warning,
    widen_near_warnings,
)
from tocsin.actions.numbers import mark_compromised, verify_holder
from tocsin.actions.radio_stations import StationPlan, add_station
from tocsin.domain.network_words import ConsentPurpose, NumberState, SafeWay
from tocsin.domain.problems import Problem
from tocsin.domain.problems.network import (
    NOT_NEAR,
    PHONE_IN_OWN_HANDS,
    WARNED_ALREADY,
    WAY_NOT_SAFE,
)
from tocsin.domain.warned import Village, also_near
from tocsin.domain.warned_words import WarnedBy
from tocsin.domain.words import Purpose
from tocsin.records.models import (
    Community,
    Consent,
    Delivery,
    FocalPoint,
    JournalEntry,
    NearWarning,
)
from tocsin.records.queries.near_villages import near_villages
from tocsin.records.queries.near_warnings import owed, ways_for
from tocsin.records.queries.scope import Scope

EVERYWHERE = Scope(False, None)
CALL, FACE = WarnedBy.CALL, WarnedBy.FACE_TO_FACE


def person(code: str) -> FocalPoint:
    return FocalPoint.objects.get(code=code)


def lose(world: World) -> list[NearWarning]:
    """Neema's phone is in other hands; Amani and Zawadi live beside her."""
    mark_compromised(
        person("FP-0502"),
        since=world.now - timedelta(hours=1),
        by=world.user("salima"),
        at=world.now,
        is_drill=False,
    )
    return list(NearWarning.objects.select_related("person").order_by("person__code"))


def tick(world: World, row: NearWarning, way: WarnedBy = FACE) -> None:
    tick_near_warning(row, way=way, by=world.user("salima"), at=world.now)


def reminders() -> list[str]:
    rows = Delivery.objects.filter(notification__purpose=Purpose.NEAR_NOT_WARNED)
    return [row.text for row in rows]


def test_each_near_it_is_ticked_off_with_who_told_them_how_and_when(world: World) -> None:
    amani, zawadi = lose(world)
    assert [amani.person.code, zawadi.person.code] == ["FP-0501", "FP-0503"]
    assert owed(EVERYWHERE, now=world.now).waiting == 2
    tick(world, amani, CALL)
    amani.refresh_from_db()
    assert (amani.way, amani.warned_at, amani.warned_by) == (
        "call",
        world.now,
        world.user("salima"),
    )
    assert owed(EVERYWHERE, now=world.now).waiting == 1
    tick(world, zawadi)
    assert owed(EVERYWHERE, now=world.now).waiting == 0
    lines = JournalEntry.objects.filter(verb="near_warning.told").order_by("recorded_at")
    assert [line.facts["code"] for line in lines] == ["FP-0501", "FP-0503"]


def test_those_on_duty_hear_again_and_again_until_everybody_is_warned(world: World) -> None:
    amani, zawadi = lose(world)
    assert remind_of_near_warnings(at=world.now + timedelta(hours=3, minutes=59)) == 0
    world.now += timedelta(hours=4)
    assert remind_of_near_warnings(at=world.now) == 2
    first = reminders()
    assert len(first) == 3  # the assistant and the officer of the base, and the operations room
    assert not [text for text in first if "FP-" in text or "990000" in text]
    assert owed(EVERYWHERE, now=world.now + timedelta(seconds=1)).late == 2
    assert remind_of_near_warnings(at=world.now) == 0  # another engine looks a moment later
    tick(world, amani)
    world.now += timedelta(hours=4)
    assert remind_of_near_warnings(at=world.now) == 1
    tick(world, zawadi)
    world.now += timedelta(hours=4)
    assert remind_of_near_warnings(at=world.now) == 0
    assert len(reminders()) == 6


def test_who_is_recognised_again_ends_what_was_still_owed(world: World) -> None:
    amani, zawadi = lose(world)
    tick(world, amani)
    verify_holder(
        person("FP-0502"), answer="", face_to_face=True, by=world.user("salima"), at=world.now
    )
    zawadi.refresh_from_db()
    assert zawadi.over_at == world.now
    assert remind_of_near_warnings(at=world.now + timedelta(days=1)) == 0
    with pytest.raises(Problem) as refused:
        tick(world, zawadi)
    assert refused.value.kind is WARNED_ALREADY


def test_two_who_tick_the_same_person_off_leave_the_first_one_s_name(world: World) -> None:
    amani, _ = lose(world)
    tick(world, amani, CALL)
    with pytest.raises(Problem) as refused:
        tick(world, amani, FACE)
    assert refused.value.kind is WARNED_ALREADY
    amani.refresh_from_db()
    assert amani.way == CALL


def test_a_phone_that_is_lost_twice_asks_once_and_after_the_end_anew(world: World) -> None:
    lose(world)
    lose(world)
    assert NearWarning.objects.count() == 2
    for row in NearWarning.objects.all():
        tick(world, row)
    assert len(lose(world)) == 4


@pytest.mark.parametrize(
    ("facts", "ways"),
    [
        ({}, ["face_to_face", "messenger", "call"]),
        ({"safe_way": SafeWay.FACE_TO_FACE}, ["face_to_face", "messenger"]),
        ({"safe_way": SafeWay.RADIO}, ["face_to_face", "messenger"]),
        ({"number_state": NumberState.NEW}, ["face_to_face", "messenger"]),
    ],
)
def test_nobody_is_warned_by_a_way_that_could_do_them_harm(
    world: World, facts: dict[str, str], ways: list[str]
) -> None:
    FocalPoint.objects.filter(code="FP-0501").update(**facts)
    amani, _ = lose(world)
    assert list(ways_for([amani.person])[amani.person_id]) == ways
    for way in set(WarnedBy) - {WarnedBy(one) for one in ways}:
        with pytest.raises(Problem) as refused:
            tick(world, amani, way)
        assert refused.value.kind is WAY_NOT_SAFE
    amani.refresh_from_db()
    assert amani.warned_at is None


def test_whoever_keeps_a_station_may_be_warned_by_radio_but_not_under_duress(world: World) -> None:
    amani = person("FP-0501")
    plan = StationPlan("MIKE 1", community=amani.community, focal_point=amani)
    add_station(plan, by=world.user("salima"), at=world.now)
    assert WarnedBy.RADIO in ways_for([amani])[amani.pk]
    agree_duress_word(amani, "mkungu", by=world.user("salima"), at=world.now)
    FocalPoint.objects.filter(pk=amani.pk).update(duress_since=world.now)
    assert list(ways_for([person("FP-0501")])[amani.pk]) == ["face_to_face", "messenger"]


HOME = Village("KAS", 0.62, 29.46, relay="MIR-2, TANGO 4")


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        (Village("TOW", 0.70, 29.50), True),  # ten kilometres
        (Village("FAR", 0.90, 29.46), False),
        (Village("FAR", 0.90, 29.46, signs=frozenset({"TANGO 4"})), True),
        (Village("MIR-2", 0.90, 29.46), True),
        (Village("MIR-22", 0.90, 29.46), False),  # another code that begins alike
        (Village("FAR", 0.90, 29.46, relay="then to KAS by foot"), True),
        (Village("KAS", 0.62, 29.46), False),
    ],
)
def test_a_village_is_near_by_distance_or_by_the_chain_that_its_profile_knows(
    other: Village, is_near: bool
) -> None:
    assert bool(also_near(HOME, [other])) is is_near


def test_people_of_another_community_are_warned_too_when_somebody_chooses_it(world: World) -> None:
    lose(world)
    holder, salima = person("FP-0502"), world.user("salima")
    furaha = person("FP-0504")
    Community.objects.filter(pk=furaha.community_id).update(relay=f"by {holder.code} at night")
    assert near_villages(holder, at=world.now) == []  # nobody there agreed to be told of danger
    agree(furaha, world, ConsentPurpose.WARN)
    assert near_villages(holder, at=world.now) == []
    agree(furaha, world, ConsentPurpose.BE_WARNED)
    (offered,) = near_villages(holder, at=world.now)
    assert (offered.people, offered.is_relay) == (1, True)
    with pytest.raises(Problem) as refused:
        widen_near_warnings(holder, ["KASENGA-9"], by=salima, at=world.now)
    assert refused.value.kind is NOT_NEAR
    (row,) = widen_near_warnings(holder, [offered.code], by=salima, at=world.now)
    assert row.person == furaha
    assert owed(EVERYWHERE, now=world.now).waiting == 3
    assert near_villages(holder, at=world.now) == []  # offered once
    verify_holder(holder, answer="", face_to_face=True, by=salima, at=world.now)
    assert owed(EVERYWHERE, now=world.now).waiting == 0
    with pytest.raises(Problem) as refused:
        widen_near_warnings(holder, [offered.code], by=salima, at=world.now)
    assert refused.value.kind is PHONE_IN_OWN_HANDS


def agree(one: FocalPoint, world: World, *purposes: ConsentPurpose) -> None:
    Consent.objects.create(
        focal_point=one,
        purposes=[str(purpose) for purpose in purposes],
        given_at=world.now + timedelta(minutes=len(purposes) + one.consents.count()),
        expires_at=world.now + timedelta(days=300),
    )
