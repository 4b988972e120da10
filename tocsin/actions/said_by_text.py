"""What a responder's text says of their base's response, now or of an earlier hour."""

from datetime import datetime

from tocsin.actions.answering import decide
from tocsin.actions.response import open_response, record_update
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local
from tocsin.domain.said_time import hour_said
from tocsin.domain.words import DecisionKind, ResponseState
from tocsin.records.models import Incident, Responder, Response

LEFT = (ResponseState.DEPARTED, ResponseState.ON_SCENE)


def decline(person: Responder, incident: Incident, reason: str, *, at: datetime) -> None:
    """Refuse with a reason; whoever has left already turns back with it."""
    response = _response(person, incident, at=at)
    is_out = response.state in LEFT
    record_update(
        response,
        by=person,
        at=at,
        state=ResponseState.ABORTED if is_out else ResponseState.DECLINED,
        text=reason,
        reason=reason,
        via="sms",
    )


def respond(
    person: Responder, incident: Incident, state: ResponseState, text: str, *, at: datetime
) -> None:
    """Take a step of the response; an hour at the beginning of the text is when it happened."""
    happened_at, rest = hour_said(text, now=local(at))
    if not incident.decisions.filter(kind=DecisionKind.RESPOND).exists():
        decide(incident, by=person, at=at, kind=DecisionKind.RESPOND, reason="", via="sms")
    update(person, incident, state, rest, at=at, happened_at=happened_at)


def update(
    person: Responder,
    incident: Incident,
    state: ResponseState | None,
    text: str,
    *,
    at: datetime,
    happened_at: datetime | None = None,
) -> None:
    record_update(
        _response(person, incident, at=at),
        by=person,
        at=at,
        state=state,
        text=text,
        happened_at=happened_at,
        via="sms",
    )


def _response(person: Responder, incident: Incident, *, at: datetime) -> Response:
    sheet = Sheet(at=at, by=person)
    response = open_response(sheet, incident, by=person, state=ResponseState.ASKED)
    sheet.write()
    return response
