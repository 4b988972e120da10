"""A month of invented records for the bench of reports: bases, villages, alerts, responses, signs, promises."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

MONTH = timedelta(days=30)
OFFICE = "bench-base-"
KINDS = ("ATT", "SHO", "MOV", "THR", "LOO", "CAT", "ABD", "HUM", "DIS", "TEN")
ACTORS: tuple[list[str], ...] = (["UNK"], ["BANDITS"], [], ["UNK"], [])
PRIORITIES = ("P1", "P2", "P2", "P3", "P3", "P4")
WHY = ("no_fuel", "road_cut", "night", "distance", "no_troops")
SIGNS = ("A1", "A2", "B7", "C1", "C3", "C8", "D2", "D5", "F3")


APART = 2000  # of the numbers that a running exercise gives meanwhile


def fill_month(*, bases: int, alerts: int, until: datetime, seed: int = 1) -> list[Any]:
    """Write the month that ends at `until`; return an office for each base."""
    from tocsin.records.models import Base, Community
    from tocsin.records.queries.report_office import Office

    chance = Random(seed)  # noqa: S311 - the same month each time
    posts = Base.objects.bulk_create(
        Base(slug=f"{OFFICE}{n}", name=f"Bench {n}", lat=-2 + n / 20, lon=29 + n % 7 / 10)
        for n in range(bases)
    )
    homes = Community.objects.bulk_create(
        Community(
            code=f"BR-{n}", name=f"Bench village {n}", lat=-2 + n / 80, lon=29 + n % 9 / 10,
            base=posts[n % bases], territoire=f"Bench territory {n % 9}", population=900 + n,
        )
        for n in range(bases * 4)
    )  # fmt: skip
    _month(chance, posts, homes, alerts, until)
    return [Office(base=post) for post in posts]


def fill_district(
    posts: list[Any], homes: list[Any], *, alerts: int, until: datetime, seed: int = 1
) -> None:
    """Write the month that ends at `until` for bases and communities that are there."""
    _month(Random(seed), posts, homes, alerts, until)  # noqa: S311 - the same month each time


def _month(
    chance: Random, posts: list[Any], homes: list[Any], n_alerts: int, until: datetime
) -> None:
    _alerts(chance, homes, n_alerts, until)
    _signs(chance, posts, until)


def _alerts(chance: Random, homes: list[Any], n_alerts: int, until: datetime) -> None:
    from tocsin.records.models import Alert, Incident, IncidentAlert

    first = _last_number()
    incidents: list[Any] = []
    rows: list[Any] = []
    links: list[Any] = []
    for n in range(n_alerts):
        home, at = chance.choice(homes), until - MONTH * (1 - n / n_alerts)
        kind, priority = chance.choice(KINDS), chance.choice(PRIORITIES)
        common = {
            "kind": kind, "priority": priority, "community": home, "place_name": home.name,
            "lat": home.lat, "lon": home.lon, "is_drill": True,
        }  # fmt: skip
        incident = Incident(
            number=first + n, code=f"BM{n}", life="open", base=home.base, opened_at=at,
            last_alert_at=at, n_origins=1, grade="B2", **common,
        )  # fmt: skip
        alert = Alert(
            number=first + n, life="open", happened_at=at, received_at=at,
            actors=ACTORS[n % len(ACTORS)],
            counts={"killed": {"min": n % 4, "max": n % 4 + 2}} if n % 5 == 0 else {}, **common,
        )  # fmt: skip
        incidents.append(incident)
        rows.append(alert)
        links.append(IncidentAlert(incident=incident, alert=alert, linked_at=at))
    Incident.objects.bulk_create(incidents, batch_size=1000)
    Alert.objects.bulk_create(rows, batch_size=1000)
    IncidentAlert.objects.bulk_create(links, batch_size=1000)
    _responses(chance, incidents)


def _responses(chance: Random, incidents: list[Any]) -> None:
    from tocsin.records.models import Response

    rows = []
    for one in incidents[::3]:
        asked, came = one.opened_at, chance.random() < 0.6
        minute = timedelta(minutes=1)
        rows.append(
            Response(
                incident=one, base=one.base, asked_at=asked, state="ended" if came else "declined",
                why_not="" if came else chance.choice(WHY),
                departed_at=asked + 25 * minute if came else None,
                on_scene_at=asked + 90 * minute if came else None,
                ended_at=asked + 240 * minute if came else None,
            )
        )  # fmt: skip
    Response.objects.bulk_create(rows, batch_size=1000)


def _signs(chance: Random, posts: list[Any], until: datetime) -> None:
    from tocsin.records.models import SignLook, SignRound

    rounds = SignRound.objects.bulk_create(
        SignRound(base=post, looked_at=until - timedelta(days=day), recorded_at=until, via="bench")
        for post in posts
        for day in (12, 5, 1)
    )
    SignLook.objects.bulk_create(
        SignLook(round=one, sign=sign, is_seen=chance.random() < 0.8)
        for one in rounds
        for sign in chance.sample(SIGNS, 4)
    )


def _last_number() -> int:
    from django.db.models import Max

    from tocsin.records.models import Alert, Incident

    found = [model.objects.aggregate(n=Max("number"))["n"] or 0 for model in (Alert, Incident)]
    return APART + max(found)
