"""The pieces of a long SMS become one message, and never a sentence that nobody said."""

from datetime import timedelta

import pytest

from tests.world import World
from tocsin.domain.messages import Mark, Part
from tocsin.domain.words import MessageState
from tocsin.records.models import Message

FIRST, SECOND, THIRD = (
    "Tunashambuliwa Kasenga sasa hivi, ",
    "watu wenye silaha wanaingia ",
    "kijijini, tusaidieni haraka",
)


def piece(number: int, *, of: int = 3, ref: int = 7) -> Part:
    return Part(ref=ref, total=of, seq=number)


def test_pieces_in_any_order_are_read_as_one(world: World) -> None:
    for number, text in ((3, THIRD), (1, FIRST), (2, SECOND)):
        world.neema.texts(text, part=piece(number))
    whole = Message.objects.get(state=MessageState.REPORTED)
    assert whole.text == FIRST + SECOND + THIRD
    assert whole.focal_point == world.district.focal_points["neema"]
    world.anil.expects_sms(containing="P1")


def test_what_came_is_read_after_two_minutes_and_marked(world: World) -> None:
    world.neema.texts(FIRST, part=piece(1))
    world.neema.texts(THIRD, part=piece(3))
    world.passes(seconds=119)
    world.anil.expects_nothing()
    world.passes(seconds=1)
    world.anil.expects_sms(containing="P1")
    whole = Message.objects.get(state=MessageState.REPORTED)
    assert Mark.PART_MISSING in whole.flags
    assert "[...]" in whole.text


def test_a_late_piece_is_kept_and_shown(world: World) -> None:
    world.neema.texts(FIRST, part=piece(1, of=2))
    world.passes(minutes=5)
    late = world.neema.texts(SECOND, part=piece(2, of=2))
    world.passes(minutes=5)
    late.refresh_from_db()
    assert late.state == MessageState.JOINED
    assert any(SECOND.strip() in row.text for row in Message.objects.filter(part_number=None))


def test_two_senders_with_one_reference_are_never_mixed(world: World) -> None:
    world.neema.texts(FIRST, part=piece(1, of=2))
    world.amani.texts("et ma vache est perdue", part=piece(2, of=2))
    world.passes(minutes=3)
    texts = [m.text for m in Message.objects.filter(part_number=None)]
    assert len(texts) == 2
    assert not any("Tunashambuliwa" in text and "vache" in text for text in texts)


def test_a_piece_delivered_twice_is_in_the_text_once(world: World) -> None:
    world.neema.texts(FIRST, part=piece(1, of=2), id="a")
    world.neema.texts(FIRST, part=piece(1, of=2), id="b")
    world.neema.texts(SECOND, part=piece(2, of=2), id="c")
    world.passes(minutes=3)
    whole = Message.objects.get(state=MessageState.REPORTED)
    assert whole.text.count("Tunashambuliwa") == 1


@pytest.mark.parametrize(("stamped", "looked"), [(0, 4), (400, 0)])
def test_a_piece_is_read_however_long_the_house_stood_still_or_its_clock_was_wrong(
    world: World, stamped: int, looked: int
) -> None:
    today, world.engine_runs = world.now, False
    world.now = today + timedelta(days=stamped)
    world.neema.texts(FIRST, part=piece(1))
    world.now, world.engine_runs = today + timedelta(days=looked), True
    world.works()
    assert not Message.objects.filter(state=MessageState.HELD_PART).exists()
    world.anil.expects_sms(containing="P1")
