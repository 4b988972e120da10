"""Sexual violence and children are guarded before anybody sees a list, and still paged."""

import pytest

from tests.stories.words import ATTACK, RAPE
from tests.world import World
from tocsin.domain.words import Kind
from tocsin.records.models import Alert, Incident, Reading


def test_it_is_restricted_before_anybody_sees_it(world: World) -> None:
    world.amani.texts(RAPE)
    assert Reading.objects.get().is_restricted
    assert Alert.objects.get().is_restricted
    assert Incident.objects.get().is_restricted


def test_somebody_is_called_and_the_text_does_not_say_what_it_is(world: World) -> None:
    world.amani.texts(RAPE)
    world.passes(minutes=1)
    page = world.anil.expects_sms()
    for word in ("viol", "sex", "rape", "SGV"):
        assert word.lower() not in page.lower()


def test_the_villager_s_answer_does_not_say_it_either(world: World) -> None:
    world.amani.texts(RAPE)
    assert "viol" not in world.amani.expects_sms().lower()


def test_it_never_joins_what_everybody_can_see(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(RAPE)
    assert [i.is_restricted for i in world.incidents] == [False, True]


@pytest.mark.parametrize("text", [RAPE, "Des hommes armés recrutent des enfants à Kasenga"])
def test_restricted_kinds_are_read_as_such(world: World, text: str) -> None:
    world.amani.texts(text)
    assert Incident.objects.get().kind in (Kind.SEXUAL_VIOLENCE, Kind.RECRUITMENT)
