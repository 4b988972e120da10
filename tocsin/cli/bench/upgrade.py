"""`bench upgrade`: an earlier release gives way to this one, tables first, while texts come in."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import django
from django.db import connection, connections

from tocsin.cli.bench import journey
from tocsin.cli.bench.ends import Sent
from tocsin.cli.bench.figures import Figures, interrupt, machine, milliseconds, show
from tocsin.cli.bench.fleet import Fleet
from tocsin.cli.bench.machines import (
    READY_WITHIN,
    SINK_DELAY,
    account,
    begin_load,
    come_to_rest,
    kill_for,
)
from tocsin.cli.bench.servers import Server
from tocsin.cli.bench.site import Site, site

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
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--web", default=2, show_default=True, help="Programs that serve pages.")
@click.option("--jobs", default=3, show_default=True, help="Engines, each with a door.")
@click.option("--minutes", default=3.0, show_default=True, help="Of kills, in three parts.")
@click.option("--rate", default=12.0, show_default=True, help="Messages a second.")
@click.option("--places", default=2_000, show_default=True, help="Names that the reader knows.")
@click.option("--seed", default=1, show_default=True)
@click.option("--keep", is_flag=True, help="Leave the deployment's folder.")
def upgrade(
    *,
    old: Path,
    as_json: bool,
    web: int,
    jobs: int,
    minutes: float,
    rate: float,
    places: int,
    seed: int,
    keep: bool,
) -> None:
    """Bring this release in beside an earlier one that runs, under load, and go back by half.

    The earlier release makes the tables and runs alone; then this one's migrations, then its programs
    one after another, with one of both killed every few seconds. Exit 1 when a promise was broken.
    """
    chance = random.Random(seed)  # noqa: S311 - whom to kill when, no secret
    old = old.resolve()
    with site(
        places=places,
        sink_delay=SINK_DELAY,
        keep=keep,
        database=lambda folder: Server(folder / "server"),
        by=old,
    ) as place:
        fleet = Fleet(place, web=web, jobs=jobs, chance=chance, folder=old)
        try:
            found = measure_upgrade(place, fleet, old, minutes * 60, rate=rate, chance=chance)
        finally:
            fleet.close()
    show(found, as_json=as_json)
    sys.exit(0 if all(found["promises"].values()) else 1)


def measure_upgrade(
    place: Site, fleet: Fleet, old: Path, seconds: float, *, rate: float, chance: random.Random
) -> Figures:
    """Return what became of everything that was accepted, by part of the course and in all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    django.setup()
    _await(place, fleet)
    before, earlier = machine(place.cluster.url()), _applied()
    signal.signal(signal.SIGTERM, interrupt)
    load = begin_load(place, fleet, seconds=LONGEST, rate=rate)
    phases: list[Phase] = []

    def note(name: str, begun: float) -> None:
        phases.append(Phase(name, begun, time.time()))
        click.echo(f"{name}: {time.time() - begun:.1f} s", err=True)

    begun = time.time()
    fleet.rest(CALM)
    note("the earlier release alone", begun)
    begun = time.time()
    _bring_tables(place, fleet)
    note("the tables are brought up to date", begun)
    begun = time.time()
    fleet.rest(CALM)
    note("the earlier release on the new tables", begun)
    for name, moved, to in (
        ("every second program is of this release", fleet.machines[::2], None),
        ("all programs are of this release", fleet.machines[1::2], None),
        ("every second program went back", fleet.machines[::2], old),
    ):
        begun = time.time()
        for one in moved:
            fleet.move(one, to)
            _await(place, fleet)
        note(f"{name}: moved", begun)
        begun = time.time()
        kill_for(seconds / 3, fleet, chance)
        note(f"{name}: with kills", begun)
    _await(place, fleet)
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


def _await(place: Site, fleet: Fleet) -> None:
    if not fleet.await_ready(within=READY_WITHIN):
        raise click.ClickException(f"Not all engines answered: {place.last_words('jobs1')}")


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
