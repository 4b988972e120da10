"""A course: several programs on one database, texts that come in all the while, and its options."""

import contextlib
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tocsin.cli.bench.figures import Figures, show
from tocsin.cli.bench.fleet import Fleet
from tocsin.cli.bench.founding import hurry_ladder
from tocsin.cli.bench.servers import Server
from tocsin.cli.bench.site import Database, Site, site

SINK_DELAY = 0.03  # seconds that a send is in flight: what a kill then leaves is of unknown fate
READY_WITHIN = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Course:
    """How many programs, messages a second, and names that the reader knows."""

    web: int
    jobs: int
    rate: float
    places: int
    seed: int
    keep: bool

    def chance(self) -> random.Random:
        """Return who decides whom to kill, and when: the same again for the same seed."""
        return random.Random(self.seed)  # noqa: S311 - no secret


def course_options(*, rate: float, places: int) -> Callable[[Any], Any]:
    """Give a command the options of a `Course`, and `as_json`; these two are its defaults."""
    options = (
        click.option("--json", "as_json", is_flag=True, help="One JSON object."),
        click.option("--web", default=2, show_default=True, help="Programs that serve pages."),
        click.option("--jobs", default=3, show_default=True, help="Engines, each with a door."),
        click.option("--rate", default=rate, show_default=True, help="Messages a second."),
        click.option("--places", default=places, show_default=True, help="Names a reader knows."),
        click.option("--seed", default=1, show_default=True),
        click.option("--keep", is_flag=True, help="Leave the deployment's folder."),
    )

    def given(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return given


def one_server(folder: Path) -> Server:
    """Return the PostgreSQL of the system, to be begun in a folder."""
    return Server(folder / "server")


@contextlib.contextmanager
def fleet_on(
    course: Course,
    chance: random.Random,
    *,
    database: Callable[[Path], Database],
    old: Path | None = None,
) -> Iterator[tuple[Site, Fleet]]:
    """Set up a deployment on `database` and start its programs; take all of it away at the end.

    `old` is the checkout of an earlier release that makes the tables and runs first.
    """
    with site(
        places=course.places,
        sink_delay=SINK_DELAY,
        keep=course.keep,
        database=database,
        by=old,
    ) as place:
        if old is None:
            hurry_ladder()
        fleet = Fleet(place, web=course.web, jobs=course.jobs, chance=chance, folder=old)
        try:
            yield place, fleet
        finally:
            fleet.close()


def await_all(place: Site, fleet: Fleet) -> None:
    """Wait until every engine reads. Raises ClickException, with an engine's last words, when one does not."""
    if not fleet.await_ready(within=READY_WITHIN):
        raise click.ClickException(f"Not all engines answered: {place.last_words('jobs1')}")


def end_with(found: Figures, *, as_json: bool) -> None:
    """Print what was found and end the process: 1 when a promise was broken."""
    show(found, as_json=as_json)
    sys.exit(0 if all(found["promises"].values()) else 1)
