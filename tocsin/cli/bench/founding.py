"""Settle a bench's deployment: tables, the exercise district, many places, a gateway to the sink."""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import django
from django.core.management import call_command

from tocsin.cli.bench.texts import InventedPlace

SECRET = "a secret of the bench alone"  # noqa: S105 - it guards invented texts on loopback
RUNGS = 3  # of the hurried ladder
PHONES = "phones"  # the exercise's own gateway, which would take the texts away from the sink


def found_bench(folder: Path, sink: str, places: Sequence[InventedPlace], *, gateway: str) -> str:
    """Prepare the database that the environment names; return the gateway's secret."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from tocsin.actions.gateways import add_gateway, disable_gateway
    from tocsin.cli.demo.founding import FOUNDER, found_district
    from tocsin.records.models import Gateway, Place
    from tocsin.records.queries.clock import database_now

    found_district(folder)
    Place.objects.bulk_create(
        Place(source_id=f"bench-{n}", name=place.name, lat=place.lat, lon=place.lon)
        for n, place in enumerate(places)
    )
    at = database_now()
    disable_gateway(Gateway.objects.get(slug=PHONES), by=FOUNDER, at=at)
    add_gateway(
        slug=gateway,
        kind="http",
        title="Bench",
        settings={"secret": SECRET, "url": sink},
        schemes=["tel"],
        rank=1,
        by=FOUNDER,
        at=at,
    )
    return SECRET


def hurry_ladder() -> None:
    """Publish a P1 ladder whose rungs are seconds apart, so that a kill leaves some overdue."""
    from tocsin.actions.ladders import publish_ladder
    from tocsin.cli.demo.founding import FOUNDER
    from tocsin.domain.ladders import Ladder as Plan
    from tocsin.domain.ladders import Step, default_ladders
    from tocsin.domain.words import Priority, StepCondition
    from tocsin.records.models import Ladder
    from tocsin.records.queries.clock import database_now

    first = default_ladders()[Priority.P1].steps[0]
    steps = [
        Step(n, StepCondition.NOT_ACKNOWLEDGED, timedelta(seconds=2 * (n - 1)), first.targets)
        for n in range(1, RUNGS + 1)
    ]
    publish_ladder(
        Ladder.objects.get(priority=Priority.P1),
        by=FOUNDER,
        at=database_now(),
        plan=Plan(tuple(steps), rounds=1),
    )
