"""Whatever a phone sends is stored and shown; nothing crashes the line and nothing is lost."""

from datetime import timedelta

import pytest

from tests.stories.words import ATTACK, GREETING
from tests.world import World
from tocsin.domain.messages import Mark
from tocsin.domain.words import MessageState
from tocsin.records.models import CallBack, Message

STRANGE = {
    "empty": "",
    "blanks": " \n\t ",
    "nul": "abc\0def",
    "emoji": "\N{FIRE}\N{FIRE}\N{FIRE}",
    "right to left": "\u202eevil\u202c",
    "ten kilobytes": "shambulio " * 1000,
    "one long word": "a" * 10_000,
    "format signs": "{code} %s {0} \\x00",
    "digits": "1 2 3",
    "lone surrogate repaired": "caf\N{REPLACEMENT CHARACTER}",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_strange_words_are_kept_exactly_and_read(world: World, text: str) -> None:
    message = world.neema.texts(text)
    assert message.text == text
    assert message.state != MessageState.RECEIVED
    assert message.parked == ""


def test_an_empty_text_asks_for_a_call(world: World) -> None:
    world.neema.texts("", flags=[Mark.EMPTY])
    assert CallBack.objects.get().message.flags == [Mark.EMPTY.value]


@pytest.mark.parametrize("off", [timedelta(days=366), timedelta(days=-366)])
def test_a_clock_a_year_off_changes_no_deadline(world: World, off: timedelta) -> None:
    message = world.neema.texts(ATTACK, sent_at=world.now + off)
    assert message.sent_at == world.now + off
    assert message.received_at == world.now
    assert abs(world.incident.opened_at - world.now) < timedelta(minutes=1)
    world.anil.expects_sms(containing="P1")


def test_an_unknown_sender_is_kept_with_the_number(world: World) -> None:
    message = world.stranger().texts(GREETING)
    assert message.focal_point is None
    assert message.sender == world.stranger().number


def test_a_sender_that_is_no_number_is_kept(world: World) -> None:
    world.stranger().__class__(world, "VODACOM").texts("Votre solde est de 5 unités")
    assert Message.objects.get().sender == "VODACOM"


def test_ten_thousand_letters_of_danger_still_page(world: World) -> None:
    world.neema.texts(ATTACK + " " + "tafadhali " * 1000)
    world.anil.expects_sms(containing="P1")
