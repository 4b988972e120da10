"""A clock that is wrong is found without a network, shown, and told of when hours hang on it."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client

from tests.make import make_user
from tests.world import World
from tocsin.actions.clock_readings import take_readings
from tocsin.actions.watchdog import watch_lateness
from tocsin.console.entry import PASSED
from tocsin.domain.words import Purpose, Role
from tocsin.formats.prometheus import write_gauges
from tocsin.jobs.machine_clock import is_kept, machine_apart
from tocsin.records.models import ClockReading, Gateway, Message, Notification
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.clocks import wrong_clocks
from tocsin.records.queries.metrics import ABOUT, gauges


def heard(world: World, sent: Mapping[str, list[int]], *, machine: int = 0) -> list[str]:
    """Let gateways bring messages that were sent so many seconds from now; return what is said to be wrong."""
    for slug, seconds in sent.items():
        gateway, _ = Gateway.objects.get_or_create(
            slug=slug, defaults={"kind": "loopback", "title": slug, "settings": "{}"}
        )
        for second in seconds:
            Message.objects.create(
                gateway=gateway,
                sender="",
                text="habari",
                received_at=world.now,
                sent_at=world.now + timedelta(seconds=second),
            )
    take_readings("laptop", apart=timedelta(seconds=machine), is_kept=None, at=world.now)
    return [f"{one.source} {one.name}".strip() for one in wrong_clocks(now=world.now)]


@pytest.mark.parametrize(
    ("sent", "machine", "wrong", "texts"),
    [
        ({"one": [-3, -9], "two": [-4]}, 0, [], 0),
        ({"one": [-90_000, -80_000, -70_000, -60_000]}, 0, [], 0),
        ({"one": [-90_000, -80_000, -4], "two": [-2]}, 0, [], 0),
        ({"one": [900]}, 0, ["gateway one"], 0),
        ({"one": [900], "two": [890]}, 0, ["house"], 1),
        ({"one": [-900, -905, -910], "two": [-902, -909, -920]}, 0, ["house"], 1),
        ({}, 30, ["machine laptop"], 0),
        ({}, -300, ["machine laptop"], 1),
    ],
)
def test_what_is_wrong_is_named_and_what_is_large_is_texted(
    world: World, sent: Mapping[str, list[int]], machine: int, wrong: list[str], texts: int
) -> None:
    assert heard(world, sent, machine=machine) == wrong
    for _ in range(3):
        take_readings("laptop", apart=timedelta(seconds=machine), is_kept=None, at=world.now)
        watch_lateness(at=world.now)
        world.passes(seconds=45)
    assert Notification.objects.filter(purpose=Purpose.CLOCK_WRONG).count() == texts
    text = write_gauges(gauges(now=world.now), about=ABOUT)
    assert f"tocsin_clocks_wrong {len(wrong)}\n" in text


def test_a_machine_that_is_gone_says_nothing_any_more(world: World) -> None:
    assert heard(world, {}, machine=-300) == ["machine laptop"]
    world.passes(minutes=11)
    assert wrong_clocks(now=world.now) == []
    assert ClockReading.objects.count() == 1


def test_this_machine_can_be_asked(db: None) -> None:
    apart, _ = machine_apart()
    assert abs(apart) < timedelta(seconds=5), "the tests' database runs beside them"
    assert is_kept() in (True, False, None)


def test_the_page_of_health_says_whose_and_how_far(world: World) -> None:
    client = Client()
    client.force_login(make_user("watcher", Role.AUDITOR))
    session = client.session
    session[PASSED] = True
    session.save()
    heard(world, {"phones": [900]}, machine=-9)
    ClockReading.objects.update(at=database_now())
    page = re.sub(r"\s+", " ", client.get("/health/").content.decode())
    assert "gateway phones: 15 min ahead" in page
    assert "machine laptop: 9 s behind" in page
