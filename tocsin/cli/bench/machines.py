"""`bench machines`: pages and engines on several machines, one killed at random while texts come in."""

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import click
from django.db import connections

from tocsin.cli.bench import journey, losses
from tocsin.cli.bench.course import (
    READY_WITHIN,
    Course,
    await_all,
    course_options,
    end_with,
    fleet_on,
    one_server,
)
from tocsin.cli.bench.ends import Load, Sent
from tocsin.cli.bench.figures import Figures, heed, interrupt, machine, milliseconds
from tocsin.cli.bench.fleet import Fleet
from tocsin.cli.bench.memory import megabytes
from tocsin.cli.bench.site import Site
from tocsin.cli.bench.texts import Villagers, places_in_turn

CONNECTIONS = 12
TAKEN_WITHIN = 60.0  # seconds after the last kill
RESTS_WITHIN = 180.0  # seconds
LAST_RUNGS = 20.0  # seconds in which the runs begun last come to their last rung
EVERY = 5.5  # seconds from one kill to the next
GIVE_OR_TAKE = 0.45  # of it
ONE_IN = 5  # messages is a warning that pages


@click.command()
@course_options(rate=15.0, places=6_000)
@click.option("--minutes", default=10.0, show_default=True, help="Of load, and of kills.")
@click.option("--every", default=EVERY, show_default=True, help="Seconds from kill to kill.")
def machines(*, as_json: bool, minutes: float, every: float, **options: Any) -> None:
    """Kill one of several programs at random, every few seconds, on one PostgreSQL of the system.

    Ends with an account of what was promised; exit 1 when a promise was broken.
    """
    course = Course(**options)
    chance = course.chance()
    with fleet_on(course, chance, database=one_server) as (place, fleet):
        found = measure_machines(
            place, fleet, seconds=minutes * 60, every=every, rate=course.rate, chance=chance
        )
    end_with(found, as_json=as_json)


def measure_machines(
    place: Site,
    fleet: Fleet,
    *,
    seconds: float,
    every: float,
    rate: float,
    chance: random.Random,
) -> Figures:
    """Return what became of everything that was accepted while programs died."""
    await_all(place, fleet)
    before = machine(place.cluster.url())
    memory = {**fleet.memory(), "database": megabytes(place.cluster.pid or 0)}
    signal.signal(signal.SIGTERM, interrupt)
    load = begin_load(place, fleet, seconds=seconds, rate=rate)
    begun, ended = time.monotonic(), "all of its time"
    try:
        kill_for(seconds, fleet, chance, every=every)
        fleet.await_ready(within=READY_WITHIN)
    except KeyboardInterrupt:
        ended = "interrupted"
    lasted = time.monotonic() - begun
    sent = settle(fleet, load)
    return {
        "measured": "machines",
        "machine": before,
        "programs": [one.name for one in fleet.machines],
        "ended": ended,
        "seconds": round(lasted, 1),
        "offered_per_s": rate,
        "kill_every_s": every,
        "kills": len(fleet.deaths),
        "killed": dict(sorted(Counter(death.victim for death in fleet.deaths).items())),
        **account(place, fleet, sent),
        "megabytes_before_the_load": memory,
        "load_average_after": machine()["load_average"],
    }


def kill_for(seconds: float, fleet: Fleet, chance: random.Random, *, every: float = EVERY) -> None:
    """Kill one program, whichever, every so many seconds, give or take nearly half."""
    begun = time.monotonic()
    while time.monotonic() < begun + seconds:
        heed()
        fleet.rest(every * chance.uniform(1 - GIVE_OR_TAKE, 1 + GIVE_OR_TAKE))
        click.echo(f"{time.monotonic() - begun:.0f} s: {fleet.kill_one()}", err=True)


def begin_load(place: Site, fleet: Fleet, *, seconds: float, rate: float) -> Load:
    """Let texts come to all doors for so long; what one does not take is brought to another."""
    posts = [
        (number / rate, *text)
        for number, text in zip(range(int(seconds * rate)), _texts(place), strict=False)
    ]
    return place.load(posts, connections=CONNECTIONS, insist=True, doors=fleet.doors)


def settle(fleet: Fleet, load: Load) -> list[Sent]:
    """Wait until all is taken, read and sent, and the last runs came to their last rung."""
    deadline = time.monotonic() + TAKEN_WITHIN
    while not load.is_over() and time.monotonic() < deadline:
        fleet.rest(0.2)
    sent = load.so_far()
    come_to_rest(fleet)
    return sent


def come_to_rest(fleet: Fleet) -> None:
    """Wait until all is read and sent, and the last runs came to their last rung."""
    connections.close_all()
    fleet.rest(LAST_RUNGS)
    journey.rest(within=RESTS_WITHIN, meanwhile=fleet.tend)


def account(place: Site, fleet: Fleet, sent: list[Sent]) -> Figures:
    """Return the counts, the promises that they keep or break, and how late things were."""
    found = losses.account(sent, place.arrivals())
    accepted = [one for one in sent if one.status == 200]
    return {
        "programs_that_ended_by_themselves": dict(fleet.ended_by_themselves),
        **found,
        "promises": losses.promises(found),
        "sent_again_by_the_sender": sum(one.tries - 1 for one in sent),
        "answered_after": milliseconds([one.answered - one.due for one in accepted]),
        "p1_from_due_to_page": milliseconds(journey.latencies(sent, journey.sent_on(place))),
        "later_steps_late_by": milliseconds(losses.lateness()),
        "pages_asked": fleet.visits.asked,
        "pages_answered": dict(fleet.visits.outcome),
    }


def _texts(place: Site) -> Iterator[tuple[str, str]]:
    calm, alarmed = Villagers("calm"), Villagers(losses.ALARM.rstrip("-"))
    for name in places_in_turn(place.places):
        yield alarmed.attack(name)
        for _ in range(ONE_IN - 1):
            yield calm.calm()
