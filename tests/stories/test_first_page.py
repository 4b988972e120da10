"""Words that mean mortal danger page the base at once, without any person."""

from tests.world import World
from tocsin.records.models import StepFiring

ATTACK = "Tunashambuliwa Kasenga sasa hivi, watu wenye silaha wanaingia kijijini"


def test_a_p1_pages_at_once_without_any_person(world: World) -> None:
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing=world.incident.code)
    world.salima.expects_sms(containing=world.incident.code)
    assert StepFiring.objects.get().fired_at == world.now
