"""`bench failover`: kill the primary, promote its synchronous copy, while texts come in."""

import random
import signal
import sys
import threading
import time
from collections.abc import Sequence

import click
from django.db import connections

from tocsin.cli.bench.ends import Sent
from tocsin.cli.bench.figures import Figures, interrupt, machine, show
from tocsin.cli.bench.fleet import Fleet
from tocsin.cli.bench.founding import hurry_ladder
from tocsin.cli.bench.machines import READY_WITHIN, SINK_DELAY, account, begin_load, settle
from tocsin.cli.bench.pair import FailOver, Pair
from tocsin.cli.bench.site import Site, site

EACH = 40.0  # seconds of load around one fail-over
BEFORE = (6.0, 12.0)  # seconds of load until the primary dies
NOTICED_AFTER = 2.0  # seconds until somebody, or something, promotes the copy
CALM = 5.0  # seconds on the new primary alone, until the dead one comes back as its copy


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--times", default=3, show_default=True, help="Fail-overs, to and fro.")
@click.option("--web", default=2, show_default=True, help="Programs that serve pages.")
@click.option("--jobs", default=3, show_default=True, help="Engines, each with a door.")
@click.option("--rate", default=12.0, show_default=True, help="Messages a second.")
@click.option("--places", default=2_000, show_default=True, help="Names that the reader knows.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--unconfirmed", is_flag=True, help="Without synchronous replication: shows what is then lost."
)
@click.option("--keep", is_flag=True, help="Leave the deployment's folder.")
def failover(
    *,
    as_json: bool,
    times: int,
    web: int,
    jobs: int,
    rate: float,
    places: int,
    seed: int,
    unconfirmed: bool,
    keep: bool,
) -> None:
    """Kill the primary PostgreSQL and promote its copy; nothing that was answered may be lost.

    Programs know both by one address and are told nothing. Exit 1 when a promise was broken.
    """
    chance = random.Random(seed)  # noqa: S311 - whom to kill when, no secret
    with site(
        places=places,
        sink_delay=SINK_DELAY,
        keep=keep,
        database=lambda folder: Pair(folder, is_synchronous=not unconfirmed),
    ) as place:
        hurry_ladder()
        fleet = Fleet(place, web=web, jobs=jobs, chance=chance)
        try:
            found = measure_failover(place, fleet, times=times, rate=rate, chance=chance)
        finally:
            fleet.close()
    show(found, as_json=as_json)
    sys.exit(0 if all(found["promises"].values()) else 1)


def measure_failover(
    place: Site, fleet: Fleet, *, times: int, rate: float, chance: random.Random
) -> Figures:
    """Return what became of everything that was accepted, and how long nobody could write."""
    pair = place.cluster
    assert isinstance(pair, Pair)
    if not fleet.await_ready(within=READY_WITHIN):
        raise click.ClickException(f"Not all engines answered: {place.last_words('jobs1')}")
    before = machine(pair.url())
    signal.signal(signal.SIGTERM, interrupt)
    load = begin_load(place, fleet, seconds=times * EACH, rate=rate)
    done: list[FailOver] = []
    for number in range(1, times + 1):
        until = time.monotonic() + EACH
        fleet.rest(chance.uniform(*BEFORE))
        click.echo(f"fail-over {number} of {times}", err=True)
        connections.close_all()
        done.append(_beside(fleet, pair))
        fleet.rest(CALM)
        pair.pair()
        done[-1].paired_at = time.time()
        fleet.rest(until - time.monotonic())
    fleet.await_ready(within=READY_WITHIN)
    sent = settle(fleet, load)
    return {
        "measured": "failover",
        "machine": before,
        "fail_overs": [_course(one, sent) for one in done],
        "offered_per_s": rate,
        **account(place, fleet, sent),
        "load_average_after": machine()["load_average"],
    }


def _beside(fleet: Fleet, pair: Pair) -> FailOver:
    """Fail over while the fleet is looked after, as its service manager does."""
    found: list[FailOver] = []
    # The copy was started by this thread and must not die with another one: only waiting is apart.
    work = threading.Thread(
        target=lambda: found.append(pair.fail_over(noticed_after=NOTICED_AFTER))
    )
    work.start()
    while work.is_alive():
        fleet.rest(0.1)
    return found[0]


def _course(one: FailOver, sent: Sequence[Sent]) -> Figures:
    """Return the seconds of one fail-over: until the copy was promoted, and until a text was taken."""
    later = [post.answered for post in sent if post.status == 200 and post.answered > one.killed_at]
    first = min((at for at in later if at >= one.promoted_at), default=0.0)
    return {
        "killed_to_promoted_s": round(one.promoted_at - one.killed_at, 2),
        "promoted_to_first_text_taken_s": round(first - one.promoted_at, 2),
        "promoted_to_confirmed_again_s": round(one.paired_at - one.promoted_at, 2),
    }
