"""What a base undertook for an incident, and what it said since."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.debts import owe_first_news
from tocsin.actions.incidents_open import still_open
from tocsin.actions.live_runs import answerable_runs, keep
from tocsin.actions.runs import KEPT, ladder_of, run_of
from tocsin.actions.sheet import Sheet
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.escalation_changes import after_all_failed, after_departure, after_exhaustion
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import RESPONSE_NOT_POSSIBLE
from tocsin.domain.words import EscalationState, Priority, ResponseState
from tocsin.records.models import (
    Base,
    Escalation,
    Incident,
    Responder,
    Response,
    ResponseUpdate,
    User,
)

ENDS = (ResponseState.DECLINED, ResponseState.ENDED, ResponseState.ABORTED)
# From which state a word of a patrol may follow; anything can be said late, nothing can be unsaid.
MOMENTS = {
    ResponseState.DEPARTED: "departed_at",
    ResponseState.ON_SCENE: "on_scene_at",
    ResponseState.ENDED: "ended_at",
    ResponseState.DECLINED: "ended_at",
    ResponseState.ABORTED: "ended_at",
}


@transaction.atomic
def ask_response(incident: Incident, base: Base, *, by: User, at: datetime) -> Response:
    """Ask a base to go. Asking twice returns the response that is open."""
    incident = still_open(incident)
    sheet = Sheet(at=at, by=by)
    response = open_response(sheet, incident, by=by, base=base, state=ResponseState.ASKED)
    sheet.announce(f"incident:{incident.number}")
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
        return known
    response = sheet.add(
        Response(
            incident=incident,
            base=base,
            state=state.value,
            asked_at=sheet.at,
            due_at=_due(Clock.ACT, incident, sheet.at),
        )
    )
    sheet.note("response.opened", response, incident=incident, base=base.slug, state=state.value)
    return response


@transaction.atomic
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
    """Write down what was said about a response, when it happened and when we heard.

    `state` None is news that changes nothing. A departure ends the chase for one. A refusal while
    people are still being called hurries the next rung; one by the last base that somebody counted
    on makes the run loud and owes the village the truth.
    """
    incident = still_open(response.incident)
    response = Response.objects.select_for_update().get(pk=response.pk)
    sheet = Sheet(at=at, by=by)
    moment = happened_at or at
    update = sheet.add(
        ResponseUpdate(
            response=response,
            state=state.value if state else "",
            text=text,
            happened_at=moment,
            recorded_at=at,
            responder=by if isinstance(by, Responder) else by.responder,
            user=by if isinstance(by, User) else None,
            via=via,
        )
    )
    if state is not None:
        _move(sheet, response, incident, state, moment=moment, reason=reason)
    sheet.note(
        "response.updated",
        response,
        incident=incident,
        happened_at=moment,
        state=update.state,
        via=via,
    )
    sheet.announce(f"incident:{incident.number}", "wake:clock", "wake:feedback")
    sheet.write()
    return update


def _move(
    sheet: Sheet,
    response: Response,
    incident: Incident,
    state: ResponseState,
    *,
    moment: datetime,
    reason: str,
) -> None:
    was_asked = response.state == ResponseState.ASKED
    response.state, response.reason = state.value, reason or response.reason
    if column := MOMENTS.get(state):
        setattr(response, column, moment)
    response.due_at = None if state in ENDS else _due(Clock.PROGRESS, incident, sheet.at)
    response.save()
    rows = answerable_runs(incident)
    for row in rows:
        ladder = ladder_of(row.version)
        if state is ResponseState.DEPARTED:
            keep(sheet, row, after_departure(ladder, run_of(row), at=sheet.at).run)
        elif state in (ResponseState.DECLINED, ResponseState.ABORTED) and not _others(response):
            _refused(sheet, row, was_asked=was_asked)
    Escalation.objects.bulk_update(rows, KEPT)


def _refused(sheet: Sheet, row: Escalation, *, was_asked: bool) -> None:
    ladder, run = ladder_of(row.version), run_of(row)
    if was_asked and run.state in (EscalationState.ARMED, EscalationState.PAGING):
        # One of those called said no; others have not answered yet, and the next are called now.
        keep(sheet, row, after_all_failed(ladder, run, sheet.at).run)
        return
    keep(sheet, row, after_exhaustion(ladder, run, at=sheet.at).run)
    owe_first_news(sheet, row.incident, nobody_comes=True)


def _others(response: Response) -> bool:
    return (
        Response.objects.filter(incident=response.incident, ended_at__isnull=True)
        .exclude(pk=response.pk)
        .exists()
    )


def _due(clock: Clock, incident: Incident, at: datetime) -> datetime | None:
    length = allowed(clock, Priority(incident.priority))
    return at + length if length else None
