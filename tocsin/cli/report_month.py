"""`tocsin report month`: the three reports of an invented month in every language and form, to be looked at."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from tocsin.cli.attach import needs_records
from tocsin.cli.bench.report_month import fill_district

LANGUAGES = ("fr", "en")
ENDINGS = {"pdf": "pdf", "docx": "docx", "html": "html", "txt": "txt", "radio": "radio.txt"}
SETTLED = timedelta(hours=6)
"""How old the incident of the flash is: by then somebody was asked, and perhaps came."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--alerts", default=300, show_default=True, help="Of the month before.")
@click.option("--seed", default=1, show_default=True, help="The same seed is the same month.")
@needs_records
def month(folder: Path, alerts: int, seed: int) -> None:
    """Write a flash, a daily and a weekly of an invented month into FOLDER, and take the month back.

    Only on an exercise. Each report in French and English, as PDF, Word, HTML, text and radio text.
    """
    from django.conf import settings
    from django.db import transaction

    if not settings.EXERCISE:
        raise click.ClickException("Only an exercise is given an invented month (`tocsin demo`).")
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        for name, content in _files(alerts, seed):
            (folder / name).write_bytes(content)
            click.echo(folder / name)
        transaction.set_rollback(True)


def _files(alerts: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Give name and content of each file; the month lasts as long as the transaction around it."""
    from tocsin.domain.words import BaseKind
    from tocsin.records.models import Base, Community
    from tocsin.records.queries.clock import database_now

    now = database_now()
    posts = list(Base.objects.filter(kind=BaseKind.BASE, closed_at=None).order_by("name"))
    homes = list(Community.objects.filter(base__in=posts).order_by("name"))
    if not homes:
        raise click.ClickException("There is no base with a community to play a month in.")
    fill_district(posts, homes, alerts=alerts, until=now, seed=seed)
    for language in LANGUAGES:
        for kind, row in _drafts(posts[0], now, language).items():
            for form, ending in ENDINGS.items():
                yield f"{kind}-{language}.{ending}", _content(row, form, language)


def _drafts(base: Any, now: datetime, language: str) -> dict[str, Any]:
    from tocsin.actions.journal import Actor
    from tocsin.actions.report_drafts import draft_flash
    from tocsin.actions.report_periods import draft_period
    from tocsin.domain.report_words import ReportKind
    from tocsin.records.models import Incident
    from tocsin.records.queries.report_office import Office

    by, office = Actor("command"), Office(base=base)
    grave = Incident.objects.filter(base=base, priority="P1", opened_at__lt=now - SETTLED)
    drafts = {"flash": draft_flash(grave.latest("opened_at"), by=by, at=now, language=language)}
    for kind, length in ((ReportKind.DAILY, 1), (ReportKind.WEEKLY, 7)):
        since = now - timedelta(days=length)
        drafts[kind] = draft_period(kind, office, since, now, by=by, at=now, language=language)
    return drafts


def _content(row: Any, form: str, language: str) -> bytes:
    from tocsin.actions.report_files import made
    from tocsin.actions.report_heads import opened
    from tocsin.domain.report_words import ReportFormat

    return made(opened(row, language=language), ReportFormat(form))
