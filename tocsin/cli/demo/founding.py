"""Found the invented district: its posts, people, communities, ladders, gateways and log-ins."""

import hashlib
import json
import secrets
import tomllib
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.db import transaction

from tocsin.actions.gateways import add_gateway
from tocsin.actions.journal import Actor, note
from tocsin.actions.ladders import publish_ladder
from tocsin.actions.people import add_user
from tocsin.cli.demo.background import found_background
from tocsin.cli.demo.kit import found_kit
from tocsin.cli.demo.people import facts_of, found_people
from tocsin.cli.demo.planning import found_planning
from tocsin.cli.demo.radio import found_radio
from tocsin.cli.demo.release import found_addressees
from tocsin.cli.demo.reports import READER_LOG_INS, found_reports
from tocsin.cli.demo.response import found_history
from tocsin.cli.demo.signs import found_signs
from tocsin.domain.ladders import default_ladders
from tocsin.domain.phones import canonical
from tocsin.domain.places import Gazetteer
from tocsin.domain.words import Role
from tocsin.records.models import (
    ApiToken,
    Base,
    Community,
    Duty,
    FocalPoint,
    Ladder,
    Place,
    Responder,
    User,
)
from tocsin.records.queries.clock import database_now
from tocsin.records.sealed import hash_of

FOUNDER = Actor("exercise")
RESPONDERS_FROM = 243_990_000_100
FOCAL_POINTS_FROM = 243_990_000_500
SCOPES = [
    "messages",
    "alerts",
    "incidents",
    "responses",
    "respond",
    "acknowledge",
    "reports",
    "feeds",
    "releases",
    "signs",
]
LOG_INS = (
    ("okello", Role.DUTY_OFFICER),
    ("salima", Role.LIAISON_ASSISTANT),
    ("mpala", Role.COMMANDER),
    ("analyst", Role.ANALYST),
    ("releaser", Role.RELEASING_OFFICER),
    ("second-releaser", Role.RELEASING_OFFICER),
    ("admin", Role.ADMINISTRATOR),
    ("second-admin", Role.ADMINISTRATOR),
    ("auditor", Role.AUDITOR),
    *READER_LOG_INS,
)


@transaction.atomic
def found_district(folder: Path) -> None:
    """Create the district once; a second call finds it there and changes nothing."""
    if Base.objects.exists():
        return
    plan = tomllib.loads((files("tocsin.cli.demo") / "district.toml").read_text(encoding="utf-8"))
    at = database_now()
    places = _places()
    bases = {row["slug"]: _base(row, places) for row in plan["base"]}
    users = _responders(plan["responder"], bases, at=at)
    _communities(plan["community"], bases, places)
    _ladders(at=at)
    secrets_of = _gateways(folder, at=at)
    found_addressees(by=FOUNDER, at=at)
    passwords = {name: _log_in(name, role, users.get(name), at=at) for name, role in LOG_INS}
    found_people(User.objects.get(name="salima"), at=at)
    found_history(User.objects.get(name="salima"), at=at)
    found_planning(User.objects.get(name="okello"), at=at)
    found_signs(User.objects.get(name="salima"), at=at)
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(
        client="demo", token_hash=hashlib.sha256(token.encode()).digest(), scopes=SCOPES
    )
    _keep_secrets(folder, passwords, secrets_of, token)
    found_radio(FOUNDER, at=at)
    found_reports(by=FOUNDER, at=at)
    found_kit(folder, at=at)
    found_background(User.objects.get(name="salima"), at=at)
    note("deployment.founded", Base.objects.earliest("pk"), by=FOUNDER, at=at, exercise=True)


def _places() -> dict[str, Place]:
    rows = Place.objects.bulk_create(
        Place(
            source_id=row.place_id,
            name=row.name,
            alternates=list(row.alternates),
            lat=row.lat,
            lon=row.lon,
            territoire=row.territoire,
            province=row.province,
            pcode=row.pcode,
        )
        for row in Gazetteer.demo().rows
    )
    return {row.name: row for row in reversed(rows)}


def _base(row: dict[str, Any], places: dict[str, Place]) -> Base:
    place = places[row["place"]]
    return Base.objects.create(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        lat=place.lat,
        lon=place.lon,
        strength=row.get("strength"),
        languages=row.get("languages", ["fr"]),
    )


def _responders(
    rows: list[dict[str, Any]], bases: dict[str, Base], *, at: datetime
) -> dict[str, Responder]:
    users = {}
    for position, row in enumerate(rows, start=1):
        number = canonical(f"+{RESPONDERS_FROM + position}").value
        person = Responder.objects.create(
            code=f"R-{position:03}",
            name=row["name"],
            number=number,
            number_hash=hash_of(number),
            language=row["language"],
            base=bases[row["base"]],
            radio_call_sign=row.get("call_sign", ""),
        )
        Duty.objects.create(
            base=person.base,
            function=row["function"],
            responder=person,
            since=at,
            accepted_at=at,
        )
        if "user" in row:
            users[row["user"]] = person
    return users


def _communities(
    rows: list[dict[str, Any]], bases: dict[str, Base], places: dict[str, Place]
) -> None:
    position = 0
    for row in rows:
        place = places[row["place"]]
        community = Community.objects.create(
            code=row["code"],
            name=place.name,
            lat=place.lat,
            lon=place.lon,
            territoire=place.territoire,
            province=place.province,
            base=bases[row["base"]],
            languages=row["languages"],
        )
        for name, language in row["focal_points"]:
            position += 1
            number = canonical(f"+{FOCAL_POINTS_FROM + position}").value
            FocalPoint.objects.create(
                code=f"FP-{position:04}",
                community=community,
                name=name,
                number=number,
                number_hash=hash_of(number),
                language=language,
                grade="B",
                **facts_of(position, number),
            )


def _ladders(*, at: datetime) -> None:
    for priority, plan in default_ladders().items():
        ladder = Ladder.objects.create(
            slug=f"mission-{priority.lower()}",
            title=f"Mission {priority.value}",
            priority=priority.value,
        )
        publish_ladder(ladder, by=FOUNDER, at=at, plan=plan, note="Defaults of a new mission.")


def _gateways(folder: Path, *, at: datetime) -> dict[str, str]:
    secret = {slug: secrets.token_urlsafe(24) for slug in ("phones", "sms")}
    add_gateway(
        slug="phones",
        kind="loopback",
        title="Simulated phones",
        settings={"secret": secret["phones"], "spool": str(folder / "phones.jsonl")},
        schemes=["mail", "tel"],
        rank=10,
        by=FOUNDER,
        at=at,
    )
    add_gateway(
        slug="sms",
        kind="http",
        title="Generic signed intake",
        settings={"secret": secret["sms"]},
        schemes=[],
        rank=20,
        by=FOUNDER,
        at=at,
    )
    add_gateway(
        slug="radio-room",
        kind="radio_log",
        title="Radio room",
        settings={},
        rank=90,
        by=FOUNDER,
        at=at,
    )
    return secret


def _log_in(name: str, role: Role, person: Responder | None, *, at: datetime) -> str:
    password = secrets.token_urlsafe(12)
    add_user(name, password, role, by=FOUNDER, at=at, responder=person)
    return password


def _keep_secrets(
    folder: Path, passwords: dict[str, str], gateways: dict[str, str], token: str
) -> None:
    path = folder / "keys" / "demo"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {"passwords": passwords, "gateways": gateways, "token": token}
    path.write_text(json.dumps(kept), encoding="utf-8")
    path.chmod(0o600)
