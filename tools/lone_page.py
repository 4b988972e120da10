"""Where the milliseconds of a lone P1 go: `python -m tools.lone_page [CHECKOUT]`.

One warning after another, each by itself, with the database's log of every statement: what lies between two statements is
ours. The log itself costs a fifth of a millisecond a statement. Linux only.
"""

import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from tocsin.cli.bench.figures import machine
from tocsin.cli.bench.site import Site, site
from tocsin.cli.bench.texts import Villagers, places_in_turn
from tools.start_speed import page

WARM, WARNINGS, PAUSE = 8, 16, 0.8
LOGGED = ("log_min_duration_statement = 0", "log_line_prefix = '%n %p '")
LINE = re.compile(
    r"(\d+\.\d+) (\d+) LOG:  duration: ([\d.]+) ms  (?:(?:parse|bind|execute) \S+|statement): ?(.*)"
)


class Done(NamedTuple):
    """One step of a statement, when it ended."""

    at: float
    backend: str
    took: float
    text: str


def main(checkout: Path | None) -> None:
    found = []
    with site(places=2_000) as place:
        log_all(place)
        place.jobs = place.program("jobs", "--web", "/nowhere", listens=True, folder=checkout)
        place.wait_ready()
        names, villagers = places_in_turn(place.places), Villagers("lone")
        for _ in range(WARM + WARNINGS):
            time.sleep(PAUSE)
            found.append(page(place, villagers.attack(next(names))[1]))
        time.sleep(PAUSE)
        done = statements(place.folder / "database.log")
    print("load average", machine()["load_average"])
    rows = [row for moments in found[WARM:] if (row := parts(*moments, done))]
    for name in rows[0]:
        column = [row[name] * 1000 for row in rows]
        print(f"{name:44} {statistics.median(column):6.1f} ms  (from {min(column):.1f})")


def log_all(place: Site) -> None:
    cluster: Any = place.cluster
    with psycopg.connect(cluster.url("postgres", user="postgres"), autocommit=True) as link:
        for setting in LOGGED:
            link.execute(f"alter system set {setting}".encode())
        link.execute("select pg_reload_conf()")


def statements(log: Path) -> list[Done]:
    found: list[Done] = []
    for line in log.read_text(errors="replace").splitlines():
        if match := LINE.match(line):
            at, backend, took, text = match.groups()
            found.append(Done(float(at), backend, float(took) / 1000, text.strip()))
        elif found and line.strip() and not found[-1].text:
            found[-1] = found[-1]._replace(text=line.strip())
    return found


def parts(begun: float, answered: float, paged: float, done: list[Done]) -> dict[str, float]:
    """Return what the way of one warning was made of; nothing when its statements cannot be told apart."""
    here = [one for one in done if begun <= one.at <= paged + 0.02]
    stored = [one for one in here if one.text.startswith("with arrived")]
    written = [
        one for one in here if one.text.startswith("with part0 as (insert into records_reading")
    ]
    if not stored or not written:
        return {}
    mine = [one for one in here if one.backend == written[0].backend and one.at >= stored[-1].at]
    first, commit = mine[0], next(one for one in mine if one.text == "COMMIT")
    asked = [one.took for one in mine if one.at < written[0].at and one is not written[0]]
    return {
        "door: until its row is on disk": stored[-1].at - begun,
        "hand-over and reader": first.at - first.took - stored[-1].at,
        "judge: questions, decisions": written[0].at - written[0].took - first.at + first.took,
        "  of it the database": sum(asked),
        "judge: one statement writes all rows": written[-1].at - written[0].at + written[0].took,
        "judge: commit": commit.at - written[-1].at,
        "from there to the provider": paged - commit.at,
        "the sender is answered after": answered - begun,
        "the provider has the page after": paged - begun,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute() if sys.argv[1:] else None)
