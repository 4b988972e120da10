"""The village is answered: at once, after a decision, at the end; only where and when it is safe."""

from datetime import time, timedelta

from tests.stories.words import ATTACK, QUESTION
from tests.world import World
from tocsin.actions.answering import decide
from tocsin.actions.incidents import close_incident
from tocsin.domain.words import DecisionKind, FeedbackClock, FeedbackState, Outcome
from tocsin.records.models import Feedback, FocalPoint


def test_the_source_hears_at_once_that_we_have_it(world: World) -> None:
    world.neema.texts(ATTACK)
    told = world.neema.expects_sms()
    assert "Kasenga" not in told
    assert Feedback.objects.get().clock == FeedbackClock.RECEIPT


def test_each_is_answered_in_their_own_language(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts("Attaque à Kasenga maintenant")
    assert world.neema.expects_sms() != world.amani.expects_sms()


def test_what_was_decided_and_how_it_ended_is_told(world: World) -> None:
    world.neema.texts(ATTACK)
    world.neema.reads_all()
    world.anil.answers("3")
    world.neema.expects_sms()
    close_incident(
        world.incident,
        by=world.user("okello"),
        at=world.now,
        outcome=Outcome.STOPPED,
        reason="patrol",
        version=None,
    )
    world.works()
    world.neema.expects_sms()
    clocks = set(Feedback.objects.filter(state="sent").values_list("clock", flat=True))
    assert clocks == {FeedbackClock.RECEIPT, FeedbackClock.FIRST_NEWS, FeedbackClock.CLOSING}


def test_outside_safe_hours_nothing_is_written_until_they_begin(world: World) -> None:
    # It is noon; Neema's phone is her own from 13:00 to 20:00.
    FocalPoint.objects.filter(code="FP-0502").update(safe_from=time(13, 0), safe_until=time(20, 0))
    world.neema.texts(ATTACK)
    world.neema.expects_nothing()
    world.passes(minutes=59)
    world.neema.expects_nothing()
    world.passes(minutes=1)
    world.neema.expects_sms()


def test_a_silent_contact_is_never_written_to(world: World) -> None:
    FocalPoint.objects.update(is_silent=True)
    world.neema.texts(ATTACK)
    decide(
        world.incident,
        by=world.responder("anil"),
        at=world.now,
        kind=DecisionKind.WATCH,
        reason="",
        via="page",
    )
    world.passes(hours=3)
    world.neema.expects_nothing()
    assert Feedback.objects.filter(state=FeedbackState.OWED, send_at=None).count() == 3


def test_a_stranger_is_owed_an_answer_that_a_person_must_send(world: World) -> None:
    world.stranger().texts(ATTACK)
    world.passes(hours=3)
    world.stranger().expects_nothing()


def test_a_stutter_is_answered_once(world: World) -> None:
    world.neema.texts(QUESTION, id="a")
    world.passes(minutes=1)
    world.neema.texts(QUESTION, id="b")
    assert len(world.neema.reads_all()) == 1


def test_no_receipt_is_late(world: World) -> None:
    world.neema.texts(ATTACK)
    owed = Feedback.objects.get()
    assert owed.due_at - world.now == timedelta(minutes=2)
    assert owed.settled_at == world.now
