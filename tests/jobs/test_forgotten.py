"""What a living engine claimed and does not know of is given back, and nothing else is."""

import asyncio
from datetime import timedelta

import pytest

from tests.cast import lay_cast
from tests.make import make_incident
from tests.stories.words import ATTACK
from tests.world import Mood, World
from tocsin.actions.delivery import claim_deliveries
from tocsin.actions.freeing import free_tries
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.words import DeliveryState
from tocsin.jobs.desk import Desk
from tocsin.jobs.forgotten import Forgotten
from tocsin.jobs.gateways import Carriers
from tocsin.jobs.sender import Sender
from tocsin.records.models import Delivery
from tocsin.records.queries.clock import database_now

ENGINE = 7


@pytest.mark.usefixtures("live")
def test_a_claim_whose_answer_was_lost_is_given_back_at_the_second_look() -> None:
    make_incident(lay_cast().amani)
    held, *lost = claim_deliveries(engine=ENGINE, at=database_now())[0]
    assert lost
    desk, woken = Desk("record"), []

    async def look_twice() -> list[int]:
        sender = Sender(Carriers(HttpClient(wire=ScriptedWire())), lambda _: None)
        sender.held.add(held.attempt)
        forgotten = Forgotten(desk, sender, engine=ENGINE, wake=lambda: woken.append(True))
        return [await forgotten.look(), await forgotten.look(), await forgotten.look()]

    assert asyncio.run(look_twice()) == [0, len(lost), 0]
    desk.close()
    assert woken == [True]
    assert set(Delivery.objects.filter(engine=ENGINE).values_list("pk", flat=True)) == {
        held.delivery
    }
    again, _ = claim_deliveries(engine=8, at=database_now())
    assert {one.delivery for one in again} == {one.delivery for one in lost}
    assert not Delivery.objects.filter(state=DeliveryState.UNKNOWN).exists()


@pytest.mark.parametrize(("priority", "most"), [("P1", 80), ("P2", 8)])
def test_what_can_never_be_written_down_is_not_sent_without_end(
    world: World, priority: str, most: int
) -> None:
    for gateway in ("phones", "modem"):
        world.mood(gateway, Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    Delivery.objects.update(priority=priority, not_after=world.now + timedelta(days=1))
    first = Delivery.objects.earliest("created_at").pk
    tries, at, end = 0, world.now, world.now + timedelta(seconds=4000)
    while at < end:
        due = Delivery.objects.get(pk=first).due_at
        # Before it is due nobody claims it; what is not due any more is looked at once more.
        at = max(due, at) + timedelta(seconds=10) if due else end
        sends, _ = claim_deliveries(engine=ENGINE, at=at, only=first)
        tries += len(sends)
        free_tries({one.attempt for one in sends}, engine=ENGINE, at=at)
    assert 2 < tries <= most
