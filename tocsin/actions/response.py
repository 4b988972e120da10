"""What a base undertook for an incident, and what was said about any response since."""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.incidents_open import locked, still_open
from tocsin.actions.response_moves import ENDS, due_after, move
from tocsin.actions.response_said import Word, checked
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import RESPONSE_NOT_POSSIBLE
from tocsin.domain.response import actor_of, may_become, may_fill, next_look
from tocsin.domain.words import BaseKind, IncidentLife, Priority, ResponseState
from tocsin.records.models import (
    Base,
    Incident,
    Responder,
    Response,
    ResponseUpdate,
    User,
)

MOMENTS = {
    ResponseState.ASKED: "asked_at",
    ResponseState.ACCEPTED: "accepted_at",
    ResponseState.PREPARING: "preparing_at",
    ResponseState.DEPARTED: "departed_at",
    ResponseState.ON_SCENE: "on_scene_at",
    ResponseState.ENDED: "ended_at",
}


@transaction.atomic
def ask_response(incident: Incident, base: Base, *, by: User, at: datetime) -> Response:
    """Ask a base to go. Asking twice returns the response that is open."""
    incident = still_open(incident)
    sheet = Sheet(at=at, by=by)
    response = open_response(sheet, incident, by=by, base=base, state=ResponseState.ASKED)
    sheet.announce(f"incident:{incident.number}", "wake:clock")
    sheet.write()
    return response


def open_response(
    sheet: Sheet,
    incident: Incident,
    *,
    by: User | Responder,
    state: ResponseState,
    base: Base | None = None,
) -> Response:
    """Return the open response of a base, putting a new one on the sheet when there is none."""
    responder = by.responder if isinstance(by, User) else by
    base = base or (responder.base if responder else incident.base)
    if base is None:
        raise Problem(RESPONSE_NOT_POSSIBLE, code=incident.code, state=state.value)
    known = incident.responses.filter(base=base, ended_at__isnull=True).first()
    if known is not None:
        if state is not ResponseState.ASKED and may_become(ResponseState(known.state), state):
            move(sheet, known, incident, state, moment=sheet.at, column=MOMENTS[state])
        return known
    response = sheet.add(
        Response(
            incident=incident,
            base=base,
            actor=actor_of(BaseKind(base.kind)).value,
            state=state.value,
            asked_at=sheet.at,
            accepted_at=sheet.at if state is ResponseState.ACCEPTED else None,
            due_at=due_after(state, incident, sheet.at),
            look_at=next_look(state, Priority(incident.priority), last_word_at=sheet.at),
        )
    )
    sheet.note("response.opened", response, incident=incident, base=base.slug, state=state.value)
    return response


def record_update(
    response: Response,
    *,
    by: User | Responder,
    at: datetime,
    state: ResponseState | None,
    text: str = "",
    happened_at: datetime | None = None,
    via: str = "page",
    reason: str = "",
) -> ResponseUpdate:
    """Write down a plain word about a response: `record` with the usual facts."""
    word = Word(state=state, text=text, happened_at=happened_at, via=via, reason=reason)
    return record(response, by=by, at=at, word=word)


@transaction.atomic
def record(response: Response, *, by: User | Responder, at: datetime, word: Word) -> ResponseUpdate:
    """Write down what was said about a response, when it happened and when we heard.

    A departure ends the chase for one. A refusal while people are still being called hurries the
    next rung; one by the last that somebody counted on opens a protection gap, makes the run loud
    and owes the village the truth. A moment that was left out may be filled in late, also after
    the incident was closed. Raises Problem for what contradicts what is known.
    """
    incident = locked(response.incident)
    response = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    word = checked(response, word)
    sheet = Sheet(at=at, by=by)
    moment = word.happened_at or at
    update = sheet.add(
        ResponseUpdate(
            response=response,
            state=word.state.value if word.state else "",
            text=word.text,
            happened_at=moment,
            recorded_at=at,
            responder=by if isinstance(by, Responder) else by.responder,
            user=by if isinstance(by, User) else None,
            via=word.via,
        )
    )
    _take(sheet, response, incident, word, moment=moment)
    sheet.note(
        "response.updated",
        response,
        incident=incident,
        happened_at=moment,
        state=update.state,
        via=word.via,
        why_not=response.why_not if word.why_not else "",
        result=word.result.value if word.result else "",
    )
    sheet.announce(f"incident:{incident.number}", "wake:clock", "wake:feedback")
    sheet.write()
    return update


@transaction.atomic
def agree_check_in(response: Response, minutes: int | None, *, by: User, at: datetime) -> None:
    """Agree with the team how often it speaks; None goes back to the clock of the priority."""
    response = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    sheet = Sheet(at=at, by=by)
    response.check_minutes = minutes
    _look_again(response, response.incident, at=response.last_word_at or at)
    response.save()
    sheet.note("response.check_in_agreed", response, incident=response.incident, minutes=minutes)
    sheet.announce(f"incident:{response.incident.number}", "wake:clock")
    sheet.write()


def _take(
    sheet: Sheet, response: Response, incident: Incident, word: Word, *, moment: datetime
) -> None:
    for name in ("why_not", "type", "result"):
        if code := getattr(word, name):
            setattr(response, name, code.value)
    response.observed = word.observed or response.observed
    response.reason = word.reason or response.reason
    response.last_word_at, response.quiet = sheet.at, ""
    state, now = word.state, ResponseState(response.state)
    column = MOMENTS.get(state, "ended_at" if state in ENDS else "") if state else ""
    if state is None or state is now:
        pass
    elif may_become(now, state):
        # Whoever spoke is a live team, whatever became of the incident meanwhile.
        is_open = incident.life in (IncidentLife.OPEN, IncidentLife.STABLE)
        move(sheet, response, incident, state, moment=moment, column=column, is_open=is_open)
    elif may_fill(now, state, is_told=bool(getattr(response, column, None))):
        setattr(response, column, moment)
    else:
        raise Problem(RESPONSE_NOT_POSSIBLE, code=incident.code, state=state.value)
    _look_again(response, incident, at=sheet.at)
    response.save()


def _look_again(response: Response, incident: Incident, *, at: datetime) -> None:
    state = ResponseState(response.state)
    every = timedelta(minutes=response.check_minutes) if response.check_minutes else None
    response.look_at = next_look(state, Priority(incident.priority), last_word_at=at, every=every)
    is_away = state in (ResponseState.DEPARTED, ResponseState.ON_SCENE)
    response.due_at = response.look_at if is_away else due_after(state, incident, at)
