"""What the state of a response does to the runs of its incident, and to what the village is owed."""

from datetime import datetime

from tocsin.actions.live_runs import answerable_runs, keep
from tocsin.actions.nobody_comes import end_gap, open_gap
from tocsin.actions.runs import KEPT, ladder_of, run_of
from tocsin.actions.sheet import Sheet
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.escalation_changes import after_all_failed, after_departure, after_exhaustion
from tocsin.domain.response_words import NonResponse
from tocsin.domain.words import EscalationState, Priority, ResponseState
from tocsin.records.models import Escalation, Incident, Response
from tocsin.records.updating import update_all

ENDS = (ResponseState.DECLINED, ResponseState.ENDED, ResponseState.ABORTED)
# Whoever stands here may still come.
_MAY_COME = (
    ResponseState.ASKED,
    ResponseState.ACCEPTED,
    ResponseState.PREPARING,
    ResponseState.DEPARTED,
    ResponseState.ON_SCENE,
)


def move(
    sheet: Sheet,
    response: Response,
    incident: Incident,
    state: ResponseState,
    *,
    moment: datetime,
    column: str,
    is_open: bool = True,
) -> None:
    """Bring a response into a state, and the runs of its incident with it while that is open."""
    was = ResponseState(response.state)
    response.state = state.value
    if column:
        setattr(response, column, moment)
    response.due_at = None if state in ENDS else due_after(state, incident, sheet.at)
    response.save()
    if not is_open:
        return
    rows = answerable_runs(incident)
    for row in rows:
        if state is ResponseState.DEPARTED:
            keep(sheet, row, after_departure(ladder_of(row.version), run_of(row), at=sheet.at).run)
    if state in (ResponseState.DEPARTED, ResponseState.ON_SCENE):
        end_gap(sheet, incident, reason="somebody_left")
    elif state in (ResponseState.DECLINED, ResponseState.ABORTED) and not _others(response):
        _refused(sheet, response, incident, rows, was_asked=was is ResponseState.ASKED)
    update_all(rows, KEPT)


def due_after(state: ResponseState, incident: Incident, at: datetime) -> datetime | None:
    """Return when the next word of a response is due; None when nobody promised one."""
    if state in ENDS:
        return None
    is_away = state in (ResponseState.DEPARTED, ResponseState.ON_SCENE)
    length = allowed(Clock.PROGRESS if is_away else Clock.ACT, Priority(incident.priority))
    return at + length if length else None


def _refused(
    sheet: Sheet,
    response: Response,
    incident: Incident,
    rows: list[Escalation],
    *,
    was_asked: bool,
) -> None:
    is_lost = False
    for row in rows:
        ladder, run = ladder_of(row.version), run_of(row)
        if was_asked and run.state in (EscalationState.ARMED, EscalationState.PAGING):
            # One of those called said no; others have not answered yet, and are called now.
            keep(sheet, row, after_all_failed(ladder, run, sheet.at).run)
            continue
        keep(sheet, row, after_exhaustion(ladder, run, at=sheet.at).run)
        is_lost = True
    if is_lost:
        open_gap(sheet, incident, why=NonResponse(response.why_not), note="", since=sheet.at)


def _others(response: Response) -> bool:
    return (
        Response.objects.filter(
            incident=response.incident, ended_at__isnull=True, state__in=_MAY_COME
        )
        .exclude(pk=response.pk)
        .exists()
    )
