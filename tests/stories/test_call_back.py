"""A missed call is an alert with a clock: somebody must call, and a ladder answers for it."""

from datetime import timedelta

import pytest

from tests.world import World
from tocsin.actions.callback import record_call, take_call_back
from tocsin.domain.problems import Problem
from tocsin.domain.words import CallBackState, MessageState
from tocsin.records.models import CallBack, Incident, Message


def test_a_missed_call_enters_the_queue_with_its_clock(world: World) -> None:
    message = world.neema.beeps()
    call = CallBack.objects.get()
    assert message.state == MessageState.CALL_BACK
    assert call.due_at == world.now + timedelta(minutes=3)
    assert call.community == world.district.communities["kasenga"]


def test_a_call_that_nobody_returned_pages_after_ten_minutes(world: World) -> None:
    world.neema.beeps()
    world.passes(minutes=9)
    assert not Incident.objects.exists()
    world.passes(minutes=2)
    world.anil.expects_sms(containing=world.incident.code)
    assert world.incident.place_name == "Kasenga"


def test_five_beeps_are_one_call_that_rang_five_times(world: World) -> None:
    for _ in range(5):
        world.neema.beeps()
        world.passes(seconds=20)
    call = CallBack.objects.get()
    assert call.calls == 5
    record_call(call, by=world.user("salima"), at=world.now, outcome=CallBackState.TALKED)
    assert not Message.objects.filter(state=MessageState.CALL_BACK).exists()


def test_a_real_call_is_not_counted_with_one_of_an_exercise(world: World) -> None:
    for is_drill in (True, False, False):
        world.is_drill = is_drill
        world.neema.beeps()
    calls = CallBack.objects.order_by("message__received_at", "pk")
    assert [(call.message.is_drill, call.calls) for call in calls] == [(True, 1), (False, 2)]


def test_a_stranger_who_beeps_is_called_back_too(world: World) -> None:
    world.stranger().beeps()
    world.passes(minutes=11)
    assert CallBack.objects.get().community is None
    assert world.incident.n_origins == 0


def test_a_call_that_was_returned_never_pages(world: World) -> None:
    world.neema.beeps()
    record_call(
        CallBack.objects.get(),
        by=world.user("salima"),
        at=world.now,
        outcome=CallBackState.TALKED,
    )
    world.passes(hours=1)
    assert not Incident.objects.exists()


def test_a_try_that_nobody_answered_keeps_the_clock(world: World) -> None:
    world.neema.beeps()
    call = CallBack.objects.get()
    take_call_back(call, by=world.user("salima"), at=world.now)
    record_call(call, by=world.user("salima"), at=world.now, outcome=None)
    world.passes(minutes=11)
    world.anil.expects_sms(containing=world.incident.code)


def test_two_people_never_call_the_same_villager(world: World) -> None:
    world.neema.beeps()
    call = CallBack.objects.get()
    take_call_back(call, by=world.user("salima"), at=world.now)
    with pytest.raises(Problem):
        take_call_back(call, by=world.user("okello"), at=world.now)


def test_a_text_nobody_can_read_is_called_back(world: World) -> None:
    world.neema.texts("?")
    assert CallBack.objects.get().state == CallBackState.DUE


@pytest.mark.parametrize("cry", ["SOS", "Help", "Au secours", "Msaada haraka"])
def test_a_bare_cry_for_help_pages_at_once_and_is_told_that_it_was_heard(
    world: World, cry: str
) -> None:
    message = world.neema.texts(cry)
    assert message.state == MessageState.REPORTED
    world.neema.expects_sms()
    world.anil.expects_sms(containing=world.incident.code)
