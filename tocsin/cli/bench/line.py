"""`bench line`: from a text at the door to the page that leaves for a commander."""

import math
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import click

from tocsin.cli.bench import journey
from tocsin.cli.bench.cpu import per_message
from tocsin.cli.bench.ends import Posts, Sent
from tocsin.cli.bench.figures import Figures, heed, interrupt, machine, milliseconds, show
from tocsin.cli.bench.site import Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn

CONNECTIONS = 64
DRAINED_WITHIN = 240.0  # seconds; what is not read and sent by then is left and counted
STORM = 600.0  # seconds that a storm of rumours takes in life
STORM_RUMOURS, STORM_ATTACKS = 1_000, 5
BURST, BURST_ATTACKS = 10_000, 20
PARTS = ("paced", "reading", "structured", "storm", "burst")

Text = Callable[[str], tuple[str, str]]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="These parts; else all.")
@click.option("--seconds", default=20.0, show_default=True, help="How long each rate is kept up.")
@click.option("--messages", default=2_000, show_default=True, help="Sent at once to find the rate.")
@click.option("--speed", default=20.0, show_default=True, help="How much faster the storm passes.")
@click.option("--minutes", default=15.0, show_default=True, help="Then no further part is begun.")
def line(
    *,
    as_json: bool,
    only: tuple[str, ...],
    seconds: float,
    messages: int,
    speed: float,
    minutes: float,
) -> None:
    """Text warnings about places far apart, so that each pages; measure until each page arrived.

    Prints what it has when it is interrupted, or when a part fails.
    """
    with site(places=20_000) as place:
        place.start_jobs()
        place.wait_ready()
        until = time.monotonic() + minutes * 60
        figures = measure_line(place, only or PARTS, seconds, messages, speed, until=until)
        show(figures, as_json=as_json)


def measure_line(
    place: Site,
    parts: tuple[str, ...],
    seconds: float,
    messages: int,
    speed: float,
    *,
    until: float = math.inf,
) -> Figures:
    """Return the figures of the parts asked for, in their order."""
    names = places_in_turn(place.places)
    warm = Villagers("warm")
    _send(place, [(n * 0.1, *warm.attack(next(names))) for n in range(20)])
    measures: dict[str, Callable[[], Figures]] = {
        "paced": lambda: _paced(place, names, seconds),
        "reading": lambda: _sustained(place, names, Villagers("read").attack, messages, seconds),
        "structured": lambda: _sustained(place, names, Villagers("short").short, messages, seconds),
        "storm": lambda: _storm(place, names, speed),
        "burst": lambda: _burst(place, names),
    }
    figures: Figures = {
        "measured": "line",
        "answer_means": "a row on disk; the page leaves after the commit that decided it",
        "machine": machine(place.cluster.url()),
    }
    signal.signal(signal.SIGTERM, interrupt)
    for part in parts:
        if time.monotonic() > until:
            figures[part] = "not begun: out of time"
            continue
        begun = time.monotonic()
        try:
            heed()
            figures[part] = measures[part]()
        except subprocess.TimeoutExpired:
            figures[part] = {"ended": "the senders were not answered in time"}
        except KeyboardInterrupt:
            figures[part] = {"ended": "interrupted"}
            break
        finally:
            click.echo(f"{part}: {time.monotonic() - begun:.0f} s", err=True)
        figures[part]["took_s"] = round(time.monotonic() - begun, 1)
        figures[part]["load_average_after"] = machine()["load_average"]
    return figures


def _paced(place: Site, names: Iterator[str], seconds: float) -> Figures:
    villagers, rate = Villagers("paced"), 20
    posts = [(n / rate, *villagers.attack(next(names))) for n in range(int(rate * seconds))]
    sent, paged = _send(place, posts)
    return {"offered_per_s": rate, **_outcome(sent, paged)}


def _sustained(
    place: Site, names: Iterator[str], text: Text, messages: int, seconds: float
) -> Figures:
    before = place.cpu()
    sent, paged = _send(place, [(0.0, *text(next(names))) for _ in range(messages)])
    cpu = per_message(before, place.cpu(), messages)
    drained = _rate(sent, paged)
    rate = max(1.0, 0.8 * drained)
    count = int(rate * seconds)
    posts = [(n / rate, *text(next(names))) for n in range(count)]
    steady, paged = _send(place, posts)
    return {
        "backlog": {
            "messages": messages,
            "paged_per_s": round(drained, 1),
            "cpu_ms_per_message": cpu,
        },
        "steady": {
            "offered_per_s": round(rate, 1),
            "paged_per_s": round(_rate(steady, paged), 1),
            **_outcome(steady, paged),
        },
    }


def _storm(place: Site, names: Iterator[str], speed: float) -> Figures:
    rumours, attacks, length = Villagers("storm"), Villagers("cry"), STORM / speed
    posts = [(n * length / STORM_RUMOURS, *rumours.rumour()) for n in range(STORM_RUMOURS)]
    posts += _in_between(attacks, names, STORM_ATTACKS, length)
    sent, paged = _send(place, sorted(posts))
    cries = [one for one in sent if one.id.startswith("cry")]
    return {
        "seconds": length,
        "faster_than_life": speed,
        "rumours": STORM_RUMOURS,
        "left_unread_or_unsent": journey.waiting(),
        "attacks": _outcome(cries, paged),
    }


def _burst(place: Site, names: Iterator[str]) -> Figures:
    # The attacks come by senders of their own, as from a gateway that is not flooded: in the queue of
    # the one that is, they would wait for their turn at a door that has not heard of them yet.
    crowd, attacks = Villagers("burst"), Villagers("alarm")
    calm = place.load([(0.0, *crowd.calm()) for _ in range(BURST)], connections=CONNECTIONS)
    cries = place.load(
        _in_between(attacks, names, BURST_ATTACKS, BURST_ATTACKS * 0.4), connections=4
    )
    alarms = cries.outcome()
    sent = [*calm.outcome(), *alarms]
    journey.rest(within=DRAINED_WITHIN)
    paged = journey.sent_on(place)
    accepted = [one.id for one in sent if one.status == 200]
    return {
        "messages": len(sent),
        "accepted": len(accepted),
        "stored": journey.stored(accepted),
        "left_unread_or_unsent": journey.waiting(),
        "attacks": _outcome(alarms, paged),
    }


def _in_between(
    villagers: Villagers, names: Iterator[str], count: int, length: float
) -> list[tuple[float, str, str]]:
    return [((n + 0.5) * length / count, *villagers.attack(next(names))) for n in range(count)]


def _send(place: Site, posts: Posts) -> tuple[list[Sent], dict[str, float]]:
    sent = place.load(posts, connections=CONNECTIONS).outcome()
    journey.rest(within=DRAINED_WITHIN)
    return sent, journey.sent_on(place)


def _outcome(sent: list[Sent], paged: dict[str, float]) -> Figures:
    accepted = [one for one in sent if one.status == 200]
    return {
        "accepted": len(accepted),
        "paged": sum(one.id in paged for one in accepted),
        **milliseconds(journey.latencies(accepted, paged)),
    }


def _rate(sent: list[Sent], paged: dict[str, float]) -> float:
    """Return how many were paged a second, from the first post to the last page."""
    ends = [paged[one.id] for one in sent if one.id in paged]
    return len(ends) / (max(ends) - min(one.due for one in sent)) if ends else 0.0
