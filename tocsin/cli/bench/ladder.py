"""`bench ladder`: hundreds of steps that fall due in one second, with the line busy beside."""

import time
from datetime import timedelta

import click

from tocsin.cli.bench import journey
from tocsin.cli.bench.figures import Figures, machine, milliseconds, show
from tocsin.cli.bench.site import Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn

CONNECTIONS = 64
DRAINED_WITHIN = 300.0  # seconds
AHEAD = 5.0  # seconds from setting the timers until the first is due
BESIDE = 50  # messages a second while the steps are due
FIRED_WITHIN = 30.0  # seconds that late steps are waited for


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--runs", default=500, show_default=True)
def ladder(*, as_json: bool, runs: int) -> None:
    """Open runs, let the next step of all of them fall due within one second, measure lateness."""
    with site(places=6_000) as place:
        place.start_jobs()
        place.wait_ready()
        show(measure_ladder(place, runs), as_json=as_json)


def measure_ladder(place: Site, runs: int) -> Figures:
    """Return how late the steps fired, alone and beside a steady load."""
    before = machine(place.cluster.url())
    villagers, names = Villagers("run"), places_in_turn(place.places)
    posts = [(n * 0.02, *villagers.attack(next(names))) for n in range(runs)]
    place.load(posts, connections=CONNECTIONS).outcome()
    journey.rest(within=DRAINED_WITHIN)
    alone = _fire(runs)
    crowd = Villagers("beside")
    length = AHEAD + FIRED_WITHIN / 2
    busy = [(n / BESIDE, *crowd.calm()) for n in range(int(BESIDE * length))]
    load = place.load(busy, connections=CONNECTIONS)
    beside = _fire(runs)
    load.outcome()
    return {
        "measured": "ladder",
        "machine": before,
        "runs": runs,
        "quiet": alone,
        f"beside_{BESIDE}_messages_per_s": beside,
        "load_average_after": machine()["load_average"],
    }


def _fire(runs: int) -> Figures:
    """Set the timers of all runs to moments of one second soon, and see when they fired."""
    from tocsin.records.models import Escalation, StepFiring
    from tocsin.records.queries.clock import database_now

    begin = database_now() + timedelta(seconds=AHEAD)
    rows = list(Escalation.objects.filter(ended_at__isnull=True).order_by("pk")[:runs])
    for number, row in enumerate(rows):
        row.next_step_at = begin + timedelta(seconds=number / len(rows))
    Escalation.objects.bulk_update(rows, ["next_step_at"])
    ends = begin + timedelta(seconds=1)
    firings = StepFiring.objects.filter(due_at__gte=begin, due_at__lte=ends)
    deadline = time.monotonic() + AHEAD + FIRED_WITHIN
    while firings.count() < len(rows) and time.monotonic() < deadline:
        time.sleep(0.2)
    late = [
        (fired - due).total_seconds() for fired, due in firings.values_list("fired_at", "due_at")
    ]
    return {"due_in_one_second": len(rows), "fired": len(late), **milliseconds(late)}
