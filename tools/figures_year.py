"""A generated year of alerts, and how long the figures of it take: `python -m tools.figures_year`.

6,170 alerts, as one mission counted in a year (domain.md §1.5), with the responses, refusals, gaps
and answers that belong to them. Invented, and the same for the same seed. Prints JSON: wall and
processor time of each query, p50 and p95, with the machine's load beside them.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.records.models import Alert, Base, Community, Incident

ALERTS = 6_170
START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
ROUNDS = 20
MINUTE = timedelta(minutes=1)
KINDS = ("ATT", "SHO", "MOV", "THR", "LOO", "CAT", "ABD", "HUM", "DIS", "TEN")
WHY = ("no_fuel", "road_cut", "night", "distance", "no_troops", "other_operation", "unknown")
RESULTS = ("arrived_after", "attack_prevented", "attack_interrupted", "no_contact", "")
OUTCOMES = ("stopped", "gone", "too_late", "mistake", "information", "no_response", "")


def fill(n_alerts: int = ALERTS, *, seed: int = 1) -> None:
    """Write a year of rows: communities, focal points, alerts in incidents, and what became of them."""
    from tocsin.records.models import Alert, Incident, IncidentAlert

    chance = Random(seed)
    homes = _district(chance)
    incidents: list[Incident] = []
    alerts: list[Alert] = []
    links: list[IncidentAlert] = []
    for number in range(1, n_alerts + 1):
        at = START + YEAR * (number / (n_alerts + 1))
        if not incidents or chance.random() < 0.6:
            incidents.append(_incident(chance, len(incidents) + 1, at, chance.choice(homes)))
        incident = incidents[-1]
        alerts.append(_alert(chance, number, at, incident))
        links.append(IncidentAlert(incident=incident, alert=alerts[-1], linked_at=at))
    Incident.objects.bulk_create(incidents, batch_size=2000)
    Alert.objects.bulk_create(alerts, batch_size=2000)
    IncidentAlert.objects.bulk_create(links, batch_size=2000)
    _aftermath(chance, incidents)


def _district(chance: Random) -> list[Community]:
    from tocsin.records.models import Base, Community, FocalPoint
    from tocsin.records.sealed import hash_of

    bases: list[Base] = [
        Base.objects.create(slug=f"y-{n}", name=f"Year {n}", lat=-1 + n / 10, lon=29.2)
        for n in range(8)
    ]
    homes = Community.objects.bulk_create(
        Community(
            code=f"Y{n:03}", name=f"Year village {n}", lat=-1.5 + n / 60, lon=29 + n % 7 / 10,
            base=bases[n % 8],
        )
        for n in range(120)
    )  # fmt: skip
    FocalPoint.objects.bulk_create(
        FocalPoint(
            code=f"FP-Y{n:04}", community=homes[n % 120], name=f"Year {n}",
            number=f"+24399001{n:04}", number_hash=hash_of(f"+24399001{n:04}"),
            sex=chance.choice(("woman", "man", "man", "unsaid")),
        )
        for n in range(400)
    )  # fmt: skip
    return homes


def _incident(chance: Random, number: int, at: datetime, home: Community) -> Incident:
    from tocsin.records.models import Incident

    outcome = chance.choice(OUTCOMES)
    return Incident(
        number=number,
        code=f"Y{number}",
        kind=chance.choice(KINDS),
        priority=chance.choice(("P1", "P2", "P2", "P3", "P3", "P4")),
        life="closed" if outcome else "open",
        verification=chance.choice(("corroborated", "confirmed", "single_source", "not_assessed")),
        grade=chance.choice(("B2", "C3", "F6", "D4")),
        place_name=home.name,
        community=home,
        base=home.base,
        lat=home.lat,
        lon=home.lon,
        opened_at=at,
        last_alert_at=at,
        outcome=outcome,
        closed_at=at + timedelta(hours=chance.randint(2, 90)) if outcome else None,
        is_drill=chance.random() < 0.02,
    )


def _alert(chance: Random, number: int, at: datetime, incident: Incident) -> Alert:
    from tocsin.records.models import Alert, FocalPoint

    people = _people(FocalPoint)
    return Alert(
        number=number,
        kind=incident.kind,
        priority=incident.priority,
        life=chance.choice(("open",) * 19 + ("withdrawn",)),
        focal_point_id=chance.choice(people),
        community=incident.community,
        place_name=incident.place_name,
        happened_at=at,
        received_at=at,
        confirmed_at=at + MINUTE if chance.random() < 0.5 else None,
        is_drill=incident.is_drill,
    )


_KEPT: list[Any] = []


def _people(model: Any) -> list[Any]:
    if not _KEPT:
        _KEPT.extend(model.objects.filter(code__startswith="FP-Y").values_list("pk", flat=True))
    return _KEPT


def _aftermath(chance: Random, incidents: list[Incident]) -> None:
    """Give most incidents a response or a refusal, and what the village was told."""
    from tocsin.records.models import Feedback, ProtectionGap, Response

    responses, gaps, feedback = [], [], []
    for one in incidents:
        fate = chance.random()
        if fate < 0.62:
            left = one.opened_at + chance.randint(10, 240) * MINUTE
            there = left + chance.randint(15, 180) * MINUTE if chance.random() < 0.8 else None
            responses.append(
                Response(
                    incident=one, base=one.base, actor="mission_force", state="ended",
                    type="patrol_vehicle", result=chance.choice(RESULTS), asked_at=one.opened_at,
                    departed_at=left, on_scene_at=there, ended_at=(there or left) + 60 * MINUTE,
                )
            )  # fmt: skip
        elif fate < 0.8:
            why = chance.choice(WHY)
            responses.append(
                Response(
                    incident=one, base=one.base, state="declined", why_not=why,
                    asked_at=one.opened_at, ended_at=one.opened_at + 20 * MINUTE,
                )
            )  # fmt: skip
            gaps.append(
                ProtectionGap(
                    incident=one, priority=one.priority, why_not=why,
                    since=one.opened_at + 20 * MINUTE, recorded_at=one.opened_at + 21 * MINUTE,
                )
            )  # fmt: skip
        told = chance.random() < 0.7
        owed = one.opened_at + 30 * MINUTE
        feedback.append(
            Feedback(
                incident=one, clock="first_news", state="sent" if told else "owed",
                focal_point_id=chance.choice(_KEPT), due_at=owed + 60 * MINUTE, created_at=owed,
                settled_at=owed + chance.randint(1, 300) * MINUTE if told else None,
            )
        )  # fmt: skip
    Response.objects.bulk_create(responses, batch_size=2000)
    ProtectionGap.objects.bulk_create(gaps, batch_size=2000)
    Feedback.objects.bulk_create(feedback, batch_size=2000)


def measure() -> dict[str, Any]:
    """Return how long each question of the figures takes over the whole year, and over a quarter."""
    from tocsin.domain.figure_words import Figure
    from tocsin.domain.figures import CHOSEN
    from tocsin.domain.published import rows_of
    from tocsin.records.queries.figures import figures, numbers_behind
    from tocsin.records.queries.scope import Scope

    scope, end = Scope(sees_restricted=True), START + YEAR
    quarter = START + timedelta(days=90)
    asked: dict[str, Callable[[], Any]] = {
        "figures of the year": lambda: figures(scope, START, end),
        "figures of a quarter": lambda: figures(scope, START, quarter),
        "published for outside": lambda: rows_of(figures(scope, START, quarter), is_outside=True),
        "list behind a figure": lambda: numbers_behind(
            scope, START, end, CHOSEN[Figure.NOT_ANSWERED]
        ),
    }
    return {name: _timed(question) for name, question in asked.items()}


def _timed(question: Callable[[], Any]) -> dict[str, float]:
    question()
    wall, own = [], []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        question()
        wall.append(1000 * (time.perf_counter() - began))
        own.append(1000 * (time.process_time() - used))
    at = int(0.95 * ROUNDS) - 1
    return {
        "p50_ms": round(sorted(wall)[ROUNDS // 2], 1),
        "p95_ms": round(sorted(wall)[at], 1),
        "p95_processor_ms": round(sorted(own)[at], 1),
    }


def main() -> int:
    from tests import database

    database.begin_run()
    os.environ["TOCSIN_DATA"] = str(database.run_folder() / "files-year")
    os.environ["TOCSIN_DATABASE_URL"] = database.run_cluster().url("year")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.config.settings"
    import django

    django.setup()
    try:
        with database.fresh_database(database.start_migrated(), "year"):
            fill()
            print(json.dumps({"load": os.getloadavg(), "alerts": ALERTS, **measure()}, indent=2))
    finally:
        database.end_run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
