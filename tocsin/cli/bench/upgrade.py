"""`bench upgrade`: an earlier release gives way to this one, tables first, while texts come in."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
import django
from django.db import connection, connections

from tocsin.cli.bench import journey
from tocsin.cli.bench.course import (
    Course,
    await_all,
    course_options,
    end_with,
    fleet_on,
    one_server,
)
from tocsin.cli.bench.ends import Sent
from tocsin.cli.bench.figures import Figures, interrupt, machine, milliseconds
from tocsin.cli.bench.fleet import Fleet, Machine
from tocsin.cli.bench.machines import account, begin_load, come_to_rest, kill_for
from tocsin.cli.bench.site import Site

CALM = 10.0  # seconds of load before the tables are touched, and after
LONGEST = 3_600.0  # seconds of load at hand; it is stopped with the course
APPLIED = "select name from django_migrations where app = 'records' order by id"


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the course, by this machine's clock."""

    name: str
    begun: float
    ended: float


@click.command()
@click.option(
    "--old",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A checkout of the release that runs now, with a .venv of its own or ours.",
)
@course_options(rate=12.0, places=2_000)
@click.option("--minutes", default=3.0, show_default=True, help="Of kills, in three parts.")
def upgrade(*, old: Path, as_json: bool, minutes: float, **options: Any) -> None:
    """Bring this release in beside an earlier one that runs, under load, and go back by half.

    The earlier release makes the tables and runs alone; then this one's migrations, then its programs
    one after another, with one of both killed every few seconds. Exit 1 when a promise was broken.
    """
    course, old = Course(**options), old.resolve()
    chance = course.chance()
    with fleet_on(course, chance, database=one_server, old=old) as (place, fleet):
        found = measure_upgrade(place, fleet, old, minutes * 60, rate=course.rate, chance=chance)
    end_with(found, as_json=as_json)


def measure_upgrade(
    place: Site, fleet: Fleet, old: Path, seconds: float, *, rate: float, chance: random.Random
) -> Figures:
    """Return what became of everything that was accepted, by part of the course and in all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    django.setup()
    await_all(place, fleet)
    before, earlier = machine(place.cluster.url()), _applied()
    signal.signal(signal.SIGTERM, interrupt)
    load = begin_load(place, fleet, seconds=LONGEST, rate=rate)
    phases = [*_new_tables(place, fleet), *_moves(place, fleet, old, seconds, chance)]
    await_all(place, fleet)
    ended = time.time()
    fleet.rest(CALM)
    sent = [one for one in load.so_far() if one.due < ended]
    come_to_rest(fleet)
    paged = journey.sent_on(place)
    return {
        "measured": "upgrade",
        "machine": before,
        "migrations": [name for name in _applied() if name not in earlier],
        "kills": len(fleet.deaths),
        "killed": dict(sorted(Counter(death.victim for death in fleet.deaths).items())),
        "phases": [_said(phase, sent, paged) for phase in phases],
        **account(place, fleet, sent),
        "load_average_after": machine()["load_average"],
    }


def _new_tables(place: Site, fleet: Fleet) -> Iterator[Phase]:
    """Let the earlier release run alone, then on this one's tables."""
    yield _part("the earlier release alone", lambda: fleet.rest(CALM))
    yield _part("the tables are brought up to date", lambda: _bring_tables(place, fleet))
    yield _part("the earlier release on the new tables", lambda: fleet.rest(CALM))


def _moves(
    place: Site, fleet: Fleet, old: Path, seconds: float, chance: random.Random
) -> Iterator[Phase]:
    """Move half of the programs to this release, then all, then half of them back."""
    for name, moved, to in (
        ("every second program is of this release", fleet.machines[::2], None),
        ("all programs are of this release", fleet.machines[1::2], None),
        ("every second program went back", fleet.machines[::2], old),
    ):
        yield _part(f"{name}: moved", partial(_move, place, fleet, moved, to))
        yield _part(f"{name}: with kills", lambda: kill_for(seconds / 3, fleet, chance))


def _move(place: Site, fleet: Fleet, moved: Sequence[Machine], to: Path | None) -> None:
    for one in moved:
        fleet.move(one, to)
        await_all(place, fleet)


def _part(name: str, work: Callable[[], None]) -> Phase:
    begun = time.time()
    work()
    click.echo(f"{name}: {time.time() - begun:.1f} s", err=True)
    return Phase(name, begun, time.time())


def _bring_tables(place: Site, fleet: Fleet) -> None:
    """Run this release's migrations as an administrator does, while everything else goes on."""
    log = (place.folder / "tables.log").open("wb")
    with (
        log,
        subprocess.Popen(
            (sys.executable, "-m", "django", "migrate"), stdout=log, stderr=log
        ) as work,
    ):
        while work.poll() is None:
            fleet.rest(0.1)
    if work.returncode:
        raise click.ClickException(
            f"The tables were not brought up to date: {place.last_words('tables')}"
        )


def _applied() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(APPLIED)
        names = [name for (name,) in cursor.fetchall()]
    connections.close_all()
    return names


def _said(phase: Phase, sent: Sequence[Sent], paged: dict[str, float]) -> Figures:
    """Return how long the texts of this part waited for their answer, and a P1 for its page."""
    due = [one for one in sent if phase.begun <= one.due < phase.ended]
    taken = [one.answered - one.due for one in due if one.status == 200]
    return {
        "part": phase.name,
        "seconds": round(phase.ended - phase.begun, 1),
        "texts": len(due),
        "answered_after": milliseconds(taken),
        "p1_from_due_to_page": milliseconds(journey.latencies(due, paged)),
    }
