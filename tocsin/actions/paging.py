"""Page for what a batch of alerts opened, and for what it added to what is already known."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.actions.escalation import raise_escalation, start_escalation
from tocsin.actions.live_runs import answerable_runs, live_runs
from tocsin.actions.pages import page_more
from tocsin.actions.runs import KEPT, TOLD
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.words import EscalationState
from tocsin.records.models import Incident
from tocsin.records.updating import update_all


@dataclass(frozen=True, slots=True)
class Placing:
    """Where an alert went, and whether its words page by themselves. `denies`: it says that nothing is."""

    incident: Incident
    is_new: bool
    rises: bool
    pages: bool
    denies: bool = False


def page_for(sheet: Sheet, placed: Sequence[Placing], *, watch: Watch) -> None:
    """Start a run for each new incident; tell those who have an old one what is new about it."""
    new = {one.incident.pk for one in placed if one.is_new}
    for one in placed:
        if one.is_new:
            start_escalation(sheet, one.incident, watch=watch)
    # A run that is still on the sheet begins with all that this batch says: no row of it can be found.
    joined = [one for one in placed if one.incident.pk not in new]
    for incident in {one.incident.pk: one.incident for one in joined}.values():
        own = [one for one in joined if one.incident is incident]
        _tell_more(
            sheet,
            incident,
            rises=any(one.rises for one in own),
            pages=any(one.pages for one in own),
            warns=not all(one.denies for one in own),
            watch=watch,
        )


def _tell_more(
    sheet: Sheet, incident: Incident, *, rises: bool, pages: bool, warns: bool, watch: Watch
) -> None:
    """Page again for what a new alert adds: a graver priority, or a P1 in words of its own."""
    rows = answerable_runs(incident) if rises else live_runs(incident)
    for row in rows:
        if rises:
            raise_escalation(sheet, row, incident, watch=watch)
        elif pages and row.state in (EscalationState.ACKNOWLEDGED, EscalationState.DECIDED):
            page_more(sheet, row, watch=watch)
    update_all(rows, [*KEPT, *TOLD, "version"])
    if not rows and (rises or pages or (warns and _was_stopped(incident))):
        # Its run is over, or it was closed by nobody yet: a new P1 is never only filed. Nor is
        # anything that came after a person had said there was nothing to it.
        start_escalation(sheet, incident, watch=watch)
    if rises:
        Incident.objects.filter(pk=incident.pk).update(
            priority=incident.priority, priority_reason=incident.priority_reason
        )


def _was_stopped(incident: Incident) -> bool:
    runs = incident.escalations.order_by("-started_at")
    return runs.values_list("state", flat=True).first() == EscalationState.STOPPED
