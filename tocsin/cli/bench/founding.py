"""Settle a bench's deployment: tables, the exercise district, many places, a gateway to the sink."""

import os
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.management import call_command

from tocsin.cli.bench.texts import InventedPlace

SECRET = "a secret of the bench alone"  # noqa: S105 - it guards invented texts on loopback
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
