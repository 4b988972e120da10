"""Each gateway that can text shows once a day that it can."""

from django.test import override_settings

from tests.world import Mood, World
from tocsin.actions.canaries import dead_canaries, send_canaries

OURS = "+243990000190"


def sent_to_us(world: World) -> int:
    return sum(1 for text in world.outbox if text.to == OURS)


@override_settings(CANARY_NUMBER=OURS)
def test_a_test_a_day_goes_through_each_and_shows_who_is_dead(world: World) -> None:
    first = send_canaries(at=world.now)
    assert first > 0
    assert send_canaries(at=world.now) == 0, "one a day"
    world.passes(minutes=16)
    assert sent_to_us(world) == first
    assert dead_canaries(at=world.now) == []
    world.mood("phones", Mood.UNREACHABLE)
    world.passes(days=1)
    assert send_canaries(at=world.now) == first
    world.passes(minutes=16)
    assert list(dead_canaries(at=world.now)) == ["phones"]


def test_without_a_number_of_ours_nobody_is_texted(world: World) -> None:
    assert send_canaries(at=world.now) == 0
    assert world.outbox == []
