"""A clock that jumps fires nothing twice and forgets nothing."""

from datetime import timedelta

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.records.models import StepFiring


def test_a_clock_set_back_fires_no_rung_twice(world: World) -> None:
    world.neema.texts(ATTACK)
    world.passes(minutes=4)
    fired = StepFiring.objects.count()
    world.now -= timedelta(hours=1)
    world.works()
    world.passes(minutes=50)
    assert StepFiring.objects.count() == fired


def test_a_clock_set_forward_pages_everybody_who_is_overdue_once(world: World) -> None:
    world.neema.texts(ATTACK)
    world.now += timedelta(minutes=7)
    world.works()
    assert len(world.rafiq.reads_all()) == 1
    assert len(world.okello.reads_all()) == 1


def test_a_message_from_before_the_jump_is_read_after_it(world: World) -> None:
    world.engine_runs = False
    world.neema.texts(ATTACK)
    world.now -= timedelta(days=1)
    world.engine_runs = True
    world.works()
    world.anil.expects_sms(containing="P1")
