"""Rows for tests: typed functions with good defaults; a test names only what it is about."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count

from django.contrib.auth.hashers import make_password

from tocsin.actions.journal import Actor
from tocsin.actions.ladders import publish_ladder
from tocsin.actions.triage import triage_messages
from tocsin.domain.ladders import Ladder as Plan
from tocsin.domain.ladders import default_ladders
from tocsin.domain.phones import canonical
from tocsin.domain.reading.result import PlaceMention, PlaceRole, Reading, ScoredKind
from tocsin.domain.words import (
    BaseKind,
    CallBackState,
    DutyFunction,
    Kind,
    MessageKind,
    MessageState,
    Priority,
    Role,
)
from tocsin.records.models import (
    Area,
    Assignment,
    Base,
    CallBack,
    Community,
    Duty,
    FocalPoint,
    Gateway,
    Incident,
    Ladder,
    LadderVersion,
    Message,
    Place,
    Responder,
    User,
)
from tocsin.records.queries.clock import database_now
from tocsin.records.sealed import hash_of

PASSWORD = "four quiet words here"
SECRET = "a secret of the exercise"
_numbers = count(1)


def phone_number(place: int) -> str:
    """Return a number of the invented range; the first hundred belong to villagers."""
    return f"+243990000{place:03d}"


def make_area(name: str = "Mpala territory", *, parent: Area | None = None) -> Area:
    return Area.objects.create(name=name, parent=parent)


def make_base(
    name: str = "Mpala",
    *,
    kind: BaseKind = BaseKind.BASE,
    lat: float = -1.20,
    lon: float = 29.40,
    area: Area | None = None,
) -> Base:
    slug = name.lower().replace(" ", "-")
    return Base.objects.create(slug=slug, name=name, kind=kind.value, lat=lat, lon=lon, area=area)


def make_community(
    name: str,
    base: Base,
    *,
    lat: float = -1.10,
    lon: float = 29.45,
    area: Area | None = None,
    code: str = "",
) -> Community:
    """Make a community and the place of the gazetteer that carries its name."""
    slug = name.lower()
    Place.objects.create(source_id=f"test:{slug}", name=name, lat=lat, lon=lon)
    return Community.objects.create(
        code=code or f"C-{slug}", name=name, lat=lat, lon=lon, base=base, area=area or base.area
    )


def make_focal_point(
    code: str,
    community: Community,
    *,
    name: str,
    number: str,
    language: str = "sw",
    grade: str = "B",
) -> FocalPoint:
    return FocalPoint.objects.create(
        code=code,
        community=community,
        name=name,
        number=number,
        number_hash=hash_of(canonical(number).value),
        language=language,
        grade=grade,
    )


def make_responder(
    code: str, base: Base, *, name: str, number: str, language: str = "fr", call_sign: str = ""
) -> Responder:
    return Responder.objects.create(
        code=code,
        base=base,
        name=name,
        number=number,
        number_hash=hash_of(canonical(number).value),
        language=language,
        radio_call_sign=call_sign,
    )


def make_user(
    name: str, role: Role, *, area: Area | None = None, responder: Responder | None = None
) -> User:
    """Make an account with PASSWORD. With `area` the role is held there only."""
    user = User.objects.create(name=name, password=make_password(PASSWORD), responder=responder)
    Assignment.objects.create(user=user, role=role.value, area=area)
    return user


def make_duty(
    responder: Responder,
    function: DutyFunction,
    *,
    base: Base | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    is_accepted: bool = True,
) -> Duty:
    start = since or database_now() - timedelta(hours=1)
    return Duty.objects.create(
        base=base or responder.base,
        function=function.value,
        responder=responder,
        since=start,
        until=until,
        accepted_at=start if is_accepted else None,
    )


def make_gateway(
    slug: str = "phones",
    *,
    kind: str = "loopback",
    title: str = "",
    spool: str = "",
    rank: int = 10,
) -> Gateway:
    return Gateway.objects.create(
        slug=slug,
        kind=kind,
        title=title or slug.capitalize(),
        settings=json.dumps({"secret": SECRET, "spool": spool}),
        rank=rank,
        schemes=["tel"],
    )


def make_ladder(
    priority: Priority = Priority.P1, *, base: Base | None = None, plan: Plan | None = None
) -> LadderVersion:
    """Make a ladder with its first version: the defaults of a new mission, or `plan`."""
    slug = f"{base.slug if base else 'mission'}-{priority.lower()}"
    ladder = Ladder.objects.create(
        slug=slug, title=f"Ladder {slug}", priority=priority.value, base=base
    )
    steps = plan or default_ladders()[priority]
    return publish_ladder(ladder, by=_founder(), at=database_now(), plan=steps, note="first")


def make_message(
    text: str = "Watu wenye silaha wako hapa",
    *,
    gateway: Gateway | None = None,
    focal_point: FocalPoint | None = None,
    sender: str = "",
    kind: MessageKind = MessageKind.SMS,
    state: MessageState = MessageState.RECEIVED,
    received_at: datetime | None = None,
) -> Message:
    """Make a stored message that nobody has read, as intake leaves it."""
    number = focal_point.number if focal_point else sender or phone_number(900)
    return Message.objects.create(
        gateway=gateway or Gateway.objects.first() or make_gateway(),
        external_id=f"made-{next(_numbers)}",
        kind=kind.value,
        sender=number,
        sender_hash=hash_of(canonical(number).value),
        text=text,
        received_at=received_at or database_now(),
        state=state.value,
        focal_point=focal_point,
    )


def make_reading(
    kind: Kind = Kind.ATTACK,
    priority: Priority | None = Priority.P1,
    *,
    is_alert: bool = True,
    place: Place | None = None,
    language: str = "sw",
    **more: object,
) -> Reading:
    """Make a reading as the machine gives it; `place` is where it happens, surely."""
    places = () if place is None else (_mention(place),)
    facts: dict[str, object] = {"language_score": 0.9, "alert_score": 0.9, "places": places, **more}
    return Reading(
        language=language,
        kind=kind,
        kinds=(ScoredKind(kind, 0.9),),
        is_alert=is_alert,
        priority=priority,
        **facts,  # type: ignore[arg-type]  # the caller names fields of Reading
    )


def read(readings: Mapping[Message, Reading], *, at: datetime | None = None) -> None:
    """Let the line judge messages as the engine does once they are read."""
    triage_messages(
        {message.pk: reading for message, reading in readings.items()}, at=at or database_now()
    )


def make_incident(
    focal_point: FocalPoint,
    text: str = "Wanashambulia kijiji sasa",
    *,
    kind: Kind = Kind.ATTACK,
    priority: Priority = Priority.P1,
) -> Incident:
    """Let a focal point's words become an incident, by the line's own actions."""
    message = make_message(text, focal_point=focal_point)
    place = Place.objects.filter(name=focal_point.community.name).first()
    read({message: make_reading(kind, priority, place=place)})
    return Incident.objects.get(
        alert_links__alert__message_links__message=message,
        alert_links__unlinked_at=None,
        alert_links__is_suggestion=False,
    )


def make_call_back(
    focal_point: FocalPoint, *, due_in: timedelta = timedelta(minutes=3)
) -> CallBack:
    """Make a missed call that waits to be returned."""
    now = database_now()
    message = make_message(
        "", focal_point=focal_point, kind=MessageKind.MISSED_CALL, state=MessageState.CALL_BACK
    )
    return CallBack.objects.create(
        message=message,
        community=focal_point.community,
        priority=Priority.P2.value,
        state=CallBackState.DUE.value,
        due_at=now + due_in,
        escalate_at=now + due_in + timedelta(minutes=7),
    )


def _mention(place: Place) -> PlaceMention:
    return PlaceMention(
        surface=place.name,
        role=PlaceRole.WHERE,
        score=0.95,
        accepted=True,
        place_id=place.source_id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
    )


def _founder() -> Actor:
    return Actor("test")
