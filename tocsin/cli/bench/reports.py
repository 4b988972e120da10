"""`tocsin bench reports`: how long a flash, a weekly, its files and the roll-up of many bases take."""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import click

from tocsin.cli.attach import needs_records
from tocsin.cli.bench.report_month import OFFICE, fill_month

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one thing, by the wall and by this process's processor; what it should take."""

    what: str
    n: int
    wall_p50: float
    wall_longest: float
    processor_p50: float
    target: int


@dataclass
class Stopwatch:
    """Collects times by name."""

    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @contextmanager
    def over(self, what: str) -> Iterator[None]:
        began, used = time.perf_counter(), time.process_time()
        yield
        spent = (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000
        self.times.setdefault(what, []).append(spent)

    def taken(self, targets: dict[str, int]) -> list[Taken]:
        return [
            Taken(
                what=what,
                n=len(rows),
                wall_p50=round(statistics.median(wall for wall, _ in rows), 1),
                wall_longest=round(max(wall for wall, _ in rows), 1),
                processor_p50=round(statistics.median(used for _, used in rows), 1),
                target=targets[what],
            )
            for what, rows in self.times.items()
        ]


TARGETS = {
    "first flash, drafted": 1000,
    "flash, drafted and as PDF": 300,
    "weekly, drafted and as PDF": 1000,
    "weekly, with Word as well": 2000,
    "roll-up: the mission’s weekly of all bases": 10_000,
    "roll-up: the weeklies of all bases and the mission’s": 10_000,
}


@click.command()
@click.option("--bases", default=70, show_default=True)
@click.option("--alerts", default=1400, show_default=True, help="Of the month before.")
@click.option(
    "--rounds", default=20, show_default=True, help="Flashes and weeklies that are timed."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
@needs_records
def reports(bases: int, alerts: int, rounds: int, *, as_json: bool) -> None:
    """Measure reports on a month of records, which are written, measured and taken back."""
    from django.db import connection, transaction

    from tocsin.records.queries.clock import database_now

    watch = Stopwatch()
    with transaction.atomic(), connection.cursor() as cursor:
        at = database_now()
        offices = fill_month(bases=bases, alerts=alerts, until=at)
        cursor.execute("analyze records_alert, records_incident, records_incidentalert")
        _flashes(watch, rounds, at)
        _weeklies(watch, offices, rounds, at)
        _roll_up(watch, offices, at)
        transaction.set_rollback(True)
    taken, load = watch.taken(TARGETS), round(os.getloadavg()[0], 1)
    if as_json:
        click.echo(json.dumps({"load": load, "taken": [asdict(one) for one in taken]}, indent=2))
        return
    for one in taken:
        click.echo(
            f"{one.what}: p50 {one.wall_p50} ms, longest {one.wall_longest} ms, processor "
            f"{one.processor_p50} ms (n = {one.n}, target {one.target} ms)"
        )
    click.echo(f"load average {load}")


def _flashes(watch: Stopwatch, rounds: int, at: datetime) -> None:
    from tocsin.actions.journal import Actor
    from tocsin.actions.report_drafts import draft_flash
    from tocsin.records.models import Incident

    clock = Actor("bench")
    rows = list(Incident.objects.filter(base__slug__startswith=OFFICE)[: rounds + 1])
    with watch.over("first flash, drafted"):
        draft_flash(rows[0], by=clock, at=at)
    for row in rows[1:]:
        with watch.over("flash, drafted and as PDF"):
            _file(draft_flash(row, by=clock, at=at), "pdf")


def _weeklies(watch: Stopwatch, offices: list[Any], rounds: int, at: datetime) -> None:
    draft = _drafter()
    for office in offices[:rounds]:
        with watch.over("weekly, drafted and as PDF"):
            row = draft(office, at - WEEK - timedelta(days=1), at - timedelta(days=1))
            _file(row, "pdf")
    for office in offices[:rounds]:
        with watch.over("weekly, with Word as well"):
            row = draft(office, at - WEEK - timedelta(days=2), at - timedelta(days=2))
            _file(row, "pdf")
            _file(row, "docx")


def _roll_up(watch: Stopwatch, offices: list[Any], at: datetime) -> None:
    """Draft the weekly of each base, let each be released with a comment, and draft the mission's."""
    from tocsin.domain.report_words import ReportState
    from tocsin.records.queries.report_office import Office

    draft = _drafter()
    with watch.over("roll-up: the weeklies of all bases and the mission’s"):
        rows = [draft(office, at - WEEK, at) for office in offices]
        for row in rows:
            _comment(row)
            row.state, row.released_at = ReportState.RELEASED.value, at
            row.released_by_id, row.digest = _releaser(), "bench"
            row.save()
        with watch.over("roll-up: the mission’s weekly of all bases"):
            _file(draft(Office(), at - WEEK, at), "pdf")


def _drafter() -> Callable[[Any, datetime, datetime], Any]:
    from tocsin.actions.journal import Actor
    from tocsin.actions.report_periods import draft_period
    from tocsin.domain.report_words import ReportKind

    clock = Actor("bench")
    return lambda office, since, until: draft_period(
        ReportKind.WEEKLY, office, since, until, by=clock, at=until
    )


def _comment(row: Any) -> None:
    from tocsin.actions.report_bodies import body_of, body_text
    from tocsin.domain.report_words import Section
    from tocsin.domain.reports.statements import Statement

    said = Statement(
        "own.bench", Section.ASSESSMENT, text="Quiet, but for the road.", is_comment=True
    )
    row.body = body_text([*body_of(row), said])


def _releaser() -> Any:
    from tocsin.records.models import User

    return User.objects.get_or_create(name="bench releaser", defaults={"password": "!"})[0].pk


def _file(row: Any, form: str) -> bytes:
    from tocsin.actions.report_files import made
    from tocsin.actions.report_heads import opened
    from tocsin.domain.report_words import ReportFormat

    return made(opened(row), ReportFormat(form))
