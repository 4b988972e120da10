"""`tocsin check` and `tocsin doctor`: what is wrong with a deployment, and what to do about it."""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from tocsin.cli.attach import needs_records
from tocsin.cli.finding import Finding
from tocsin.cli.trust_findings import clock_findings, log_book_findings


@click.command()
@click.option("--json", "as_json", is_flag=True)
@needs_records
def check(*, as_json: bool) -> None:
    """Look for mistakes of the deployment: settings, ladders, duties, gateways, assets."""
    _tell(list(_mistakes()), as_json=as_json)


@click.command()
@click.option("--json", "as_json", is_flag=True)
@needs_records
def doctor(*, as_json: bool) -> None:
    """Look at the living deployment: engines, queues, gateways, disk, clock, log book."""
    _tell([*_mistakes(), *_ailments()], as_json=as_json)


def _tell(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], indent=2))
    else:
        for one in findings:
            click.echo(f"{one.code}: {one.sentence} {one.remedy}")
        if not findings:
            click.echo("Nothing found wrong.")
    if any(one.grave for one in findings):
        sys.exit(1)


def _mistakes() -> Iterator[Finding]:
    from tocsin.records.models import Base, Gateway, LadderVersion

    if not LadderVersion.objects.filter(ladder__priority="P1").exists():
        yield Finding(
            "tocsin.E001", "No ladder is published for P1.", "Publish one on the ladders page."
        )
    if not any(row.schemes for row in Gateway.objects.filter(is_enabled=True)):
        yield Finding(
            "tocsin.E002",
            "No gateway can send.",
            "Add one: tocsin gateway add, or the gateways page.",
        )
    if not Base.objects.filter(kind="operations_room", closed_at__isnull=True).exists():
        yield Finding(
            "tocsin.E003",
            "There is no operations room, so an exhausted ladder would tell nobody.",
            "Add a base of that kind.",
        )
    yield from _empty_duties()
    yield from _assets()
    yield from _adviser()
    yield from clock_findings()


def _empty_duties() -> Iterator[Finding]:
    from tocsin.actions.watch import Watch
    from tocsin.records.queries.clock import database_now

    watch = Watch.load(at=database_now())
    for base in watch.bases.values():
        held = [key for key in watch.duties if key[0] == base.pk]
        if not held:
            yield Finding(
                "tocsin.W004",
                f"Nobody is on duty at {base.name}.",
                "Put somebody on duty, or close the base: its rungs are skipped meanwhile.",
                grave=False,
            )


def _assets() -> Iterator[Finding]:
    from tocsin.console.templatetags.assets import assets_are_built

    if not assets_are_built():
        yield Finding(
            "tocsin.W005",
            "The live map is not built; a drawn map stands in for it.",
            "Install Node and run: make assets.",
            grave=False,
        )


def _adviser() -> Iterator[Finding]:
    """Words of villagers go to a language model of our own house, or to none."""
    from tocsin.cli.front import adviser_of_deployment
    from tocsin.jobs.opinions import is_reachable

    adviser = adviser_of_deployment()
    if adviser is None:
        return
    if not is_reachable(adviser):
        yield Finding(
            "tocsin.E032",
            "TOCSIN_SECOND_OPINION_URL is no address on this machine or a private network, so no "
            "second opinion is ever asked for.",
            "Name one such as http://127.0.0.1:8080/v1, or leave it out.",
        )
        return
    yield Finding(
        "tocsin.W019",
        "Second opinions are on: words of messages go to the language model of "
        "TOCSIN_SECOND_OPINION_URL.",
        "Nothing needs them. Take the variable away to switch them off.",
        grave=False,
    )


