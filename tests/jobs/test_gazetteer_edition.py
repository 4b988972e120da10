"""Readers load the gazetteer anew when it is another one, and only then: it takes them some seconds."""

import asyncio
from dataclasses import replace

from django.db import connection
from django.test import override_settings

from tests.world import World, new_world
from tocsin.actions.directory import import_places
from tocsin.actions.journal import Actor
from tocsin.actions.place_names import add_place_name
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.domain.ids import new_id
from tocsin.domain.places import PlaceRow
from tocsin.jobs.engine import Engine
from tocsin.jobs.readers import Readers
from tocsin.jobs.to_read import ToRead
from tocsin.records.models import Message
from tocsin.records.queries.gazetteer import EDITION

BY = Actor("test")
HAMLET = PlaceRow("test:kwabulondo", "Kwabulondo", -1.1, 29.4)
WARNING = "Watu wenye silaha wameingia Kwabulondo"


def edition() -> object:
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        return cursor.fetchone()


def test_an_imported_or_changed_place_makes_another_edition(world: World) -> None:
    seen = [edition()]
    for row in (HAMLET, replace(HAMLET, lat=-1.2)):
        import_places([row], by=BY, at=world.now)
        seen.append(edition())
    assert len(set(seen)) == 3


def test_what_the_briefing_tells_and_what_people_are_make_none(world: World) -> None:
    before = edition()
    world.neema.texts("Habari ya asubuhi")
    message = Message.objects.get()
    add_place_name(
        message, name="Kwabulondo", point=(-1.0, 29.5), by=world.user("okello"), at=world.now
    )
    world.district.focal_points["neema"].save()
    assert edition() == before


def test_a_place_that_is_imported_is_read_by_a_running_engine(live: str) -> None:
    world = new_world()

    async def run() -> None:
        engine = Engine(client=HttpClient(guard=Guard.open()), readers=Readers(live, count=1))
        await engine.start()
        tasks = [asyncio.create_task(one) for one in (engine.reading.run(), engine.bulletin.run())]
        try:
            while not engine.reading.readers.is_warm:
                await asyncio.sleep(0.1)
            assert HAMLET.place_id not in await places_read(engine)
            await engine.desk("kit").do(import_places, [HAMLET], by=BY, at=world.now)
            while HAMLET.place_id not in await places_read(engine):
                await asyncio.sleep(0.2)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await engine.close()

    async def places_read(engine: Engine) -> set[str | None]:
        (reading,) = await engine.reading.readers.read([ToRead(new_id(), WARNING, world.now, None)])
        assert reading is not None
        return {place.place_id for place in reading.places}

    with override_settings(DATABASE_URL=live):
        asyncio.run(asyncio.wait_for(run(), 60))
