"""A name from a message goes to the gazetteer with one click; readers use it at once, until it is taken back."""

from uuid import UUID

import pytest

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.place_names import add_place_name, undo_place_name
from tocsin.domain.places import Gazetteer
from tocsin.domain.problems import Problem
from tocsin.domain.reading.result import PlaceMention
from tocsin.jobs.reader_mind import Mind
from tocsin.jobs.to_read import ToRead
from tocsin.records.models import JournalEntry, Message, Place
from tocsin.records.queries.briefing import briefing_now
from tocsin.records.queries.gazetteer import load_places
from tocsin.records.queries.place_names import candidates, places_called

SAID = "Attaque à Kwabulondo maintenant, ils tirent"


def mind() -> Mind:
    return Mind(Gazetteer.demo().rows, weights=lambda _: None)


def place_in(reader: Mind, world: World, text: str = SAID) -> PlaceMention | None:
    home = (-1.0, 29.5)
    (reading,) = reader.read([ToRead(UUID(int=0), text, world.now, home)])
    return reading.places[0] if reading.places else None


@pytest.fixture
def message(world: World) -> Message:
    return world.neema.texts(ATTACK)


@pytest.fixture
def place(world: World) -> Place:
    return Place.objects.create(source_id="list:1", name="Bulondo", lat=-1.01, lon=29.51)


def test_another_name_of_a_known_place_is_read_from_the_next_message_on(
    world: World, message: Message, place: Place
) -> None:
    reader = mind()
    before = place_in(reader, world)
    assert before is None or before.place_id != "list:1"
    row = add_place_name(
        message, name=" Kwabulondo ", place=place, by=world.user("okello"), at=world.now
    )
    reader.take(briefing_now())
    found = place_in(reader, world)
    assert found is not None
    assert (found.place_id, found.accepted) == ("list:1", True)
    misspelt = place_in(reader, world, "Attaque à Kwabolondo maintenant, ils tirent")
    assert misspelt is not None
    assert misspelt.place_id == "list:1"
    undo_place_name(row, by=world.user("okello"), at=world.now)
    reader.take(briefing_now())
    assert place_in(reader, world) == before


def test_a_new_point_is_a_place_until_it_is_taken_back(world: World, message: Message) -> None:
    by = world.user("okello")
    row = add_place_name(message, name="Kwabulondo", point=(-1.02, 29.5), by=by, at=world.now)
    reader = mind()
    reader.take(briefing_now())
    found = place_in(reader, world)
    assert found is not None
    assert (found.name, found.lat) == ("Kwabulondo", -1.02)
    assert places_called("kwabulondo") == [row.place]
    undo_place_name(row, by=by, at=world.now)
    assert places_called("kwabulondo") == []
    assert briefing_now().places == ()
    assert Place.objects.filter(pk=row.place_id, ended_at=world.now).exists()
    with pytest.raises(Problem, match="undone"):
        undo_place_name(row, by=by, at=world.now)


def test_adding_and_taking_back_stand_in_the_log_book_without_the_name(
    world: World, message: Message, place: Place
) -> None:
    by = world.user("okello")
    row = add_place_name(message, name="Kwabulondo", place=place, by=by, at=world.now)
    undo_place_name(row, by=by, at=world.now)
    lines = JournalEntry.objects.filter(verb__startswith="place_name.").order_by(
        "recorded_at", "id"
    )
    assert [line.verb for line in lines] == ["place_name.added", "place_name.undone"]
    assert not [line for line in lines if "Kwabulondo" in str(line.facts)]


@pytest.mark.parametrize(("name", "code"), [("12", "empty"), ("x", "empty"), ("BULONDO", "known")])
def test_a_name_that_is_none_or_is_known_is_refused(
    world: World, message: Message, place: Place, name: str, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        add_place_name(message, name=name, place=place, by=world.user("okello"), at=world.now)


def test_the_nearest_spelling_is_offered_first(
    world: World, message: Message, place: Place
) -> None:
    home = message.focal_point
    assert home is not None
    place.lat, place.lon = home.community.lat + 0.05, home.community.lon
    place.save()
    first = candidates(message, "Boulondo")[0]
    assert first.place == place
    assert first.km is not None
    assert first.km < 10


def test_the_places_of_the_list_are_loaded_without_what_the_briefing_tells(live: str) -> None:
    from tests.world import new_world  # noqa: PLC0415 - rows committed for real

    world = new_world()
    message = world.neema.texts(ATTACK)
    by = world.user("okello")
    before = len(load_places(live))
    add_place_name(message, name="Kwabulondo", point=(-1.0, 29.5), by=by, at=world.now)
    assert len(load_places(live)) == before
    assert [row.name for row in briefing_now().places] == ["Kwabulondo"]
