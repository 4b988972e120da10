"""An exercise says so in every text, and never meets what is real."""

from tests.stories.words import ATTACK, ATTACK_TOO
from tests.world import World
from tocsin.records.models import Alert, Delivery, Incident


def test_every_text_of_an_exercise_says_so(world: World) -> None:
    world.is_drill = True
    world.neema.texts(ATTACK)
    world.passes(minutes=10)
    for sms in world.outbox:
        assert "EXERCI" in sms.text.upper() or "ZOEZI" in sms.text.upper(), sms.text
    assert set(Delivery.objects.values_list("notification__is_drill", flat=True)) == {True}


def test_exercise_and_real_never_meet(world: World) -> None:
    world.is_drill = True
    world.neema.texts(ATTACK)
    world.is_drill = False
    world.amani.texts(ATTACK_TOO)
    assert sorted(Incident.objects.values_list("is_drill", flat=True)) == [False, True]
    assert {a.is_drill for a in Alert.objects.filter(incident_links__incident__is_drill=True)} == {
        True
    }


def test_the_same_words_as_in_the_exercise_still_page_when_they_are_real(world: World) -> None:
    world.is_drill = True
    world.neema.texts(ATTACK)
    world.anil.reads_all()
    world.is_drill = False
    world.amani.texts(ATTACK)
    page = world.anil.expects_sms(containing="P1")
    assert "EXERCI" not in page.upper()
