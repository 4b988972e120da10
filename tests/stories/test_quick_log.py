"""What is heard by ear is logged in seconds, and pages like any SMS."""

from datetime import timedelta
from typing import Any

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.log import log_message
from tocsin.domain.words import Kind, MessageKind, MessageState, Priority
from tocsin.records.models import Alert, Message, Place, Reading


def test_a_call_judged_by_the_operator_pages_before_the_form_is_gone(world: World) -> None:
    log_message(
        by=world.user("okello"),
        at=world.now,
        kind=MessageKind.VOICE,
        text="shots near the church",
        client_id="form-1",
        focal_point=world.district.focal_points["neema"],
        kind_code=Kind.ATTACK,
        priority=Priority.P1,
    )
    world.works()
    world.anil.expects_sms(containing="P1")
    assert Alert.objects.get().confirmed_by == world.user("okello")


def test_the_same_form_sent_twice_is_one_message(world: World) -> None:
    for _ in range(2):
        log_message(
            by=world.user("okello"),
            at=world.now,
            kind=MessageKind.WALK_IN,
            text=ATTACK,
            client_id="form-1",
        )
        world.works()
    assert Message.objects.count() == 1
    assert Alert.objects.count() == 1


def test_another_call_in_a_form_that_was_sent_before_is_another_message(world: World) -> None:
    """A browser that goes back shows the form as it was, its id with it, and the next call is typed over the last."""
    calls: list[dict[str, Any]] = [
        {"text": ATTACK},
        {"text": ATTACK, "kind": MessageKind.RADIO},
        {"text": ATTACK, "sender": "+243990000777"},
        {"text": ATTACK, "focal_point": world.district.focal_points["neema"]},
        {"text": "All is calm at the market", "kind_code": Kind.ATTACK, "priority": Priority.P1},
        {"text": "All is calm at the market"},
        {"text": "All is calm at the market", "happened_at": world.now - timedelta(hours=1)},
    ]
    for call in calls + calls:
        log_message(
            **{
                "by": world.user("okello"),
                "at": world.now,
                "kind": MessageKind.WALK_IN,
                "client_id": "form-1",
                **call,
            }
        )
    world.works()
    assert Message.objects.count() == len(calls)
    assert not Message.objects.filter(state=MessageState.RECEIVED).exists()


def test_a_radio_log_entered_late_keeps_both_times(world: World) -> None:
    heard = world.now - timedelta(hours=2)
    message = log_message(
        by=world.user("okello"),
        at=world.now,
        kind=MessageKind.RADIO,
        text=ATTACK,
        client_id="form-1",
        happened_at=heard,
        focal_point=world.district.focal_points["neema"],
    )
    world.works()
    assert (message.happened_at, message.received_at) == (heard, world.now)
    assert Alert.objects.get().happened_at == heard
    world.anil.expects_sms(containing="P1")


def test_what_is_restricted_is_guarded_when_it_is_only_heard(world: World) -> None:
    log_message(
        by=world.user("okello"),
        at=world.now,
        kind=MessageKind.VOICE,
        text="…",
        client_id="form-1",
        focal_point=world.district.focal_points["neema"],
        kind_code=Kind.SEXUAL_VIOLENCE,
        priority=Priority.P2,
    )
    assert Reading.objects.get().is_restricted
    assert world.incident.is_restricted


def test_a_restricted_kind_alone_is_enough_for_its_words_are_not_kept(world: World) -> None:
    log_message(
        by=world.user("okello"),
        at=world.now,
        kind=MessageKind.VOICE,
        text="",
        client_id="form-1",
        focal_point=world.district.focal_points["neema"],
        kind_code=Kind.SEXUAL_VIOLENCE,
    )
    assert Reading.objects.get().is_restricted
    assert world.incident.is_restricted


def test_a_place_that_was_chosen_is_read_with_words_that_nobody_judged(world: World) -> None:
    place = Place.objects.first()
    assert place is not None
    message = log_message(
        by=world.user("okello"),
        at=world.now,
        kind=MessageKind.VOICE,
        text="men with guns",
        client_id="form-1",
        place=place,
    )
    assert message.text == f"men with guns\n{place.name}"
