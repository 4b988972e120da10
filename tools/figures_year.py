"""How long the figures of a year of 6,170 alerts take: `python -m tools.figures_year`.

In a server of its own, over the year of `tools/generated_year.py`. Prints JSON: wall and processor
time of each question (ours, and the database's beside it), p50 and p95, with the machine's load.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tools.generated_year import ALERTS, START, YEAR, fill

ROUNDS = 40
DAY = timedelta(days=1)


def measure() -> dict[str, Any]:
    """Return how long each question takes: of the queries, and through the doors that people use."""
    from tocsin.domain.figure_words import Figure
    from tocsin.domain.figures import CHOSEN
    from tocsin.records.queries.figures import figures, numbers_behind
    from tocsin.records.queries.scope import Scope

    scope, end = Scope(sees_restricted=True), START + YEAR
    page, of_year = _page(), f"from={START:%Y-%m-%d}&to={end - DAY:%Y-%m-%d}"
    asked: dict[str, Callable[[], Any]] = {
        "figures of the year": lambda: figures(scope, START, end),
        "figures of a quarter": lambda: figures(scope, START, START + 90 * DAY),
        "figures of a month": lambda: figures(scope, START, START + 30 * DAY),
        "list behind a figure": lambda: numbers_behind(
            scope, START, end, CHOSEN[Figure.NOT_ANSWERED]
        ),
        "page: the year": lambda: page(f"/figures/?{of_year}"),
        "page: a quarter, for outside": lambda: page("/figures/?quarter=2026-Q1"),
        "page: alerts behind a number of the year": lambda: page(f"/figures/received/?{of_year}"),
        "file: the year as a sheet": lambda: page(f"/figures/file/?as=xlsx&{of_year}"),
    }
    return {name: _timed(question) for name, question in asked.items()}


def _page() -> Callable[[str], None]:
    """Return a way to open a page as the head of analysis does."""
    from django.test import Client

    from tests.make import make_user
    from tocsin.console.entry import PASSED
    from tocsin.domain.words import Role

    client = Client()
    client.force_login(make_user("year", Role.ANALYST))
    session = client.session
    session[PASSED] = True
    session.save()

    def opened(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return opened


def _timed(question: Callable[[], Any]) -> dict[str, float]:
    """Measure some rounds. The processor time is ours with the database's, which counts in ticks."""
    question()
    wall, began_all = [], _cpu_seconds()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        question()
        wall.append(1000 * (time.perf_counter() - began))
    ours, theirs = (after - before for before, after in zip(began_all, _cpu_seconds(), strict=True))
    ordered = sorted(wall)
    return {
        "p50_ms": round(ordered[ROUNDS // 2], 1),
        "p95_ms": round(ordered[int(0.95 * ROUNDS) - 1], 1),
        "processor_ms": round(1000 * ours / ROUNDS, 1),
        "database_processor_ms": round(1000 * theirs / ROUNDS, 1),
    }


def _cpu_seconds() -> tuple[float, float]:
    """Return the seconds of processor that we used, and that our connection's process did (Linux)."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    ticks = stat.rpartition(")")[2].split()[11:13]
    return time.process_time(), sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _settle() -> None:
    """Do what the database does by itself while a year goes by."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def main() -> int:
    from tests import database

    database.begin_run()
    os.environ["TOCSIN_DATA"] = str(database.run_folder() / "files-year")
    os.environ["TOCSIN_DATABASE_URL"] = database.run_cluster().url("year")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.config.settings"
    import django

    django.setup()
    from tocsin.cli.programs import set_the_program_apart

    set_the_program_apart()  # as the web process does
    try:
        with database.fresh_database(database.start_migrated(), "year"):
            fill()
            _settle()
            print(json.dumps({"load": os.getloadavg(), "alerts": ALERTS, **measure()}, indent=2))
    finally:
        database.end_run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