def _ailments() -> Iterator[Finding]:
    from django.conf import settings

    from tocsin.actions.canaries import dead_canaries
    from tocsin.records.models import Engine, Gateway
    from tocsin.records.queries.clock import database_now

    if not Engine.objects.exists():
        yield Finding(
            "tocsin.E010", "No engine runs: nobody is paged.", "Start it: tocsin serve, or jobs."
        )
    free = shutil.disk_usage(settings.DATA if Path(settings.DATA).exists() else "/").free
    if free < 1_000_000_000:
        yield Finding(
            "tocsin.E011", f"The disk has {free // 1_000_000} MB left.", "Free space, soon."
        )
    for row in Gateway.objects.filter(is_enabled=True, failures_in_a_row__gte=5):
        yield Finding(
            "tocsin.E013",
            f"Gateway {row.slug} failed {row.failures_in_a_row} times in a row "
            f"({row.last_failure}).",
            "Look at its power, network and credit; others carry its messages meanwhile.",
        )
    for slug in dead_canaries(at=database_now()):
        yield Finding(
            "tocsin.E025",
            f"Nothing goes out by gateway {slug}: its last test was not taken.",
            "Look at its power, network and credit, and send another test.",
        )
    yield from log_book_findings()
    yield from _queues()
    yield from _backups()


def _backups() -> Iterator[Finding]:
    """An exercise is invented again and again, and needs none."""
    from django.conf import settings

    from tocsin.actions.resealing import is_copied
    from tocsin.domain.backup_words import BackupHealth
    from tocsin.records.queries.backups import standing
    from tocsin.records.queries.clock import database_now

    if settings.EXERCISE:
        return
    page = "See docs/how-to/back-up-and-restore.md."
    found = standing(now=database_now())
    sentences = {
        BackupHealth.NOT_SET_UP: ("tocsin.E018", "No backup was ever made, and none is planned."),
        BackupHealth.NONE_YET: ("tocsin.E019", "No backup has succeeded yet."),
        BackupHealth.STALE: ("tocsin.E020", f"The last good backup is of {_day(found.last_good)}."),
        BackupHealth.UNPROVEN: (
            "tocsin.E021",
            "No backup was proven by a restore for more than a week.",
        ),
    }
    if found.health in sentences:
        yield Finding(*sentences[found.health], page)
    if found.last_failure:
        yield Finding("tocsin.E022", f"The last backup failed: {found.last_failure.value}.", page)
    if not is_copied(settings.KEY_RING.now.current):
        yield Finding(
            "tocsin.W023",
            "No copy of the vault's keys was made since the last one came to them.",
            "Without them every name is lost with this disk: tocsin keys copy FILE.",
            grave=False,
        )


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "nobody knows when"


def _queues() -> Iterator[Finding]:
    from datetime import timedelta

    from tocsin.domain.watchdog import late_ones
    from tocsin.domain.watchdog_words import Late
    from tocsin.records.models import Delivery, Escalation, Message
    from tocsin.records.queries.clock import database_now
    from tocsin.records.queries.watchdog import what_waits

    now = database_now()
    late = now - timedelta(seconds=30)
    unread = Message.objects.filter(state="received", received_at__lt=late).count()
    if unread:
        yield Finding("tocsin.E014", f"{unread} messages wait to be read.", "See the log of jobs.")
    parked = Message.objects.exclude(parked="").filter(state="received").count()
    if parked:
        yield Finding(
            "tocsin.E015", f"{parked} messages could not be judged.", "Triage them by hand."
        )
    steps = Escalation.objects.filter(next_step_at__lt=late).count()
    if steps:
        yield Finding("tocsin.E016", f"{steps} ladder steps are overdue.", "See the log of jobs.")
    waiting = Delivery.objects.filter(state="queued", due_at__lt=late).count()
    if waiting:
        yield Finding(
            "tocsin.E017", f"{waiting} texts wait to be sent.", "Look at the gateways page."
        )
    calling_nobody = late_ones(what_waits(now=now), now=now).get(Late.P1_WITHOUT_RUN)
    if calling_nobody:
        yield Finding(
            "tocsin.E024",
            f"{calling_nobody.count} imminent incidents call nobody.",
            "Open them on the board and call by voice; then see the log of jobs.",
        )
