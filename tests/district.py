"""The district of the stories: two bases, the room above them, two villages, everybody on duty.

Founded anew for each story, so it is written in few statements; `tests/cast.py` is the smaller
world of the pages.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.make import phone_number
from tocsin.actions.journal import Actor
from tocsin.actions.ladders import publish_ladder
from tocsin.domain.ladders import Ladder as Plan
from tocsin.domain.ladders import default_ladders
from tocsin.domain.places import PlaceRow
from tocsin.domain.words import BaseKind, DutyFunction, Priority, Role
from tocsin.records.models import (
    Assignment,
    Base,
    Community,
    Duty,
    FocalPoint,
    Gateway,
    Ladder,
    Place,
    Responder,
    User,
)
from tocsin.records.sealed import hash_of

KASENGA, MIREMBE = (0.62, 29.46), (-0.84, 29.21)

# name: kind, point
POSTS = {
    "mpala": (BaseKind.BASE, (0.58, 29.47)),
    "tembo": (BaseKind.BASE, (-0.80, 29.25)),
    "operations-room": (BaseKind.OPERATIONS_ROOM, (-1.68, 29.22)),
    "police-kasenga": (BaseKind.POLICE_POST, (0.63, 29.45)),
}
# name: post, function, language
RESPONDERS = {
    "okello": ("operations-room", DutyFunction.DUTY_OFFICER, "en"),
    "mireille": ("operations-room", DutyFunction.HEAD_OF_OFFICE, "fr"),
    "anil": ("mpala", DutyFunction.DUTY_OFFICER, "en"),
    "rafiq": ("mpala", DutyFunction.COMMANDER, "en"),
    "grace": ("mpala", DutyFunction.DEPUTY, "fr"),
    "salima": ("mpala", DutyFunction.LIAISON_ASSISTANT, "fr"),
    "chandra": ("tembo", DutyFunction.DUTY_OFFICER, "en"),
    "leila": ("tembo", DutyFunction.COMMANDER, "fr"),
    "felix": ("police-kasenga", DutyFunction.POLICE, "fr"),
}
# name: community, language
VILLAGERS = {
    "amani": ("kasenga", "fr"),
    "neema": ("kasenga", "sw"),
    "zawadi": ("kasenga", "sw"),
    "furaha": ("mirembe", "fr"),
    "juma": ("mirembe", "sw"),
}
LOG_INS = {
    "okello": Role.DUTY_OFFICER,
    "salima": Role.LIAISON_ASSISTANT,
    "rafiq": Role.COMMANDER,
}
# slug: kind, rank, what it carries
GATEWAYS = {
    "phones": ("loopback", 10, ["tel"]),
    "modem": ("loopback", 20, ["tel"]),
    "radio-room": ("radio_log", 90, ["radio"]),
}


@dataclass(frozen=True, slots=True)
class District:
    """Everybody by first name in lower case; posts and carriers by slug, communities by code."""

    bases: dict[str, Base]
    communities: dict[str, Community]
    responders: dict[str, Responder]
    focal_points: dict[str, FocalPoint]
    users: dict[str, User]
    gateways: dict[str, Gateway]


def villages() -> list[PlaceRow]:
    """Return the two villages as the reader must know them, beside the demo list."""
    return [
        PlaceRow(f"test-{name.lower()}", name, lat, lon)
        for name, (lat, lon) in (("Kasenga", KASENGA), ("Mirembe", MIREMBE))
    ]


def found_district(at: datetime) -> District:
    """Write the district down: everybody has been on duty for a day, the ladders are the defaults."""
    bases = {slug: _base(slug, *about) for slug, about in POSTS.items()}
    Base.objects.bulk_create(bases.values())
    Place.objects.bulk_create(
        Place(source_id=row.place_id, name=row.name, lat=row.lat, lon=row.lon) for row in villages()
    )
    communities = {
        "kasenga": _community("kasenga", KASENGA, bases["mpala"]),
        "mirembe": _community("mirembe", MIREMBE, bases["tembo"]),
    }
    Community.objects.bulk_create(communities.values())
    responders = {
        name: _responder(position, name, bases)
        for position, name in enumerate(RESPONDERS, start=101)
    }
    Responder.objects.bulk_create(responders.values())
    _put_on_duty(responders, since=at - timedelta(days=1))
    focal_points = {
        name: _focal_point(position, name, communities)
        for position, name in enumerate(VILLAGERS, start=501)
    }
    FocalPoint.objects.bulk_create(focal_points.values())
    gateways = {slug: _gateway(slug) for slug in GATEWAYS}
    Gateway.objects.bulk_create(gateways.values())
    _publish_ladders(at)
    return District(bases, communities, responders, focal_points, _users(responders), gateways)


def _base(slug: str, kind: BaseKind, point: tuple[float, float]) -> Base:
    return Base(slug=slug, name=slug.title(), kind=kind.value, lat=point[0], lon=point[1])


def _community(code: str, point: tuple[float, float], base: Base) -> Community:
    return Community(
        code=code, name=code.title(), lat=point[0], lon=point[1], base=base, languages=["sw", "fr"]
    )


def _responder(position: int, name: str, bases: dict[str, Base]) -> Responder:
    post, _, language = RESPONDERS[name]
    number = phone_number(position)
    return Responder(
        code=f"R-{position}",
        name=f"{name.title()} Mfano",
        number=number,
        number_hash=hash_of(number),
        language=language,
        base=bases[post],
    )


def _put_on_duty(responders: dict[str, Responder], *, since: datetime) -> None:
    Duty.objects.bulk_create(
        Duty(
            base=person.base,
            function=RESPONDERS[name][1].value,
            responder=person,
            since=since,
            accepted_at=since,
        )
        for name, person in responders.items()
    )


def _focal_point(position: int, name: str, communities: dict[str, Community]) -> FocalPoint:
    home, language = VILLAGERS[name]
    number = phone_number(position)
    return FocalPoint(
        code=f"FP-{position:04}",
        community=communities[home],
        name=f"{name.title()} Kijiji",
        number=number,
        number_hash=hash_of(number),
        language=language,
        grade="B",
    )


def _gateway(slug: str) -> Gateway:
    kind, rank, schemes = GATEWAYS[slug]
    settings = '{"secret": "a secret of the stories"}' if kind == "loopback" else "{}"
    return Gateway(slug=slug, kind=kind, title=slug, settings=settings, rank=rank, schemes=schemes)


def _publish_ladders(at: datetime) -> None:
    plans = {**default_ladders(), Priority.P1: _one_after_another()}
    for priority, plan in plans.items():
        ladder = Ladder.objects.create(
            slug=f"mission-{priority.lower()}", title=priority.value, priority=priority.value
        )
        publish_ladder(ladder, by=Actor("test"), at=at, plan=plan)


def _one_after_another() -> Plan:
    """The commander one rung above the duty officer, so that a story can watch the climb."""
    plan = default_ladders()[Priority.P1]
    first, second = plan.steps[0], plan.steps[1]
    commander = tuple(t for t in first.targets if t.function is DutyFunction.COMMANDER)
    deputy = tuple(t for t in second.targets if t.function is DutyFunction.DEPUTY)
    others = tuple(t for t in first.targets if t not in commander)
    rungs = (replace(first, targets=others), replace(second, targets=commander + deputy))
    return replace(plan, steps=(*rungs, *plan.steps[2:]))


def _users(responders: dict[str, Responder]) -> dict[str, User]:
    # Nobody logs in with a password in a story: hashing one takes longer than the story.
    users = {name: User(name=name, password="!", responder=responders[name]) for name in LOG_INS}
    User.objects.bulk_create(users.values())
    Assignment.objects.bulk_create(
        Assignment(user=users[name], role=role.value) for name, role in LOG_INS.items()
    )
    return users
