"""Where phones fail an operator carries the page by radio; only a read-back counts."""

import pytest

from tests.stories.words import ATTACK
from tests.world import Mood, World
from tocsin.actions.radio import record_radio_outcome, start_radio_task
from tocsin.domain.problems import Problem
from tocsin.domain.words import DeliveryState, EscalationState, RadioOutcome
from tocsin.records.models import Acknowledgement, RadioTask, Responder


@pytest.fixture
def card(world: World) -> RadioTask:
    """No phone works, and Anil's base has a radio."""
    Responder.objects.filter(code=world.responder("anil").code).update(radio_call_sign="Bravo")
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    return RadioTask.objects.get()


def test_the_card_says_whom_to_call_and_what_must_be_read_back(
    world: World, card: RadioTask
) -> None:
    assert card.call_sign == "Bravo"
    assert card.read_back == world.incident.code
    assert card.outcome == RadioOutcome.WAITING


def test_a_read_back_with_a_name_is_the_acknowledgement(world: World, card: RadioTask) -> None:
    start_radio_task(card, by=world.user("okello"), at=world.now)
    record_radio_outcome(
        card,
        by=world.user("okello"),
        at=world.now,
        outcome=RadioOutcome.READ_BACK,
        name_heard="Sergeant Upepo",
        read_back=card.read_back.lower(),
    )
    assert world.run.state == EscalationState.ACKNOWLEDGED
    assert Acknowledgement.objects.get().via == "radio"
    card.delivery.refresh_from_db()
    assert card.delivery.state == DeliveryState.DELIVERED


@pytest.mark.parametrize(("code", "name"), [("XX999", "Upepo"), (None, " ")])
def test_a_wrong_code_or_no_name_is_no_read_back(
    world: World, card: RadioTask, code: str | None, name: str
) -> None:
    with pytest.raises(Problem):
        record_radio_outcome(
            card,
            by=world.user("okello"),
            at=world.now,
            outcome=RadioOutcome.READ_BACK,
            name_heard=name,
            read_back=code or card.read_back,
        )
    assert world.run.state == EscalationState.PAGING


def test_no_contact_leaves_the_ladder_climbing(world: World, card: RadioTask) -> None:
    record_radio_outcome(
        card, by=world.user("okello"), at=world.now, outcome=RadioOutcome.NO_CONTACT
    )
    world.mood("phones", Mood.WELL)
    world.passes(minutes=3)
    world.rafiq.expects_sms(containing="P1")
    assert not Acknowledgement.objects.exists()
