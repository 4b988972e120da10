"""A row that the vault does not open silences nobody but itself."""

from uuid import UUID

from django.db import connection

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.callback import escalate_call_backs
from tocsin.actions.parking import park_message
from tocsin.jobs.gateways import load_gateways
from tocsin.jobs.judge import answer_or_leave
from tocsin.records.queries.unread import unread


def spoil(table: str, column: str, key: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"update {table} set {column} = '\\x00' where id = %s", [key])


def test_a_person_or_a_carrier_that_does_not_open_keeps_no_page_from_the_others(
    world: World,
) -> None:
    spoil("records_responder", "number", world.responder("rafiq").pk)
    spoil("records_gateway", "settings", world.district.gateways["modem"].pk)
    assert [one.slug for one in load_gateways()] == ["phones", "radio-room"]
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing="P1")


def test_a_text_that_does_not_open_holds_up_no_other(world: World) -> None:
    world.engine_runs = False
    spoiled, sound = world.neema.texts(ATTACK), world.amani.texts(ATTACK)
    spoil("records_message", "text", spoiled.pk)
    assert [row.pk for row in unread(1, 9)] == [sound.pk]


def test_a_text_that_cannot_be_answered_ends_no_engine(world: World) -> None:
    world.engine_runs = False
    message = world.rafiq.texts("1")
    spoil("records_responder", "number", world.responder("rafiq").pk)
    assert not answer_or_leave(message.pk)


def test_a_villager_whose_row_does_not_open_is_called_and_ends_no_engine(world: World) -> None:
    world.engine_runs = False
    message = world.neema.texts(ATTACK)
    spoil("records_focalpoint", "name", world.district.focal_points["neema"].pk)
    spoil("records_message", "text", message.pk)
    assert park_message(message.pk, why="Unsealable", at=world.now, at_once=True)
    assert escalate_call_backs(at=world.now) == 1
    assert (world.incident.place_name, world.run.priority) == ("Kasenga", "P1")
