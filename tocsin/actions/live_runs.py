"""The runs of an incident that have not ended: lock them, end them, give them back."""

from datetime import datetime

from tocsin.actions.delivery import cancel_pages
from tocsin.actions.runs import KEPT, put, run_of
from tocsin.actions.sheet import Sheet
from tocsin.domain.escalation import Run
from tocsin.domain.escalation_changes import Lapse, after_stop
from tocsin.domain.words import EscalationState
from tocsin.records.models import Acknowledgement, Delivery, Escalation, Incident, Responder
from tocsin.records.updating import update_all


def live_runs(incident: Incident) -> list[Escalation]:
    """Lock and return the runs of an incident that have not ended."""
    return list(
        incident.escalations.select_for_update(of=("self",))
        .filter(ended_at__isnull=True)
        .select_related("version", "incident__base", "incident__community")
    )


def stop_escalations(sheet: Sheet, incident: Incident, *, reason: str) -> None:
    """End every live run of an incident with a reason, and the pages still on their way."""
    rows = list(incident.escalations.select_for_update().filter(ended_at__isnull=True))
    for row in rows:
        put(row, after_stop(run_of(row), reason=reason).run)
        end_run(sheet, row, reason=reason)
    update_all(rows, KEPT)
    cancel_pages(incident.pk, at=sheet.at)


def end_run(sheet: Sheet, row: Escalation, *, reason: str) -> None:
    """End a run with its reason; the caller saves the row."""
    row.ended_at, row.end_reason, row.next_step_at = sheet.at, reason, None
    sheet.note("escalation.ended", row, incident=row.incident, reason=reason)


def lapse_acknowledgements(row: Escalation, *, at: datetime, why: Lapse) -> int:
    """End what is held of a run; return the rung at which the last holder had been paged."""
    held = list(row.acknowledgements.filter(ended_at__isnull=True).order_by("at"))
    Acknowledgement.objects.filter(pk__in=[a.pk for a in held]).update(
        ended_at=at, end_reason=why.value
    )
    last = held[-1] if held else None
    return rung_of(row, last.responder) if last and last.responder else 0


def rung_of(row: Escalation, responder: Responder) -> int:
    """Return the rung at which this person was last paged in this run, 0 when never."""
    last = (
        Delivery.objects.filter(notification__firing__escalation=row, responder=responder)
        .order_by("-created_at")
        .values_list("notification__firing__step", flat=True)
        .first()
    )
    return last or 0


def answerable_runs(incident: Incident) -> list[Escalation]:
    """Lock and return the runs that news can still move: the live ones, or else the last satisfied.

    A patrol that turns back after it left, or an incident that rises, must find somebody answerable.
    """
    rows = live_runs(incident)
    if rows:
        return rows
    return list(
        incident.escalations.select_for_update(of=("self",))
        .filter(state=EscalationState.SATISFIED)
        .select_related("version", "incident__base", "incident__community")
        .order_by("-started_at")[:1]
    )


def keep(sheet: Sheet, row: Escalation, run: Run) -> None:
    """Copy a decided run into its row: it ends with its reason, or is awake again."""
    put(row, run)
    if run.is_over and row.ended_at is None:
        end_run(sheet, row, reason=run.state.value)
    elif not run.is_over and row.ended_at is not None:
        row.ended_at, row.end_reason = None, ""
        sheet.note("escalation.awake_again", row, incident=row.incident)
