"""The operations on responses: what was undertaken, and the words that another system passes on."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from tocsin.actions.response import record
from tocsin.actions.response_said import Word
from tocsin.actions.undertaking import Undertaking, record_undertaking
from tocsin.api.auth import Token, client_of
from tocsin.api.persons import person_for
from tocsin.api.reading import Moment
from tocsin.api.resources import one_incident, visible
from tocsin.api.said import response_out
from tocsin.api.shapes import ResponseOut
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.problems.people import FIELD_WRONG
from tocsin.domain.response_words import (
    NonResponse,
    ResponseActor,
    ResponseResult,
    ResponseType,
)
from tocsin.domain.words import ResponseState
from tocsin.records.models import Base, Response
from tocsin.records.queries.clock import database_now

router = Router()


class WordIn(Schema):
    """What was said. `user` is the name of the person in whose name it is recorded."""

    user: str
    state: ResponseState | None = None
    text: str = ""
    happened_at: Moment | None = None
    why_not: NonResponse | None = None
    type: ResponseType | None = None
    result: ResponseResult | None = None
    observed: str = ""


class UndertakingIn(WordIn):
    """A response of an actor: `base` is a slug and is needed for the mission's own force."""

    actor: ResponseActor
    base: str | None = None
    partner: str = ""


@router.get("/responses/{response_id}", response=ResponseOut, auth=Token("responses"))
def response(request: HttpRequest, response_id: UUID) -> ResponseOut:
    """Return one response with its times, its reason or its result."""
    return response_out(_one(request, response_id))


@router.post("/responses/{response_id}/words", response=ResponseOut, auth=Token("respond"))
def word(request: HttpRequest, response_id: UUID, body: WordIn) -> ResponseOut:
    """Record what was said about a response, now or late, in the name of a person."""
    row, now = _one(request, response_id), database_now()
    person = person_for(body.user, Right.RECORD_RESPONSE, row.incident)
    record(row, by=person, at=now, word=_word(request, body, now))
    row.refresh_from_db()
    return response_out(row)


@router.post("/incidents/{number}/responses", response=ResponseOut, auth=Token("respond"))
def undertake(request: HttpRequest, number: int, body: UndertakingIn) -> ResponseOut:
    """Record that somebody acts: a base, a partner, or the community itself."""
    incident, now = one_incident(request, number), database_now()
    person = person_for(body.user, Right.RECORD_RESPONSE, incident)
    base = Base.objects.filter(slug=body.base, closed_at=None).first() if body.base else None
    if body.base and base is None:
        raise Problem(FIELD_WRONG, field="base", why="unknown")
    who = Undertaking(actor=body.actor, base=base, partner=body.partner, type=body.type)
    row = record_undertaking(incident, who, by=person, at=now, word=_word(request, body, now))
    return response_out(row)


def _word(request: HttpRequest, body: WordIn, now: datetime) -> Word:
    if body.happened_at and body.happened_at > now:
        raise Problem(FIELD_WRONG, field="happened_at", why="in_the_future")
    return Word(
        state=body.state,
        text=body.text,
        happened_at=body.happened_at,
        via=f"api:{client_of(request).client}",
        why_not=body.why_not,
        type=body.type,
        result=body.result,
        observed=body.observed,
    )


def _one(request: HttpRequest, key: UUID) -> Response:
    rows = Response.objects.filter(pk=key, incident__in=visible(request))
    row = rows.select_related("incident", "base").first()
    if row is None:
        raise Problem(NOT_FOUND)
    return row
