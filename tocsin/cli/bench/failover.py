"""`bench failover`: kill the primary, promote its synchronous copy, while texts come in."""

import random
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from django.db import connections

from tocsin.cli.bench.course import (
    READY_WITHIN,
    Course,
    await_all,
    course_options,
    end_with,
    fleet_on,
)
from tocsin.cli.bench.ends import Sent
from tocsin.cli.bench.figures import Figures, interrupt, machine
from tocsin.cli.bench.fleet import Fleet
from tocsin.cli.bench.machines import account, begin_load, settle
from tocsin.cli.bench.pair import FailOver, Pair
from tocsin.cli.bench.site import Site

EACH = 40.0  # seconds of load around one fail-over
BEFORE = (6.0, 12.0)  # seconds of load until the primary dies
NOTICED_AFTER = 2.0  # seconds until somebody, or something, promotes the copy
CALM = 5.0  # seconds on the new primary alone, until the dead one comes back as its copy


@click.command()
@course_options(rate=12.0, places=2_000)
@click.option("--times", default=3, show_default=True, help="Fail-overs, to and fro.")
@click.option(
    "--unconfirmed", is_flag=True, help="Without synchronous replication: shows what is then lost."
)
def failover(*, as_json: bool, times: int, unconfirmed: bool, **options: Any) -> None:
    """Kill the primary PostgreSQL and promote its copy; nothing that was answered may be lost.

    Programs know both by one address and are told nothing. Exit 1 when a promise was broken.
    """
    course = Course(**options)
    chance = course.chance()

    def pair(folder: Path) -> Pair:
        return Pair(folder, is_synchronous=not unconfirmed)

    with fleet_on(course, chance, database=pair) as (place, fleet):
        found = measure_failover(place, fleet, times=times, rate=course.rate, chance=chance)
    end_with(found, as_json=as_json)


def measure_failover(
    place: Site, fleet: Fleet, *, times: int, rate: float, chance: random.Random
) -> Figures:
    """Return what became of everything that was accepted, and how long nobody could write."""
    pair = place.cluster
    assert isinstance(pair, Pair)
    await_all(place, fleet)
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
