"""`bench crash`: kill -9 of engine, pages and database while texts come in; then count what is left."""

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle

import click
from django.db import connections

from tocsin.cli.bench import journey, losses
from tocsin.cli.bench.crew import Crew
from tocsin.cli.bench.ends import Load, Sent
from tocsin.cli.bench.figures import Figures, heed, interrupt, machine, show
from tocsin.cli.bench.founding import hurry_ladder
from tocsin.cli.bench.recovery import recoveries
from tocsin.cli.bench.site import Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn
from tocsin.jobs.faults import POINTS

SINK_DELAY = 0.03  # seconds that a send is in flight: what a kill then leaves is of unknown fate
PER_SECOND, SECONDS = 20, 2.0  # of messages that come in around each kill; one in four is a P1
CONNECTIONS = 16
DIES_WITHIN = 6.0  # seconds that an armed engine is given to reach its point
LIVES_FOR = (0.3, 1.5)  # seconds between being ready and a kill at random
READY_WITHIN = 60.0  # seconds
TAKEN_WITHIN = 60.0  # seconds for all messages of a load, kills and all
RESTS_WITHIN = 120.0  # seconds
POINT = "point"
TURN = (POINT,) * 5 + ("engine", "engine", "database", "web", "all")


@dataclass(slots=True)
class Course:
    """How far it came: what was sent so far, and what ended it early, if anything did."""

    sent: list[Sent] = field(default_factory=list)
    missed: int = 0  # armed points that were not reached in time; killed at random instead
    ended: str = "all kills done"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--kills", default=100, show_default=True)
@click.option("--minutes", default=20.0, show_default=True, help="Then no more kills.")
@click.option("--engines", type=click.IntRange(1, 2), default=1, show_default=True)
@click.option("--places", default=6_000, show_default=True, help="Names that the reader knows.")
@click.option("--seed", default=1, show_default=True)
@click.option("--keep", is_flag=True, help="Leave the deployment's folder.")
def crash(
    *,
    as_json: bool,
    kills: int,
    minutes: float,
    engines: int,
    places: int,
    seed: int,
    keep: bool,
) -> None:
    """Kill in turn: an engine at each fail-point and at random, the database, the pages, all.

    Prints its account whatever ends it: the last kill, the time, Ctrl-C, or a door that takes
    no more messages.
    """
    chance = random.Random(seed)  # noqa: S311 - whom to kill when, no secret
    with site(places=places, sink_delay=SINK_DELAY, keep=keep) as place:
        hurry_ladder()
        show(measure_crash(place, kills, minutes, engines, chance), as_json=as_json)


def measure_crash(
    place: Site, kills: int, minutes: float, engines: int, chance: random.Random
) -> Figures:
    """Return counts of what was accepted, stored, paged, fired and sent over all the kills."""
    before, begun = machine(place.cluster.url()), time.monotonic()
    points = [point for _ in range(kills) for point in chance.sample(POINTS, len(POINTS))]
    signal.signal(signal.SIGTERM, interrupt)
    crew, course = Crew(place, engines=engines, points=points, chance=chance), Course()
    try:
        _kill_in_turn(place, crew, course, kills=kills, until=begun + minutes * 60, chance=chance)
    except KeyboardInterrupt:
        course.ended = "interrupted"
    except (OSError, click.ClickException) as failed:
        course.ended = f"the rig failed: {failed}"
    lasted = time.monotonic() - begun
    try:
        return {
            "measured": "crash",
            "machine": before,
            "engines": engines,
            "ended": course.ended,
            "seconds": round(lasted, 1),
            **_account(place, crew, course),
            "load_average_after": machine()["load_average"],
        }
    finally:
        crew.close()


def _kill_in_turn(
    place: Site,
    crew: Crew,
    course: Course,
    *,
    kills: int,
    until: float,
    chance: random.Random,
) -> None:
    names = places_in_turn(place.places)
    if not crew.await_ready(within=READY_WITHIN):
        course.ended = f"stalled before the first kill: {place.last_words()}"
        return
    for number, victim in zip(count(), cycle(_shuffled(chance))):
        heed()
        if len(crew.deaths) >= kills:
            return
        if time.monotonic() > until:
            course.ended = "out of time"
            return
        click.echo(f"kill {len(crew.deaths) + 1} of {kills}: {victim}", err=True)
        load = _load(place, names, number)
        try:
            _kill(crew, victim, course, chance)
            is_well = _taken(crew, load)
        finally:
            course.sent += load.so_far()
        if not is_well:
            course.ended = (
                f"stalled: the door took no more messages after kill {len(crew.deaths)} "
                f"({victim}): {losses.what_hangs()} | {place.last_words()}"
            )
            return


def _kill(crew: Crew, victim: str, course: Course, chance: random.Random) -> None:
    if victim != POINT:
        crew.rest(chance.uniform(*LIVES_FOR))
        crew.kill(victim)
    elif not crew.await_point(within=DIES_WITHIN):
        course.missed += 1
        crew.kill("engine")


def _taken(crew: Crew, load: Load) -> bool:
    """Wait until the door answers and has taken the whole load; return whether it did in time."""
    deadline = time.monotonic() + TAKEN_WITHIN
    is_ready = crew.await_ready(within=READY_WITHIN)
    while is_ready and not load.is_over() and time.monotonic() < deadline:
        crew.rest(0.05)
    # An engine may die of its next point meanwhile: it is ready again only after that.
    return is_ready and load.is_over() and crew.await_ready(within=READY_WITHIN)


def _account(place: Site, crew: Crew, course: Course) -> Figures:
    crew.disarm()
    crew.await_ready(within=READY_WITHIN)
    connections.close_all()  # Ours died with the database as well.
    at_rest = journey.rest(within=RESTS_WITHIN, meanwhile=crew.tend)
    deaths = crew.deaths
    return {
        "kills": len(deaths),
        "killed": dict(Counter(death.victim for death in deaths)),
        "killed_at": dict(sorted(Counter(d.point or "at random" for d in deaths).items())),
        "points_not_reached": course.missed,
        "engines_that_ended_by_themselves": crew.ended_by_themselves,
        **losses.account(course.sent, place.arrivals()),
        "first_overdue_step": recoveries(deaths, losses.overdue_firings()),
        "at_rest": at_rest,
    }


def _shuffled(chance: random.Random) -> list[str]:
    return chance.sample(TURN, len(TURN))


def _load(place: Site, names: Iterator[str], number: int) -> Load:
    calm = Villagers(f"k{number}", seed=number)
    alarmed = Villagers(f"{losses.ALARM}{number}", seed=number)
    posts = [
        (n / PER_SECOND, *(calm.calm() if n % 4 else alarmed.attack(next(names))))
        for n in range(int(PER_SECOND * SECONDS))
    ]
    return place.load(posts, connections=CONNECTIONS, insist=True)
