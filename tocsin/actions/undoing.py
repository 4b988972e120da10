"""Take a merge or a split back: both incidents as they were, with all that came to them since."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tocsin.actions.debts import UNTOLD
from tocsin.actions.escalation import start_escalation
from tocsin.actions.incident_codes import code_again
from tocsin.actions.incidents_open import save
from tocsin.actions.live_runs import live_runs
from tocsin.actions.moved import Move, tell_of_move
from tocsin.actions.origins import recount
from tocsin.actions.rearrange import (
    KEPT_OF_INCIDENT,
    hand_runs_over,
    links_of,
    locked_pair,
    move_links,
)
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.incidents import Rearranged, why_not_undo
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import INCIDENT_KEPT_APART, INCIDENT_UNDO_TOO_LATE
from tocsin.domain.words import AlertLife, EscalationState, IncidentLife, Priority
from tocsin.records.models import (
    Alert,
    Feedback,
    Incident,
    IncidentAlert,
    Rearrangement,
    User,
)


@transaction.atomic
def undo_rearrangement(done: Rearrangement, *, by: User, at: datetime) -> None:
    """Put both incidents back as they were, within 30 days. Those who were told are told again.

    What came to them since stays, and so does a priority that rose since: nothing grave is lowered
    or filed away by taking something back.
    """
    done = Rearrangement.objects.select_for_update().get(pk=done.pk)
    incident, other = locked_pair(done.incident, done.other)
    _refuse_late(done, incident, other, at=at)
    sheet = Sheet(at=at, by=by)
    stood = {one.pk: Priority(one.priority) for one in (incident, other)}
    _restore(incident, other, done, by=by, at=at)
    done.undone_at, done.undone_by = at, by
    done.save(update_fields=["undone_at", "undone_by"])
    sheet.note(f"incident.{done.kind}_undone", done, incident=incident, other=str(other.pk))
    if done.kind == "split":
        rises = Priority(incident.priority).is_graver_than(stood[incident.pk])
        hand_runs_over(sheet, other, incident, rises=rises)
    else:
        _page_again(sheet, incident, other)
    move = Move(other, incident, is_whole=done.kind == "split", since=done.at)
    tell_of_move(sheet, move, by=by, reason="")
    sheet.announce(f"incident:{incident.number}", f"incident:{other.number}", "wake:clock")
    sheet.write()


def _refuse_late(done: Rearrangement, incident: Incident, other: Incident, *, at: datetime) -> None:
    lives = {str(one.pk): IncidentLife(one.life) for one in (incident, other)}
    moved = Rearranged(str(incident.pk), str(other.pk), frozenset(), done.at)
    is_undone, is_split = done.undone_at is not None, done.kind == "split"
    why = why_not_undo(
        moved, lives=lives, is_undone=is_undone, now=at, is_split=is_split,
        is_guarded=incident.is_restricted != other.is_restricted,
    )  # fmt: skip
    if why == "incident.kept_apart":
        raise Problem(INCIDENT_KEPT_APART)
    if why:
        raise Problem(INCIDENT_UNDO_TOO_LATE, why=why)


def _restore(
    incident: Incident, other: Incident, done: Rearrangement, *, by: User, at: datetime
) -> None:
    for one in (incident, other):
        _bring_back(one, done.before[str(one.pk)], by=by, at=at)
    if done.kind == "split":
        move_links(list(links_of(other)), incident, by=by, at=at)
    priorities = _priorities(incident, other, done)
    for one in (incident, other):
        one.code = code_again(one)
        for name in KEPT_OF_INCIDENT:
            # A field that came with a later release is not among what an older one kept.
            setattr(one, name, done.before[str(one.pk)].get(name, getattr(one, name)))
        one.named = _still_meant(one)
        one.priority, one.priority_reason = priorities[one.pk]
        one.merged_into = None
    if done.kind == "split":
        # Nothing is left in it: it stays as a signpost, for its code is in people's phones.
        other.life, other.merged_into = IncidentLife.MERGED.value, incident
    for one in (incident, other):
        save(one, *KEPT_OF_INCIDENT, "code", "merged_into")
        if one.life != IncidentLife.MERGED and _alerts_of(one) != _kept_alerts(done, one):
            recount(one)


def _still_meant(one: Incident) -> list[list[float]]:
    """Return the far places that its words may mean, without those that a person has settled since."""
    if one.place_id is not None:
        return []
    meant = [point for link in links_of(one) for point in link.alert.named]
    return [point for point in one.named if point in meant]


def _bring_back(one: Incident, kept: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Return its alerts and debts to it, but for what was found to be restricted since, if it is not."""
    away = IncidentAlert.objects.filter(
        alert__in=kept["alerts"], unlinked_at__isnull=True, is_suggestion=False
    ).exclude(incident=one)
    # What was told meanwhile was told of the other.
    owed = Feedback.objects.filter(pk__in=kept.get("debts", []), state__in=UNTOLD)
    if not one.is_restricted:
        away = away.exclude(incident__is_restricted=True)
        owed = owed.exclude(incident__is_restricted=True)
    move_links(list(away), one, by=by, at=at)
    owed.update(incident=one)


def _priorities(
    incident: Incident, other: Incident, done: Rearrangement
) -> Mapping[Any, tuple[str, str]]:
    """Return priority and its reason of each, by key: what it had, or what somebody or an alert set since."""
    was = {one.pk: _before(done, one) for one in (incident, other)}
    # A merge gave the graver of both to the one that stayed; a split left each its own.
    given = min(was.values()) if done.kind == "merge" else was[incident.pk]
    stays = other if done.kind == "merge" else incident
    if stays.priority != given[0]:
        was[stays.pk] = (stays.priority, stays.priority_reason)
    if done.kind == "split" and other.priority < was[other.pk][0]:
        was[stays.pk] = min(was[stays.pk], (other.priority, other.priority_reason))
    since = _alerts_of(stays) - {key for kept in done.before.values() for key in kept["alerts"]}
    graver = Alert.objects.filter(pk__in=since, life=AlertLife.OPEN).order_by("priority").first()
    if graver and graver.priority < was[stays.pk][0]:
        was[stays.pk] = (graver.priority, "incident.graver_alert")
    return was


def _before(done: Rearrangement, one: Incident) -> tuple[str, str]:
    kept = done.before[str(one.pk)]
    return kept["priority"], kept["priority_reason"]


def _alerts_of(incident: Incident) -> set[str]:
    return {str(link.alert_id) for link in links_of(incident)}


def _kept_alerts(done: Rearrangement, incident: Incident) -> set[str]:
    return set(done.before[str(incident.pk)]["alerts"])


def _page_again(sheet: Sheet, incident: Incident, other: Incident) -> None:
    """Let a ladder answer for both: the one that was merged away, and one that lost its run since."""
    watch = Watch.load(at=sheet.at)
    if not live_runs(incident):
        start_escalation(sheet, incident, watch=watch)
    last = other.escalations.order_by("-started_at").first()
    # After a merge there and back the older run may be the one that goes on.
    if last is not None and last.state == EscalationState.STOPPED and not live_runs(other):
        start_escalation(sheet, other, watch=watch)
