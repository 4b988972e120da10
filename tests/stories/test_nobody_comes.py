"""Nobody can come: the house is loud, and the village is told the truth once a person agrees."""

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.feedback import send_feedback
from tocsin.actions.response import ask_response
from tocsin.domain.words import EscalationState, FeedbackClock, FeedbackState, ResponseState
from tocsin.records.models import Feedback, Response


def refused(world: World) -> None:
    world.neema.texts(ATTACK)
    world.anil.answers("1")
    world.anil.answers("2 road cut, no fuel")
    world.neema.reads_all()
    world.okello.reads_all()


def test_the_refusal_is_recorded_with_its_reason(world: World) -> None:
    refused(world)
    response = Response.objects.get()
    assert response.state == ResponseState.DECLINED
    assert any("road cut" in update.text for update in response.updates.all())


def test_the_operations_room_hears_it_at_once_and_every_five_minutes(world: World) -> None:
    refused(world)
    assert world.run.state == EscalationState.EXHAUSTED
    for _ in range(3):
        world.passes(minutes=5)
        world.okello.expects_sms(containing="NOBODY")


def test_the_village_is_told_only_after_a_person_agrees(world: World) -> None:
    refused(world)
    world.passes(hours=2)
    world.neema.expects_nothing()
    owed = Feedback.objects.get(clock=FeedbackClock.FIRST_NEWS, focal_point__isnull=False)
    assert (owed.state, owed.reason) == (FeedbackState.OWED, "nobody_comes")
    send_feedback(owed, by=world.user("salima"), at=world.now)
    world.works()
    told = world.neema.expects_sms()
    assert "Mpala" not in told


def test_while_another_base_may_still_come_nothing_is_given_up(world: World) -> None:
    world.neema.texts(ATTACK)
    tembo = world.district.bases["tembo"]
    ask_response(world.incident, tembo, by=world.user("okello"), at=world.now)
    world.anil.answers("2 road cut")
    assert world.run.state != EscalationState.EXHAUSTED
    assert not Feedback.objects.filter(reason="nobody_comes").exists()
