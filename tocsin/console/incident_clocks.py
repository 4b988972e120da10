"""The clocks of an incident as a list: what was done in time, what is due, what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.words import DecisionKind, EscalationState, Priority
from tocsin.records.models import Incident
from tocsin.records.queries.incident import FeedbackLine, ResponseLine, feedbacks, responses
from tocsin.records.queries.runs import RunLine

FEEDBACK_WORDS: dict[str, Promise] = {
    "receipt": gettext_lazy("Source told we have it"),
    "first_news": gettext_lazy("Community told what was decided"),
    "closing": gettext_lazy("Community told how it ended"),
    "rumour": gettext_lazy("Rumour answered"),
    "neighbours": gettext_lazy("Neighbours warned"),
    "correction": gettext_lazy("Told that it was not so"),
}


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One line of the clocks. `state` is "", "due", "late" or "done"."""

    at: datetime
    what: str
    note: str = ""
    state: str = ""


def clock_entries(incident: Incident, runs: list[RunLine], *, now: datetime) -> list[ClockEntry]:
    """Return all clocks of an incident in the order of their times."""
    entries = [ClockEntry(incident.opened_at, _("Opened"))]
    for run in runs:
        entries += _run(run, incident, now)
    for response in responses(incident):
        entries += _response(response, now)
    entries += [_feedback(owed, now) for owed in feedbacks(incident)]
    if incident.closed_at:
        entries.append(ClockEntry(incident.closed_at, _("Closed"), state="done"))
    return sorted(entries, key=lambda entry: entry.at)


def _run(run: RunLine, incident: Incident, now: datetime) -> list[ClockEntry]:
    entries = []
    if run.fired:
        late = run.fired[0].fired_at - run.started_at
        note = _("%(seconds)s s after it was recognised") % {"seconds": round(late.total_seconds())}
        entries.append(ClockEntry(run.fired[0].fired_at, _("First page"), note, "done"))
    if run.acknowledged_at:
        entries.append(
            ClockEntry(run.acknowledged_at, _("Acknowledged"), run.acknowledged_by, "done")
        )
    if run.decided_at:
        entries.append(ClockEntry(run.decided_at, _("Decided"), state="done"))
    if run.is_live and incident.closed_at is None:
        entries += _next_of(run, now)
    return entries


def _next_of(run: RunLine, now: datetime) -> list[ClockEntry]:
    """What this run waits for now; the decide clock runs on behind an acknowledgement."""
    priority = Priority(run.priority)
    found = []
    if run.state in (EscalationState.ARMED, EscalationState.PAGING, EscalationState.EXHAUSTED):
        found.append(_due(_("Acknowledge"), run.started_at, allowed(Clock.STEP, priority), now))
        if run.next_step_at:
            note = _("if nobody answers")
            found.append(ClockEntry(run.next_step_at, _("Next page"), note, "due"))
    if run.state == EscalationState.ACKNOWLEDGED and run.acknowledged_at:
        found.append(_due(_("Decide"), run.acknowledged_at, allowed(Clock.DECIDE, priority), now))
        if run.acknowledged_until:
            found.append(
                ClockEntry(run.acknowledged_until, _("Acknowledgement lapses"), state="due")
            )
    wants_departure = run.decision == DecisionKind.RESPOND and run.departed_at is None
    if wants_departure and run.decided_at:
        found.append(_due(_("Depart"), run.decided_at, allowed(Clock.ACT, priority), now))
    return [entry for entry in found if entry is not None]


def _due(what: str, since: datetime, length: timedelta | None, now: datetime) -> ClockEntry | None:
    if length is None:
        return None
    moment = since + length
    return ClockEntry(moment, what, state="late" if now > moment else "due")


def _response(row: ResponseLine, now: datetime) -> list[ClockEntry]:
    steps = (
        (row.departed_at, _("Departed")),
        (row.on_scene_at, _("On the scene")),
        (row.ended_at, _("Over")),
    )
    entries = [ClockEntry(at, what, row.base, "done") for at, what in steps if at]
    if row.due_at and not row.ended_at:
        state = "late" if now > row.due_at else "due"
        entries.append(ClockEntry(row.due_at, _("Next word from them"), row.base, state))
    return entries


def _feedback(row: FeedbackLine, now: datetime) -> ClockEntry:
    what = str(FEEDBACK_WORDS[row.clock])
    if row.settled_at:
        return ClockEntry(row.settled_at, what, row.to, "done")
    return ClockEntry(row.due_at, what, row.to, "late" if now > row.due_at else "due")
