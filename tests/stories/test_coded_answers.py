"""Responders correct what was told, and say what their base has, by coded texts from any phone."""

import pytest

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.domain.words import IncidentLife, MessageState, Role
from tocsin.records.models import (
    Assignment,
    Base,
    Correction,
    Incident,
    Message,
    StrengthReport,
    User,
)


@pytest.fixture
def told(world: World) -> Incident:
    """An attack that Anil answers for; his phone belongs to the account of a duty officer."""
    user = User.objects.create(name="anil", password="!", responder=world.responder("anil"))
    Assignment.objects.create(user=user, role=Role.DUTY_OFFICER.value)
    world.neema.texts(ATTACK)
    world.anil.answers("1")
    for phone in (world.anil, world.neema):
        phone.reads_all()
    return world.incident


def test_a_base_says_by_text_what_it_has_and_the_last_word_counts(world: World) -> None:
    for text in ("EFF 30 VEH 4", "eff 24 veh 3 moto 2 med 1 nuit"):
        world.anil.texts(text)
        world.passes(minutes=1)
    said = world.anil.reads_all()[-1].text
    assert "24 people, 3 vehicles, 2 motorbikes, 1 medic, goes by night" in said
    row = StrengthReport.objects.latest("recorded_at")
    assert (row.people, row.vehicles, row.medics, row.goes_by_night) == (24, 3, 1, True)
    assert row.base == world.responder("anil").base
    assert Base.objects.get(pk=row.base_id).strength == 24
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.ANSWERED.value}


def test_a_villager_who_writes_so_is_read_as_ever(world: World) -> None:
    world.neema.texts("EFF 24 VEH 3")
    assert not StrengthReport.objects.exists()
    assert Message.objects.get().state != MessageState.ANSWERED


def test_nothing_is_corrected_before_they_know_whom_it_reaches_and_say_yes(
    world: World, told: Incident
) -> None:
    world.anil.texts(f"FAUX {told.code}")
    asked = world.anil.expects_sms(containing="Nothing is sent yet")
    assert "false, an error" in asked
    assert asked.endswith(f"FALSE {told.code} YES")
    assert not Correction.objects.exists()
    world.anil.texts(f"FALSE {told.code} YES")
    world.anil.expects_sms(containing="Done. Told:")
    assert "haijathibitishwa" in world.neema.expects_sms()
    done = Correction.objects.get()
    assert (done.kind, done.by.name, done.incident) == ("mistake", "anil", told)


@pytest.mark.parametrize(
    "first", ["", "RETIRER {code}", "TROMPERIE {code}"], ids=["nothing", "another", "worse"]
)
def test_yes_counts_only_for_what_was_asked(world: World, told: Incident, first: str) -> None:
    if first:
        world.anil.texts(first.format(code=told.code))
    world.anil.texts(f"FAUX {told.code} OUI")
    assert not Correction.objects.exists()
    world.anil.expects_sms(containing=f"FALSE {told.code} YES")


def test_yes_counts_for_half_an_hour(world: World, told: Incident) -> None:
    world.anil.texts(f"FAUX {told.code}")
    world.passes(minutes=31)
    world.anil.texts(f"FAUX {told.code} OUI")
    assert not Correction.objects.exists()


def test_what_and_where_are_set_right_and_a_closed_one_is_opened_again(
    world: World, told: Incident
) -> None:
    for text in ("CORRIGER {code} LOO MIREMBE", "FAUX {code}", "ROUVRIR {code}"):
        world.anil.texts(text.format(code=told.code))
        world.anil.texts(f"{text.format(code=told.code)} OUI")
        world.passes(seconds=5)
    kinds = Correction.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["corrected", "mistake", "reopened"]
    told.refresh_from_db()
    assert (told.kind, told.place_name, told.life) == ("LOO", "Mirembe", IncidentLife.OPEN)


def test_a_phone_without_an_account_that_may_corrects_nothing(world: World, told: Incident) -> None:
    Assignment.objects.filter(user__name="anil").update(role=Role.ANALYST.value)
    for text in ("FAUX {code}", "FAUX {code} OUI"):
        world.anil.texts(text.format(code=told.code))
        world.anil.expects_sms(containing="cannot do this")
    world.chandra.texts(f"FAUX {told.code}")  # who was never told of it
    world.chandra.expects_sms(containing="cannot do this")
    assert not Correction.objects.exists()


def test_a_place_that_nobody_knows_corrects_nothing(world: World, told: Incident) -> None:
    world.anil.texts(f"CORRIGER {told.code} NULLEPART")
    world.anil.expects_sms(containing="cannot do this")
