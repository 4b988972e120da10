"""The figures of a running deployment for whoever watches many of them: counts, ages and codes."""

import shutil
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from tocsin.domain.clock_words import ClockSource
from tocsin.domain.gauge import Gauge
from tocsin.domain.watchdog import late_ones
from tocsin.records.models import Incident
from tocsin.records.queries.backups import standing
from tocsin.records.queries.clocks import clock_readings, wrong_clocks
from tocsin.records.queries.engines import living_engines
from tocsin.records.queries.gateways import gateway_lines
from tocsin.records.queries.proofs import proof_standing
from tocsin.records.queries.timeline import chain_state
from tocsin.records.queries.watchdog import what_waits

ABOUT = {
    "engines": "Engines that live.",
    "waiting": "How much of a sort waits in the line.",
    "waiting_seconds": "How long the oldest of a sort has waited; 0 when nothing does.",
    "late": "1 while the oldest of a sort waits longer than it ever should.",
    "incidents_open": "Open incidents, exercises left out.",
    "gateway_enabled": "1 when the gateway is on.",
    "gateway_failures_in_a_row": "Sends of the gateway that failed since the last that did not.",
    "gateway_heard_seconds": "How long ago the gateway brought something.",
    "log_book_unsealed": "Lines of the log book without their seal.",
    "clock_apart_seconds": "A gateway's clock minus the database's, by its latest messages; some are under way.",
    "machine_apart_seconds": "The clock of an engine's machine minus the database's, the furthest of all.",
    "clocks_wrong": "Clocks that are wrong, of machines, of gateways, of the house.",
    "log_book_breaks": "Breaks that the log book's last proof found; 0 when it is whole.",
    "log_book_proven_seconds": "How long ago the whole log book was proven.",
    "backup_good_seconds": "Age of the last good backup.",
    "backup_proven_seconds": "How long ago a backup was proven by a restore.",
    "disk_free_bytes": "Room on the disk of the data folder.",
}


def gauges(*, now: datetime) -> list[Gauge]:
    return [*_line(now), *_gateways(now), *_house(now)]


def _line(now: datetime) -> Iterator[Gauge]:
    found = what_waits(now=now)
    late = late_ones(found, now=now)
    for kind, waiting in found.items():
        sort = {"kind": kind.value}
        age = (now - waiting.oldest).total_seconds() if waiting.oldest else 0.0
        yield Gauge("waiting", waiting.count, sort)
        yield Gauge("waiting_seconds", max(0.0, age), sort)
        yield Gauge("late", kind in late, sort)
    by_priority = Incident.objects.open().filter(is_drill=False).values_list("priority")
    for priority, count in by_priority.annotate(n=Count("pk")).order_by("priority"):
        yield Gauge("incidents_open", count, {"priority": priority})


def _gateways(now: datetime) -> Iterator[Gauge]:
    for row in gateway_lines():
        which = {"gateway": row.slug}
        yield Gauge("gateway_enabled", row.is_enabled, which)
        yield Gauge("gateway_failures_in_a_row", row.failures_in_a_row, which)
        if row.last_heard_at:
            yield Gauge("gateway_heard_seconds", (now - row.last_heard_at).total_seconds(), which)


def _house(now: datetime) -> Iterator[Gauge]:
    yield Gauge("engines", len(living_engines()))
    yield Gauge("log_book_unsealed", chain_state().n_waiting)
    yield from _proofs(now)
    if settings.DATA.is_dir():
        yield Gauge("disk_free_bytes", shutil.disk_usage(settings.DATA).free)
    backups = standing(now=now)
    for name, moment in (
        ("backup_good_seconds", backups.last_good),
        ("backup_proven_seconds", backups.last_proven),
    ):
        if moment:
            yield Gauge(name, (now - moment).total_seconds())


def _proofs(now: datetime) -> Iterator[Gauge]:
    machines = [0.0]
    for row in clock_readings(now=now):
        if row.source == ClockSource.GATEWAY:
            yield Gauge("clock_apart_seconds", row.apart, {"gateway": row.name})
        else:
            machines.append(row.apart)
    yield Gauge("machine_apart_seconds", max(machines, key=abs))
    yield Gauge("clocks_wrong", len(wrong_clocks(now=now)))
    proof = proof_standing(now=now)
    yield Gauge("log_book_breaks", proof.broken.breaks if proof.broken else 0)
    if proof.whole_at:
        yield Gauge("log_book_proven_seconds", (now - proof.whole_at).total_seconds())
