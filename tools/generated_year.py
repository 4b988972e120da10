"""A generated year of alerts: 6,170, as one mission counted (domain.md §1.5), with what became of them.

Messages, pages, answers, decisions, responses, refusals, gaps, and what villages were told. All of
it invented, and the same for the same seed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.records.models import Alert, Base, Community, Incident

ALERTS = 6_170
START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
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
    _said(alerts)
    _paged(chance, incidents)


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
        for clock in ("receipt", "first_news", *(("closing",) if one.outcome else ())):
            told = chance.random() < 0.7
            owed = one.opened_at + 30 * MINUTE
            feedback.append(
                Feedback(
                    incident=one, clock=clock, state="sent" if told else "owed",
                    focal_point_id=chance.choice(_KEPT), due_at=owed + 60 * MINUTE, created_at=owed,
                    settled_at=owed + chance.randint(1, 300) * MINUTE if told else None,
                )
            )  # fmt: skip
    Response.objects.bulk_create(responses, batch_size=2000)
    ProtectionGap.objects.bulk_create(gaps, batch_size=2000)
    Feedback.objects.bulk_create(feedback, batch_size=2000)


def _said(alerts: list[Alert]) -> None:
    """Give each alert the message that it came by."""
    from tocsin.records.models import Gateway, Message

    phones = Gateway.objects.create(slug="year", kind="loopback", title="Year")
    Message.objects.bulk_create(
        (
            Message(
                gateway=phones, sender="", text="Watu wenye silaha", state="reported",
                received_at=one.received_at, focal_point_id=one.focal_point_id,
            )
            for one in alerts
        ),
        batch_size=2000,
    )  # fmt: skip


def _paged(chance: Random, incidents: list[Incident]) -> None:
    """Page three people for each incident that asks for it; most are answered, and decided."""
    from tocsin.records.models import (
        Acknowledgement,
        Decision,
        Delivery,
        Escalation,
        Ladder,
        LadderVersion,
        Notification,
    )

    ladder = Ladder.objects.create(slug="year", title="Year", priority="P1")
    version = LadderVersion.objects.create(ladder=ladder, number=1, steps={}, published_at=START)
    runs, told, sent, taken, decided = [], [], [], [], []
    for one in incidents:
        if one.priority == "P4":
            continue
        at = one.opened_at
        runs.append(
            Escalation(
                incident=one, version=version, priority=one.priority, state="stopped",
                started_at=at, ended_at=at + 600 * MINUTE, end_reason="year",
            )
        )  # fmt: skip
        told.append(
            Notification(purpose="page", incident=one, priority=one.priority, created_at=at)
        )
        for rung in range(3):
            sent_at = at + rung * 3 * MINUTE + timedelta(seconds=chance.randint(1, 90))
            sent.append(
                Delivery(
                    notification=told[-1], to="", text="Year", priority=one.priority,
                    state="sent", sent_at=sent_at if chance.random() < 0.95 else None,
                    not_after=at + 600 * MINUTE, created_at=at,
                )
            )  # fmt: skip
        if chance.random() < 0.9:
            at += chance.randint(1, 60) * MINUTE
            taken.append(
                Acknowledgement(escalation=runs[-1], via="sms", at=at, until=at + 15 * MINUTE)
            )
            if chance.random() < 0.9:
                at += chance.randint(1, 90) * MINUTE
                decided.append(Decision(incident=one, kind="respond", via="sms", at=at))
    Escalation.objects.bulk_create(runs, batch_size=2000)
    Notification.objects.bulk_create(told, batch_size=2000)
    Delivery.objects.bulk_create(sent, batch_size=2000)
    Acknowledgement.objects.bulk_create(taken, batch_size=2000)
    Decision.objects.bulk_create(decided, batch_size=2000)
