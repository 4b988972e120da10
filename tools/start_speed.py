"""How soon an engine pages that was just started: `python -m tools.start_speed [CHECKOUT ...]`.

Each round kills the engine, starts one, and gives it a warning before it listens, as a gateway that insists does. Several
checkouts take turns on one database, so that a change stands beside what was before it. Linux only.
"""

import os
import signal
import socket
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tocsin.channels import signing
from tocsin.channels.contract import wall_clock
from tocsin.cli.bench import journey
from tocsin.cli.bench.cpu import parts_of
from tocsin.cli.bench.figures import machine
from tocsin.cli.bench.site import GATEWAY, Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn

ROUNDS = 5
PLACES = 2_000
PATIENCE = 60.0  # seconds
BURIED = 1.0  # seconds until nobody waits for the dead one
HEADS = (
    "door answers",
    "first page",
    "second page",
    "processor at the first page",
    "of it the engine",
    "of it readers",
)


def main(checkouts: list[str]) -> None:
    trees = [Path(one).absolute() for one in checkouts] or [Path.cwd()]
    found: dict[Path, list[tuple[float, ...]]] = {tree: [] for tree in trees}
    with site(places=PLACES) as place:
        names, villagers = places_in_turn(place.places), Villagers("start")
        texts = (villagers.attack(name)[1] for name in names)
        for number in range(ROUNDS + 1):
            for tree in trees:
                seen = measure(place, tree, texts)
                if number:  # the first of each finds no file in the memory of the machine
                    found[tree].append(seen)
    print("load average", machine()["load_average"])
    for tree, rows in found.items():
        print(tree)
        for head, column in zip(HEADS, zip(*rows, strict=True), strict=True):
            low, middle, high = min(column), statistics.median(column), max(column)
            print(f"  {head:28} {middle:6.2f} s  ({low:.2f} to {high:.2f})")


def measure(place: Site, tree: Path, texts: Iterator[str]) -> tuple[float, ...]:
    """Start an engine of this checkout, time its first two pages, and kill it."""
    begun = time.time()
    place.jobs = place.program("jobs", "--web", "/nowhere", listens=True, folder=tree)
    _, answered, first = page(place, next(texts))
    used = parts_of(place.jobs.pid)
    journey.rest(within=PATIENCE)
    time.sleep(BURIED)
    again, _, second = page(place, next(texts))
    journey.rest(within=PATIENCE)
    os.killpg(place.jobs.pid, signal.SIGKILL)
    place.jobs.wait()
    time.sleep(BURIED)
    own = used["loop"] + used["threads"]
    return (
        answered - begun,
        first - begun,
        second - again,
        own + used["readers"],
        own,
        used["readers"],
    )


def page(place: Site, text: str) -> tuple[float, float, float]:
    """Send a warning; return when it was sent and answered, and when its first page was out."""
    before = len(place.arrivals())
    body, to = text.encode(), urlsplit(place.url)
    signature = signing.sign(place.secret, body, at=wall_clock())
    head = (
        f"POST /in/{GATEWAY}/ HTTP/1.1\r\nhost: {to.netloc}\r\n{signing.HEADER}: {signature}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((to.hostname or "", to.port or 0), timeout=PATIENCE) as line:
        sent = time.time()
        line.sendall(head.encode() + body)
        assert b" 200 " in line.recv(4096)[:20], place.last_words()
    answered = time.time()
    while len(came := place.arrivals()) == before:
        assert time.time() - answered < PATIENCE, place.last_words()
        time.sleep(0.01)
    return sent, answered, came[before].at


if __name__ == "__main__":
    main(sys.argv[1:])
