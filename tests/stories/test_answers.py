"""A commander on a 2G phone takes, refuses, leaves, arrives and ends by SMS; nothing stops too soon."""

import pytest

from tests.stories.words import ATTACK, ATTACK_TOO
from tests.world import World
from tocsin.domain.words import EscalationState, MessageState, ResponseState
from tocsin.records.models import Acknowledgement, Escalation, Response, ResponseUpdate


@pytest.fixture(autouse=True)
def _paged(world: World) -> None:
    world.neema.texts(ATTACK)
    world.anil.reads_all()


def test_1_takes_it_and_the_ladder_stops(world: World) -> None:
    world.anil.answers("1")
    world.anil.expects_sms(containing=world.incident.code)
    world.passes(minutes=9)
    world.rafiq.expects_nothing(containing="Reply")
    assert Acknowledgement.objects.get().via == "sms"


@pytest.mark.parametrize("word", ["OUI", "ndiyo", "Yes", "1.", "{code} 1"])
def test_yes_in_every_language_takes_it(world: World, word: str) -> None:
    world.anil.answers(word.format(code=world.incident.code))
    assert world.run.state == EscalationState.ACKNOWLEDGED


def test_an_acknowledgement_expires_and_pages_again(world: World) -> None:
    world.anil.answers("1")
    world.anil.reads_all()
    world.passes(minutes=13)
    world.anil.expects_sms(containing="do you still have it")
    world.passes(minutes=3)
    assert world.run.state == EscalationState.PAGING
    world.rafiq.expects_sms(containing="P1")


def test_saying_it_again_holds_it_longer(world: World) -> None:
    world.anil.answers("1")
    world.passes(minutes=10)
    world.anil.answers("1")
    world.passes(minutes=10)
    assert world.run.state == EscalationState.ACKNOWLEDGED


def test_an_acknowledgement_never_stops_the_decide_clock(world: World) -> None:
    world.anil.answers("1")
    world.passes(minutes=9)
    world.rafiq.expects_nothing()
    world.passes(minutes=1)
    world.rafiq.expects_sms(containing="do you still have it")
    world.okello.expects_sms()


def test_2_declines_asks_why_and_goes_on_paging(world: World) -> None:
    world.passes(minutes=1)
    world.anil.answers("2")
    world.anil.expects_sms(containing="Why?")
    world.anil.answers("no fuel")
    response = Response.objects.get()
    assert response.state == ResponseState.DECLINED
    assert response.updates.get(state=ResponseState.DECLINED).text == "no fuel"
    assert world.run.state != EscalationState.ACKNOWLEDGED


def test_3_4_5_are_departed_arrived_and_over_with_their_times(world: World) -> None:
    moments = []
    for word in ("1", "3", "4", "5"):
        world.passes(minutes=4)
        world.anil.answers(word)
        moments.append(world.now)
    response = Response.objects.get()
    assert response.state == ResponseState.ENDED
    assert [response.departed_at, response.on_scene_at, response.ended_at] == moments[1:]
    assert Escalation.objects.get().departed_at == moments[1]


def test_free_text_with_the_code_is_news_of_the_response(world: World) -> None:
    world.anil.answers("1")
    world.anil.answers(f"{world.incident.code} bridge is broken, we go round by the river")
    update = ResponseUpdate.objects.latest("recorded_at")
    assert "bridge is broken" in update.text
    assert update.state == ""


def test_a_code_nobody_knows_is_asked_again_and_changes_nothing(world: World) -> None:
    world.anil.answers("FD999 1")
    world.anil.expects_sms(containing="which incident")
    assert world.run.state == EscalationState.PAGING


def test_the_same_answer_twice_changes_nothing_more(world: World) -> None:
    world.anil.answers("3", id="answer-1")
    updates = ResponseUpdate.objects.count()
    world.anil.answers("3", id="answer-1")
    assert ResponseUpdate.objects.count() == updates


def test_a_commander_may_also_be_the_one_who_warns(world: World) -> None:
    message = world.chandra.texts("Attaque à Mirembe maintenant, des hommes armés tirent")
    assert message.state == MessageState.REPORTED
    assert len(world.incidents) == 2


def test_a_new_witness_of_what_is_taken_is_told_to_who_has_it(world: World) -> None:
    world.anil.answers("1")
    world.anil.reads_all()
    world.amani.texts(ATTACK_TOO)
    assert world.incident.n_origins == 2
    world.anil.expects_sms(containing="News of")
    assert world.run.state == EscalationState.ACKNOWLEDGED
