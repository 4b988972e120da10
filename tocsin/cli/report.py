"""`tocsin report`: a flash, a daily or a weekly as a file, drafted from the records."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tocsin.cli.attach import needs_records
from tocsin.cli.report_month import month

FORMATS = ("pdf", "docx", "html", "txt", "radio")


def _asks(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--base", help="Short name of a base."),
        click.option("--language", type=click.Choice(["fr", "en"]), default="fr"),
        click.option("--format", "form", type=click.Choice(FORMATS), default="txt"),
        click.option("--for", "audience", help="As an audience reads it, such as humanitarian."),
        click.option(
            "--letterhead", is_flag=True, help="A Word file on the letterhead in use there."
        ),
        click.option("-o", "out", type=click.Path(path_type=Path), help="File to write."),
    ):
        command = option(command)
    return needs_records(command)


@click.group()
def report() -> None:
    """Draft a report from the records and write it in one format. Nothing is released by it."""


report.add_command(month)


@report.command()
@click.option("--incident", type=int, help="Its number; without it the latest P1 (of the base).")
@_asks
def flash(
    incident: int | None, base: str | None, language: str, form: str, audience: str | None,
    out: Path | None, letterhead: bool,
) -> None:  # fmt: skip
    """Draft the next flash of an incident; one that is being written is written out as it stands."""
    from tocsin.actions.journal import Actor
    from tocsin.actions.report_drafts import draft_flash
    from tocsin.domain.problems import REPORT_NOTHING, Problem
    from tocsin.records.models import Incident
    from tocsin.records.queries.clock import database_now

    found = Incident.objects.filter(base__slug=base) if base else Incident.objects.all()
    found = found.filter(number=incident) if incident else found.filter(priority="P1")
    row = found.order_by("-opened_at").first()
    if row is None:
        raise Problem(REPORT_NOTHING, what=f"number {incident}" if incident else "no P1 here")
    made = draft_flash(row, by=Actor("command"), at=database_now(), language=language)
    _write(made, language, form, audience, out, letterhead=letterhead)


@report.command()
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the cut-off.")
@click.option("--area", help="Name of a field office’s area; neither base nor area is the mission.")
@_asks
def daily(**asked: Any) -> None:
    """Draft the daily whose cut-off is on a day: today's by default."""
    _period("daily", **asked)


@report.command()
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the cut-off.")
@click.option("--area", help="Name of a field office’s area; neither base nor area is the mission.")
@_asks
def weekly(**asked: Any) -> None:
    """Draft the weekly that ends on a day: today by default."""
    _period("weekly", **asked)


def _period(
    kind: str, *, day: datetime | None, area: str | None, base: str | None, language: str,
    form: str, audience: str | None, out: Path | None, letterhead: bool,
) -> None:  # fmt: skip
    from zoneinfo import ZoneInfo

    from django.conf import settings

    from tocsin.actions.journal import Actor
    from tocsin.actions.report_periods import draft_period
    from tocsin.actions.report_plans import cut_off_of
    from tocsin.domain.report_words import ReportKind
    from tocsin.domain.reports.numbering import period_of_day
    from tocsin.records.queries.clock import database_now

    now, zone = database_now(), ZoneInfo(settings.LOCAL_ZONE)
    office = _office(base, area)
    wanted: date = day.date() if day else now.astimezone(zone).date()
    one = ReportKind(kind)
    since, until = period_of_day(one, wanted, cut_off_of(one, office), zone)
    made = draft_period(one, office, since, until, by=Actor("command"), at=now, language=language)
    _write(made, language, form, audience, out, letterhead=letterhead)


def _office(base: str | None, area: str | None) -> Any:
    from tocsin.records.models import Area, Base
    from tocsin.records.queries.report_office import Office

    if base:
        row = Base.objects.filter(slug=base).first()
        if row is None:
            raise click.BadParameter(f"there is no base {base}", param_hint="--base")
        return Office(base=row)
    if area:
        found = Area.objects.filter(name=area).first()
        if found is None:
            raise click.BadParameter(f"there is no area {area}", param_hint="--area")
        return Office(area=found)
    return Office()


def _write(
    row: Any, language: str, form: str, audience: str | None, out: Path | None, *, letterhead: bool
) -> None:
    from tocsin.actions.letterheads import letterhead_for
    from tocsin.actions.report_files import made
    from tocsin.actions.report_heads import opened
    from tocsin.domain.problems import LETTERHEAD_NONE, Problem
    from tocsin.domain.report_words import Audience, ReportFormat

    if audience and audience not in set(Audience):
        raise click.BadParameter(", ".join(Audience), param_hint="--for")
    if letterhead and form != "docx":
        raise click.UsageError("A letterhead is a Word file: add --format docx.")
    paper = letterhead_for(row.base, row.area) if letterhead else None
    if letterhead and paper is None:
        raise Problem(LETTERHEAD_NONE)
    content = made(
        opened(row, language=language),
        ReportFormat(form),
        audience=Audience(audience) if audience else None,
        letterhead=paper,
    )
    if out:
        out.write_bytes(content)
        click.echo(f"{row.reference} written to {out}", err=True)
        return
    if form in ("pdf", "docx") and sys.stdout.isatty():
        raise click.UsageError("A PDF or Word file is no text: name a file with -o.")
    sys.stdout.buffer.write(content)
