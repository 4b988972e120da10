"""Words that mean mortal danger page the base at once, before any person has looked."""

from datetime import timedelta

from django.test import TestCase

from tests.make import make_message
from tests.stories.words import ATTACK, GREETING, KILLED, THEFT
from tests.world import ENGINE, World, read
from tocsin.actions.delivery import ToSend
from tocsin.actions.escalation import take_due_steps
from tocsin.actions.triage import triage_messages
from tocsin.domain.words import MessageState, Priority
from tocsin.records.models import Alert, Escalation, FocalPoint, JournalEntry, Message, StepFiring

KILLED_HERE = "ADF wameua watu watatu Kasenga asubuhi"
STILL_SHOOTING = "They are still shooting at Kasenga, three houses burn"


def test_a_p1_pages_at_once_without_any_person(world: World) -> None:
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing=world.incident.code)
    world.salima.expects_sms(containing=world.incident.code)
    assert StepFiring.objects.get().fired_at == world.now


def test_the_page_says_where_and_how_sure_and_names_no_source(world: World) -> None:
    world.neema.texts(ATTACK)
    page = world.anil.expects_sms(containing="P1")
    assert "Kasenga" in page
    assert "Neema" not in page
    assert "FP-" not in page
    assert world.neema.number not in page


def test_a_stranger_who_cries_for_help_is_believed_enough_to_page(world: World) -> None:
    world.stranger().texts(ATTACK)
    world.anil.expects_sms(containing="Kasenga")
    assert Alert.objects.get().focal_point is None


def test_a_p2_waits_for_nobody_either(world: World) -> None:
    world.neema.texts(KILLED)
    world.passes(minutes=1)
    world.anil.expects_sms(containing="P2")


def test_a_theft_reaches_the_assistant_and_wakes_no_commander(world: World) -> None:
    world.neema.texts(THEFT)
    world.passes(minutes=59)
    world.salima.expects_nothing()  # it waits in the inbox for a person, but not for ever
    world.passes(minutes=2)
    world.salima.expects_sms(containing="P3")
    world.rafiq.expects_nothing()


def test_a_greeting_opens_nothing_and_is_kept(world: World) -> None:
    message = world.neema.texts(GREETING)
    assert message.state == MessageState.READ
    assert message.text == GREETING
    assert not Alert.objects.exists()
    assert not Escalation.objects.exists()


def test_the_log_book_tells_the_whole_way(world: World) -> None:
    world.neema.texts(ATTACK)
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {
        "alert.opened",
        "incident.opened",
        "alert.linked",
        "escalation.started",
        "escalation.step_fired",
    } <= verbs


def test_what_the_engine_slept_through_is_paged_as_it_wakes(world: World) -> None:
    world.engine_runs = False
    world.neema.texts(ATTACK)
    world.passes(minutes=20)
    world.anil.expects_nothing()
    world.engine_runs = True
    world.works()
    world.anil.expects_sms(containing="P1")
    assert not Message.objects.filter(state=MessageState.RECEIVED).exists()


def test_what_is_said_of_one_event_in_one_moment_is_one_run(world: World) -> None:
    world.engine_runs = False
    for text in (KILLED_HERE, STILL_SHOOTING):
        world.amani.texts(text)
    world.engine_runs = True
    world.works()
    assert world.run.priority == world.incident.priority == Priority.P1
    assert world.incident.alert_links.count() == 2
    world.anil.expects_sms(containing="P1")


def test_a_page_is_on_its_way_before_anybody_is_told_of_it(world: World) -> None:
    point = FocalPoint.objects.get(code="FP-0502")
    message = make_message(ATTACK, focal_point=point, received_at=world.now)
    sent: list[ToSend] = []
    with TestCase.captureOnCommitCallbacks() as after:
        triage_messages({message.pk: read(message)}, at=world.now, engine=ENGINE, send=sent.extend)
    assert not sent  # it is not on disk yet
    after[0]()
    assert {one.priority for one in sent} == {Priority.P1}
    assert len(after) > 1  # the nudges, which may fail and take no page with them


def test_a_later_rung_is_on_its_way_before_anybody_is_told_of_it(world: World) -> None:
    world.neema.texts(ATTACK)
    world.engine_runs = False
    sent: list[ToSend] = []
    at = world.now + timedelta(minutes=3)
    with TestCase.captureOnCommitCallbacks() as after:
        take_due_steps(at=at, engine=ENGINE, send=sent.extend)
    assert not sent
    after[0]()
    assert {one.priority for one in sent} == {Priority.P1}
    assert len(after) > 1
