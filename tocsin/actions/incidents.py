"""What people do to incidents: attach, set the priority, close."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.correcting import correct_incident
from tocsin.actions.debts import owe_closing
from tocsin.actions.escalation import raise_escalation, start_escalation
from tocsin.actions.incidents_open import locked, save, still_open
from tocsin.actions.live_runs import live_runs, stop_escalations
from tocsin.actions.nobody_comes import end_gap
from tocsin.actions.origins import recount
from tocsin.actions.rearrange import still_named
from tocsin.actions.runs import KEPT
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.corrections import voiding_of
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import (
    INCIDENT_KEPT_APART,
    OUTCOME_MISSING,
    REASON_MISSING,
)
from tocsin.domain.words import IncidentLife, Outcome, Priority
from tocsin.records.models import Alert, Incident, IncidentAlert, User
from tocsin.records.updating import update_all


@transaction.atomic
def attach_alert(
    alert: Alert, incident: Incident, *, by: User, at: datetime, reason: str = ""
) -> None:
    """Move an alert to an incident, by hand or by accepting a suggestion.

    The incident that it leaves keeps its own alerts; one that is left empty is merged away by the
    person, never by us. Raises Problem for a restricted alert where others would read it.
    """
    incident = still_open(incident)
    if alert.is_restricted and not incident.is_restricted:
        raise Problem(INCIDENT_KEPT_APART)
    sheet = Sheet(at=at, by=by)
    current = alert.incident_links.filter(unlinked_at__isnull=True, is_suggestion=False)
    left = [link.incident for link in current.select_related("incident")]
    current.update(unlinked_at=at)
    alert.incident_links.filter(incident=incident, is_suggestion=True).delete()
    sheet.add(
        IncidentAlert(
            incident=incident,
            alert=alert,
            linked_at=at,
            by=by,
            reasons=[reason] if reason else ["incident.attached_by_person"],
        )
    )
    sheet.note("alert.attached", alert, incident=incident, left=[str(one.pk) for one in left])
    sheet.announce(*(f"incident:{one.number}" for one in (incident, *left)))
    sheet.write()
    incident.named = still_named(incident, alert)
    save(incident, "named")
    for one in (incident, *left):
        recount(locked(one))


@transaction.atomic
def refuse_suggestion(link: IncidentAlert, *, by: User, at: datetime) -> None:
    """Say that an alert does not belong to the incident that was suggested for it."""
    sheet = Sheet(at=at, by=by)
    link = IncidentAlert.objects.select_for_update().get(pk=link.pk)
    link.unlinked_at, link.by = at, by
    link.save(update_fields=["unlinked_at", "by"])
    sheet.note("alert.suggestion_refused", link.alert, incident=link.incident)
    sheet.announce(f"incident:{link.incident.number}")
    sheet.write()


@transaction.atomic
def set_priority(
    incident: Incident,
    *,
    by: User,
    at: datetime,
    priority: Priority,
    reason: str,
    version: int | None,
) -> None:
    """Raise or lower the priority. Only a person lowers one, and says why."""
    incident = still_open(incident, version=version)
    before = Priority(incident.priority)
    if before.is_graver_than(priority) and not reason.strip():
        raise Problem(REASON_MISSING)
    sheet = Sheet(at=at, by=by)
    incident.priority, incident.priority_reason = priority.value, reason
    save(incident, "priority", "priority_reason")
    sheet.note(
        "incident.priority_set",
        incident,
        incident=incident,
        before=before.value,
        after=priority.value,
        has_reason=bool(reason),
    )
    if priority.is_graver_than(before):
        escalate_again(sheet, incident)
    sheet.announce(f"incident:{incident.number}", "wake:clock")
    sheet.write()


def escalate_again(sheet: Sheet, incident: Incident) -> None:
    """Page for a priority that rose: a live run climbs the graver ladder, or a new one begins."""
    watch = Watch.load(at=sheet.at)
    rows = live_runs(incident)
    for row in rows:
        raise_escalation(sheet, row, incident, watch=watch)
    update_all(rows, [*KEPT, "version"])
    if not rows:
        start_escalation(sheet, incident, watch=watch)


@transaction.atomic
def close_incident(
    incident: Incident,
    *,
    by: User,
    at: datetime,
    outcome: Outcome | None,
    reason: str,
    version: int | None,
) -> None:
    """Close with an outcome: runs stop with this reason, and the village is owed the end of it.

    An outcome that says it never was so takes back what was told, from everybody who was told.
    """
    incident = still_open(incident, version=version)
    if outcome is None or not reason.strip():
        raise Problem(OUTCOME_MISSING)
    if (void := voiding_of(outcome)) is not None:
        correct_incident(incident, void, by=by, at=at, reason=reason)
        return
    sheet = Sheet(at=at, by=by)
    incident.life, incident.outcome = IncidentLife.CLOSED.value, outcome.value
    incident.closed_at = at
    save(incident, "life", "outcome", "closed_at")
    stop_escalations(sheet, incident, reason=f"incident.closed_{outcome.value}")
    end_gap(sheet, incident, reason="closed")
    owe_closing(sheet, incident)
    sheet.note("incident.closed", incident, incident=incident, outcome=outcome.value)
    sheet.announce(f"incident:{incident.number}", "wake:feedback")
    sheet.write()
