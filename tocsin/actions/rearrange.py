"""Merge, split and undo, with corrections to exactly those who had been told otherwise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tocsin.actions.debts import debts_of
from tocsin.actions.escalation import raise_escalation, start_escalation
from tocsin.actions.incidents_open import locked, save
from tocsin.actions.live_runs import live_runs
from tocsin.actions.moved import Move, tell_of_move
from tocsin.actions.origins import recount
from tocsin.actions.runs import KEPT, put, run_of
from tocsin.actions.sheet import Sheet
from tocsin.actions.splitting import incident_from
from tocsin.actions.watch import Watch
from tocsin.domain.escalation_changes import after_stop
from tocsin.domain.incidents import Mark, why_not_merge
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import (
    INCIDENT_CLOSED,
    INCIDENT_NOT_MERGEABLE,
    INCIDENT_NOT_SPLIT,
)
from tocsin.domain.words import IncidentLife, Priority
from tocsin.records.models import (
    Alert,
    Incident,
    IncidentAlert,
    Rearrangement,
    User,
)
from tocsin.records.updating import update_all

OPEN = (IncidentLife.OPEN.value, IncidentLife.STABLE.value)
KEPT_OF_INCIDENT = (
    "life",
    "priority",
    "priority_reason",
    "n_messages",
    "n_origins",
    "n_first_hand",
    "n_denials",
    "verification",
    "grade",
    "named",
)


@transaction.atomic
def merge_incidents(
    incident: Incident, into: Incident, *, by: User, at: datetime, reason: str
) -> Rearrangement:
    """Make two incidents one. The merged one stays as a signpost, and all of it can be undone.

    A run of the merged incident ends only where the other has one that goes on; otherwise the
    surviving incident is escalated at once. The graver priority survives.
    """
    incident, into = locked_pair(incident, into)
    _refuse_unlike(incident, into)
    sheet = Sheet(at=at, by=by)
    done = _remember(sheet, "merge", incident, into, by=by, reason=reason)
    move_links(list(links_of(incident)), into, by=by, at=at)
    graver = min(Priority(incident.priority), Priority(into.priority))
    rises = graver.is_graver_than(Priority(into.priority))
    into.priority = graver.value
    into.named = still_named(into, incident)
    incident.life, incident.merged_into = IncidentLife.MERGED.value, into
    save(incident, "life", "merged_into")
    save(into, "priority", "named")
    hand_runs_over(sheet, incident, into, rises=rises)
    recount(into)
    tell_of_move(sheet, Move(incident, into, is_whole=True), by=by, reason=reason)
    sheet.announce(f"incident:{incident.number}", f"incident:{into.number}", "wake:clock")
    sheet.write()
    return done


@transaction.atomic
def split_incident(
    incident: Incident, alerts: Sequence[Alert], *, by: User, at: datetime, reason: str
) -> Rearrangement:
    """Take some alerts out into a new incident, which pages for itself."""
    incident = _open(locked(incident))
    links = [link for link in links_of(incident) if link.alert in alerts]
    if not links or len(links) == links_of(incident).count():
        raise Problem(INCIDENT_NOT_SPLIT)
    return _split(incident, links, by=by, at=at, reason=reason)


@transaction.atomic
def part_off(incident: Incident, alert: Alert, *, by: User, at: datetime) -> Rearrangement:
    """Take a restricted alert out of what others read: also the last one, and out of what stays closed."""
    incident = locked(incident)
    links = [link for link in links_of(incident) if link.alert == alert]
    return _split(incident, links, by=by, at=at, reason="")


def _split(
    incident: Incident, links: Sequence[IncidentAlert], *, by: User, at: datetime, reason: str
) -> Rearrangement:
    sheet, watch = Sheet(at=at, by=by), Watch.load(at=at)
    gravest = min((link.alert for link in links), key=lambda alert: alert.priority)
    is_restricted = any(link.alert.is_restricted for link in links)
    new = incident_from(gravest, incident, is_restricted=is_restricted, at=at, watch=watch)
    new.save(force_insert=True)
    done = _remember(sheet, "split", incident, new, by=by, reason=reason)
    move_links(links, new, by=by, at=at)
    for one in (incident, new):
        recount(one)
    start_escalation(sheet, new, watch=watch)
    tell_of_move(sheet, Move(incident, new, is_whole=False), by=by, reason=reason)
    sheet.announce(f"incident:{incident.number}", f"incident:{new.number}", "wake:clock")
    sheet.write()
    return done


def locked_pair(one: Incident, other: Incident) -> tuple[Incident, Incident]:
    """Lock both, always in the same order, so that two people merging crosswise cannot block."""
    rows = {row.pk: locked(row) for row in sorted((one, other), key=lambda row: row.pk)}
    return rows[one.pk], rows[other.pk]


def _refuse_unlike(incident: Incident, into: Incident) -> None:
    if why := why_not_merge(_mark(incident), _mark(into)):
        raise Problem(INCIDENT_NOT_MERGEABLE, code=incident.code, other=into.code, why=why)


def _mark(incident: Incident) -> Mark:
    return Mark(
        id=str(incident.pk),
        life=IncidentLife(incident.life),
        marking=incident.marking,
        is_restricted=incident.is_restricted,
        is_drill=incident.is_drill,
    )


def _open(incident: Incident) -> Incident:
    if incident.life not in OPEN:
        raise Problem(INCIDENT_CLOSED, code=incident.code)
    return incident


def still_named(incident: Incident, beside: Alert | Incident) -> list[list[float]]:
    """Return where the words of an incident may mean, now that a person put others beside them.

    Where those have a place that is sure, it lies where it stands: what is told of here is news of
    it. Words without a place say nothing of where.
    """
    is_sure = beside.place_id is not None
    return [*incident.named, *beside.named] if incident.named and not is_sure else []


def links_of(incident: Incident) -> Any:
    return incident.alert_links.filter(
        unlinked_at__isnull=True, is_suggestion=False
    ).select_related("alert")


def _remember(
    sheet: Sheet, kind: str, incident: Incident, other: Incident, *, by: User, reason: str
) -> Rearrangement:
    done = Rearrangement.objects.create(
        kind=kind,
        incident=incident,
        other=other,
        before={
            str(one.pk): {
                **{name: getattr(one, name) for name in KEPT_OF_INCIDENT},
                "alerts": [str(link.alert_id) for link in links_of(one)],
                "debts": [str(key) for key in debts_of(one).values_list("pk", flat=True)],
            }
            for one in (incident, other)
        },
        reason=reason,
        by=by,
        at=sheet.at,
    )
    for one, counterpart in ((incident, other), (other, incident)):
        sheet.note(f"incident.{kind}", done, incident=one, other=str(counterpart.pk))
    return done


def move_links(links: Sequence[IncidentAlert], to: Incident, *, by: User, at: datetime) -> None:
    IncidentAlert.objects.filter(pk__in=[link.pk for link in links]).update(unlinked_at=at)
    IncidentAlert.objects.bulk_create(
        IncidentAlert(
            incident=to,
            alert=link.alert,
            linked_at=at,
            by=by,
            score=link.score,
            reasons=link.reasons,
            rule=link.rule,
        )
        for link in links
    )


def hand_runs_over(sheet: Sheet, incident: Incident, into: Incident, *, rises: bool) -> None:
    rows = live_runs(incident)
    for row in rows:
        put(row, after_stop(run_of(row), reason="escalation.goes_on_in_the_other").run)
        row.ended_at, row.end_reason = sheet.at, f"goes on in {into.number}"
        sheet.note("escalation.ended", row, incident=incident, into=str(into.pk))
    update_all(rows, KEPT)
    watch = Watch.load(at=sheet.at)
    going_on = live_runs(into)
    if not going_on:
        start_escalation(sheet, into, watch=watch)
    elif rises:
        for row in going_on:
            raise_escalation(sheet, row, into, watch=watch)
        update_all(going_on, [*KEPT, "version"])
