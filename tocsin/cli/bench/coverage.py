"""`tocsin bench coverage`: the page of coverage with a country's communities and focal points."""

import json
import statistics
import time
from dataclasses import asdict, dataclass

import click

from tocsin.cli.attach import needs_records
from tocsin.cli.programs import set_the_program_apart
from tocsin.domain.network_words import Sex

OPERATORS = ("Airtel", "Orange", "Vodacom")
NOBODY_EVERY = 10  # each tenth community has nobody


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one request, by the wall and by this process's processor."""

    communities: int
    focal_points: int
    requests: int
    wall_p50: float
    wall_p95: float
    processor_p50: float
    processor_p95: float
    bytes_of_page: int


@click.command()
@click.option("--communities", default=5_000, show_default=True)
@click.option("--focal-points", default=20_000, show_default=True)
@click.option("--requests", default=40, show_default=True)
@click.option("--drawn-anew", is_flag=True, help="Forget the map before each request.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a line.")
@needs_records
def coverage(
    communities: int, focal_points: int, requests: int, *, drawn_anew: bool, as_json: bool
) -> None:
    """Measure the coverage page. What it needs is written, measured and taken back."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        _fill(communities, focal_points)
        # As autovacuum does by itself a minute after so many rows came in.
        cursor.execute("analyze records_community, records_focalpoint")
        measured = _measure(communities, focal_points, requests, drawn_anew=drawn_anew)
        transaction.set_rollback(True)
    if as_json:
        click.echo(json.dumps(asdict(measured), indent=2))
        return
    click.echo(
        f"coverage of {communities} communities and {focal_points} focal points: "
        f"p50 {measured.wall_p50} ms, p95 {measured.wall_p95} ms; of the processor "
        f"p50 {measured.processor_p50} ms, p95 {measured.processor_p95} ms"
    )


def _measure(communities: int, focal_points: int, requests: int, *, drawn_anew: bool) -> Measured:
    from django.test import Client

    from tocsin.console.network.coverage import drawn
    from tocsin.domain.words import Role
    from tocsin.records.models import Assignment, User

    user = User.objects.create(name="bench coverage", password="!")  # noqa: S106 - nobody signs in by it
    Assignment.objects.create(user=user, role=Role.LIAISON_ASSISTANT.value)
    client = Client()
    client.force_login(user)
    wall, processor, size = [], [], 0
    set_the_program_apart()  # as the web half does
    for turn in range(requests + 3):
        if drawn_anew:
            drawn.cache_clear()
        began, used = time.perf_counter(), time.process_time()
        answer = client.get("/network/coverage/", {"page": str(turn % 7 + 1)})
        if turn >= 3:  # the first ones load templates and the ground of the map
            wall.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - used) * 1000)
        size = len(answer.content)
        if answer.status_code != 200:
            raise click.ClickException(f"The page answered {answer.status_code}.")
    return Measured(
        communities=communities,
        focal_points=focal_points,
        requests=requests,
        wall_p50=_part(wall, 50),
        wall_p95=_part(wall, 95),
        processor_p50=_part(processor, 50),
        processor_p95=_part(processor, 95),
        bytes_of_page=size,
    )


def _part(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100)[percent - 1], 1)


def _fill(communities: int, focal_points: int) -> None:
    from tocsin.domain.ids import new_id
    from tocsin.records.models import Base, Community, FocalPoint

    base = Base.objects.order_by("slug").first()
    if base is None:
        base = Base.objects.create(slug="bench", name="Bench", lat=-1.0, lon=29.0)
    homes = Community.objects.bulk_create(
        [
            Community(
                code=f"BENCH-{n}",
                name=f"Bench {n}",
                lat=-3.0 + (n * 7919 % 5000) / 1000,
                lon=27.0 + (n * 104_729 % 4000) / 1000,
                base=base,
            )
            for n in range(communities)
        ],
        batch_size=1000,
    )
    manned = [home for n, home in enumerate(homes) if n % NOBODY_EVERY]
    sexes = (Sex.WOMAN, Sex.MAN, Sex.MAN)
    FocalPoint.objects.bulk_create(
        [
            FocalPoint(
                code=f"BENCH-FP-{n}",
                community=manned[n % len(manned)],
                name="Bench",
                number="",
                number_hash=new_id().bytes,
                sex=sexes[n % 3].value,
                operator=OPERATORS[n % 7 % 3],
            )
            for n in range(focal_points)
        ],
        batch_size=1000,
    )
