"""`bench crash`: kill -9 of engine, pages and database while texts come in; then count what is left."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

import click
from django.db import connections

from tocsin.cli.bench import journey, losses
from tocsin.cli.bench.figures import Figures, machine, milliseconds, show
from tocsin.cli.bench.founding import hurry_ladder
from tocsin.cli.bench.site import Load, Sent, Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn
from tocsin.jobs.faults import POINTS

SINK_DELAY = 0.03  # seconds that a send is in flight: what a kill then leaves is of unknown fate
PER_SECOND = 20  # messages; one in four is a P1
CONNECTIONS = 16
DIES_WITHIN = 6.0  # seconds that an armed engine is given to reach its point
LIVES_FOR = (0.4, 1.6)  # seconds between being ready and a kill at random
RESTS_WITHIN = 120.0
GLANCE = 0.05  # seconds
TAKEN_WITHIN = 90.0  # seconds for all messages of a load, kills and all
PASSES = 8  # an armed point kills at its first to its eighth pass
# An engine that lost its lock with the database ends itself; its supervisor starts another.
NOTICES_WITHIN = 1.0  # seconds


@dataclass(slots=True)
class Kills:
    """What was killed, and when."""

    by_target: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)
    missed: int = 0  # armed points that were not reached in time; killed at random instead


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--kills", default=100, show_default=True)
@click.option("--within", default=1800.0, show_default=True, help="Seconds; then no more kills.")
@click.option("--seed", default=1, show_default=True)
@click.option("--keep", is_flag=True, help="Leave the deployment's folder.")
def crash(*, as_json: bool, kills: int, within: float, seed: int, keep: bool) -> None:
    """Kill in turn: the engine at each fail-point and at random, the database, the pages."""
    with site(places=6_000, sink_delay=SINK_DELAY, keep=keep) as place:
        hurry_ladder()
        chance = random.Random(seed)  # noqa: S311 - whom to kill when, no secret
        show(measure_crash(place, kills, within, chance), as_json=as_json)


def measure_crash(place: Site, kills: int, within: float, chance: random.Random) -> Figures:
    """Return counts of what was accepted, stored, paged, fired and sent over all the kills."""
    before = machine(place.cluster.url())
    names = places_in_turn(place.places)
    done, sent = Kills(), list[Sent]()
    deadline = time.monotonic() + within
    targets = list(islice(cycle(_targets(chance)), kills))
    place.start_web()
    place.start_jobs(fail_at=_armed(targets[0], chance))
    place.wait_ready(may_die=True)
    for number, (target, following) in enumerate(zip(targets, [*targets[1:], ""], strict=True)):
        if time.monotonic() > deadline:
            break
        click.echo(f"kill {number + 1} of {kills}: {target}", err=True)
        load = _load(place, names, Villagers(f"k{number}", seed=number))
        _kill(place, target, done, chance)
        _start_again(place, _armed(following, chance), done)
        _keep_alive(place, load, done)
        sent += load.outcome()
    connections.close_all()  # Ours died with the database as well.
    at_rest = journey.rest(within=RESTS_WITHIN)
    return {
        "measured": "crash",
        "machine": before,
        "kills": sum(done.by_target.values()),
        "killed": dict(sorted(done.by_target.items())),
        "points_not_reached": done.missed,
        **losses.account(sent, place.arrivals()),
        "first_overdue_step": milliseconds(losses.recoveries(done.moments)),
        "at_rest": at_rest,
        "load_average_after": machine()["load_average"],
    }


def _targets(chance: random.Random) -> list[str]:
    """Return each fail-point once, and the other kills among them, in an order of chance."""
    targets = [*POINTS, "engine", "engine", "engine", "database", "web"]
    return chance.sample(targets, len(targets))


def _load(place: Site, names: Iterator[str], villagers: Villagers) -> Load:
    posts = [
        (n / PER_SECOND, *(villagers.calm() if n % 4 else villagers.attack(next(names))))
        for n in range(int(PER_SECOND * 2))
    ]
    return place.load(posts, connections=CONNECTIONS, insist=True)


def _armed(target: str, chance: random.Random) -> str:
    return f"{target}:{chance.randint(1, PASSES)}" if target in POINTS else ""


def _kill(place: Site, target: str, done: Kills, chance: random.Random) -> None:
    """Kill what is to die now, or wait until the armed engine has killed itself."""
    done.by_target[target] += 1
    if target in POINTS:
        if not place.is_armed:
            return  # It reached its point early, while it was being started.
        _await_death(place, done)
    else:
        time.sleep(chance.uniform(*LIVES_FOR))
    if target != "web":
        done.moments.append(time.time())
    match target:
        case "web":
            _kill_now(place.web)
            place.start_web()
        case "database":
            _kill_database(place)
        case "engine":
            _kill_now(place.jobs)


def _kill_database(place: Site) -> None:
    pid = place.cluster.pid
    assert pid is not None  # Number 0 would be all of us.
    os.kill(pid, signal.SIGKILL)
    place.cluster.start()
    time.sleep(NOTICES_WITHIN)


def _await_death(place: Site, done: Kills) -> None:
    assert place.jobs is not None
    try:
        place.jobs.wait(DIES_WITHIN)
    except subprocess.TimeoutExpired:
        done.missed += 1
        _kill_now(place.jobs)


def _start_again(place: Site, fail_at: str, done: Kills) -> None:
    """Start the engine if it died, as its supervisor would; armed, it must be a new one."""
    assert place.jobs is not None
    if fail_at and place.jobs.poll() is None:
        done.by_target["engine"] += 1
        done.moments.append(time.time())
        _kill_now(place.jobs)
    if place.jobs.poll() is not None:
        place.start_jobs(fail_at=fail_at)
        place.wait_ready(may_die=bool(fail_at))


def _keep_alive(place: Site, load: Load, done: Kills) -> None:
    """Wait until all is taken. An armed engine may die of what it found in the rows already."""
    deadline = time.monotonic() + TAKEN_WITHIN
    while not load.is_over():
        if time.monotonic() > deadline:
            raise click.ClickException("The door took no more messages after a kill.")
        if place.jobs is not None and place.jobs.poll() is not None:
            done.moments.append(time.time())
            place.start_jobs()
        time.sleep(GLANCE)


def _kill_now(program: "subprocess.Popen[bytes] | None") -> None:
    assert program is not None
    program.kill()
    program.wait()
