"""What others do: partners, authorities, and the community's own protection; what a patrol brings home."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from tocsin.actions.incidents_open import locked
from tocsin.actions.response import record
from tocsin.actions.response_said import Word
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import RESPONSE_NOT_POSSIBLE
from tocsin.domain.response_words import ResponseActor, ResponseType
from tocsin.domain.words import ResponseState
from tocsin.records.models import (
    Base,
    Community,
    Debrief,
    Incident,
    Responder,
    Response,
    User,
)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Who acts, for a response that is no base's own: an actor, and who exactly in words."""

    actor: ResponseActor
    base: Base | None = None
    community: Community | None = None
    partner: str = ""
    type: ResponseType | None = None


@dataclass(frozen=True, slots=True)
class BroughtHome:
    """What a patrol tells when it is back; empty and None: not said."""

    people: int | None = None
    vehicles: int | None = None
    road_km: float | None = None
    women_met: int | None = None
    men_met: int | None = None
    seen: str = ""
    said: str = ""
    road: str = ""
    needs: str = ""
    follow_up: str = ""


@transaction.atomic
def record_undertaking(
    incident: Incident,
    who: Undertaking,
    *,
    by: User | Responder,
    at: datetime,
    word: Word,
) -> Response:
    """Write down what a partner or the community itself does or did, late or at once.

    The community's own action counts as protection: it is a response like any other.
    """
    incident = locked(incident)
    if who.actor is ResponseActor.MISSION_FORCE and who.base is None:
        raise Problem(RESPONSE_NOT_POSSIBLE, code=incident.code, state=who.actor.value)
    sheet = Sheet(at=at, by=by)
    is_own = who.actor is ResponseActor.COMMUNITY
    response = sheet.add(
        Response(
            incident=incident,
            base=who.base,
            community=who.community or (incident.community if is_own else None),
            partner=who.partner,
            actor=who.actor.value,
            type=who.type.value if who.type else "",
            asked_at=word.happened_at or at,
        )
    )
    sheet.note("response.opened", response, incident=incident, actor=who.actor.value, state="asked")
    sheet.announce(f"incident:{incident.number}")
    sheet.write()
    if word.state not in (None, ResponseState.ASKED) or word.text:
        record(response, by=by, at=at, word=word)
    response.refresh_from_db()
    return response


@transaction.atomic
def record_debrief(
    response: Response, told: BroughtHome, *, by: User | Responder, at: datetime
) -> Debrief:
    """Write down what the patrol brought home, in the record of its response; again to correct it.

    Raises Problem for a response of which nobody ever left.
    """
    response = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if response.departed_at is None and response.on_scene_at is None:
        code = response.incident.code
        raise Problem(RESPONSE_NOT_POSSIBLE, code=code, state="debriefed")
    facts = {one.name: getattr(told, one.name) for one in fields(told)}
    is_user = isinstance(by, User)
    who = {"by_user": by if is_user else None, "by_responder": None if is_user else by}
    debrief, is_new = Debrief.objects.update_or_create(
        response=response, defaults={**facts, **who, "at": at}
    )
    sheet = Sheet(at=at, by=by)
    verb = "response.debriefed" if is_new else "response.debrief_corrected"
    sheet.note(verb, response, incident=response.incident)
    sheet.announce(f"incident:{response.incident.number}")
    sheet.write()
    return debrief
