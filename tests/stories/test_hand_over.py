"""A shift changes while something is open: both are called until the new one says "I have it"."""

from datetime import timedelta

import pytest

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.duty import accept_duty, put_on_duty
from tocsin.domain.words import DutyFunction
from tocsin.records.models import Duty


@pytest.fixture
def handed_over(world: World) -> Duty:
    """Leila takes the watch of Mpala from Anil, and has not said that she has it."""
    world.passes(minutes=1)
    return put_on_duty(
        world.responder("leila"),
        world.district.bases["mpala"],
        DutyFunction.DUTY_OFFICER,
        by=world.user("okello"),
        at=world.now,
        since=world.now,
    )


def test_both_are_paged_until_the_incoming_one_accepts(world: World, handed_over: Duty) -> None:
    world.passes(minutes=1)
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing="P1")
    world.leila.expects_sms(containing="P1")


def test_only_the_incoming_one_is_paged_after_that(world: World, handed_over: Duty) -> None:
    accept_duty(handed_over, by=world.responder("leila"), at=world.now)
    world.passes(minutes=1)
    world.neema.texts(ATTACK)
    world.leila.expects_sms(containing="P1")
    world.anil.expects_nothing()


def test_the_incoming_one_is_told_what_is_open(world: World) -> None:
    world.neema.texts(ATTACK)
    code = world.incident.code
    put_on_duty(
        world.responder("leila"),
        world.district.bases["mpala"],
        DutyFunction.DUTY_OFFICER,
        by=world.user("okello"),
        at=world.now,
        since=world.now,
    )
    world.works()
    world.leila.expects_sms(containing=code)


def test_a_shift_nobody_took_over_is_skipped_at_once(world: World) -> None:
    Duty.objects.filter(base=world.district.bases["mpala"]).exclude(function="commander").update(
        until=world.now - timedelta(minutes=5)
    )
    world.neema.texts(ATTACK)
    world.rafiq.expects_sms(containing="P1")
