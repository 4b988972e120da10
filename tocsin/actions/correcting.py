"""Take back, correct, call false or open again what was told of an incident, to everybody told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tocsin.actions.correction_tellings import tell_everybody
from tocsin.actions.escalation import start_escalation
from tocsin.actions.incident_codes import code_again
from tocsin.actions.incidents_open import locked, save
from tocsin.actions.kept_apart import guard
from tocsin.actions.live_runs import stop_escalations
from tocsin.actions.nobody_comes import end_gap
from tocsin.actions.sheet import Sheet
from tocsin.actions.watch import Watch
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.corrections import VOIDING, why_not
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import (
    CORRECTION_NOT_POSSIBLE,
    INCIDENT_MERGED,
    INCIDENT_STALE,
    REASON_MISSING,
)
from tocsin.domain.words import RESTRICTED_KINDS, BaseKind, IncidentLife, Kind, Outcome
from tocsin.records.models import Correction, Incident, Place, User

VERBS: Mapping[CorrectionKind, str] = {
    CorrectionKind.CORRECTED: "incident.corrected",
    CorrectionKind.RETRACTED: "incident.retracted",
    CorrectionKind.MISTAKE: "incident.false_by_mistake",
    CorrectionKind.DELIBERATE: "incident.false_on_purpose",
    CorrectionKind.REOPENED: "incident.reopened",
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What it is instead; None leaves what is known."""

    kind: Kind | None = None
    place: Place | None = None


@transaction.atomic
def correct_incident(
    incident: Incident,
    kind: CorrectionKind,
    *,
    by: User,
    at: datetime,
    reason: str,
    truth: Truth = Truth(),
    version: int | None = None,
) -> Correction | None:
    """Make one correction and let it reach everybody who was told otherwise, each by their safe way.

    A retraction, an error or a lie closes the incident with that outcome; opening again pages again.
    None when exactly this was said already: then nobody is told anything. Raises Problem for what
    cannot be corrected.
    """
    incident = locked(incident)
    if not reason.strip():
        raise Problem(REASON_MISSING)
    before, after = _facts(incident), _facts(incident) | _changes(truth)
    outcome = Outcome(incident.outcome) if incident.outcome else None
    why = why_not(
        kind, IncidentLife(incident.life), outcome=outcome, changes=before["kind"] != after["kind"]
        or before["place"] != after["place"],
    )  # fmt: skip
    if why == "correction.said_already" or _was_just_said(incident, kind, truth, reason):
        return None
    if why:
        _refuse(incident, why)
    if version is not None and version != incident.version:
        raise Problem(INCIDENT_STALE, code=incident.code)
    sheet = Sheet(at=at, by=by)
    row = Correction(
        incident=incident,
        number=incident.corrections.count() + 1,
        kind=kind.value,
        reason=reason,
        before=before if kind is CorrectionKind.CORRECTED else {},
        after=after if kind is CorrectionKind.CORRECTED else {},
        by=by,
        at=at,
    )
    _apply(sheet, incident, kind, truth)
    row.told = tell_everybody(sheet, incident, row, by=by)
    sheet.add(row)
    sheet.note(VERBS[kind], row, incident=incident, has_reason=True, **row.told)
    sheet.announce(f"incident:{incident.number}", "wake:feedback", "wake:clock")
    sheet.write()
    return row


def _apply(sheet: Sheet, incident: Incident, kind: CorrectionKind, truth: Truth) -> None:
    if kind is CorrectionKind.REOPENED:
        incident.code = code_again(incident)
        incident.life, incident.outcome = IncidentLife.OPEN.value, ""
        incident.closed_at = None
        save(incident, "code", "life", "outcome", "closed_at")
        start_escalation(sheet, incident, watch=Watch.load(at=sheet.at))
    elif kind in VOIDING:
        _close(sheet, incident, VOIDING[kind])
    else:
        _change(sheet, incident, truth)


def _close(sheet: Sheet, incident: Incident, outcome: Outcome) -> None:
    was_open = incident.life != IncidentLife.CLOSED
    incident.life, incident.outcome = IncidentLife.CLOSED.value, outcome.value
    incident.closed_at = incident.closed_at or sheet.at
    save(incident, "life", "outcome", "closed_at")
    stop_escalations(sheet, incident, reason=f"incident.closed_{outcome.value}")
    end_gap(sheet, incident, reason="closed")
    if was_open:
        sheet.note("incident.closed", incident, incident=incident, outcome=outcome.value)


def _change(sheet: Sheet, incident: Incident, truth: Truth) -> None:
    """Set the facts right. Where another base is nearer now, its people are paged from the start."""
    if truth.kind:
        incident.kind = truth.kind.value
        if truth.kind in RESTRICTED_KINDS and not incident.is_restricted:
            guard(sheet, incident)
    watch, base = Watch.load(at=sheet.at), incident.base
    if truth.place:
        incident.place, incident.place_name = truth.place, truth.place.name
        incident.lat, incident.lon = truth.place.lat, truth.place.lon
        incident.named = []
        incident.base = watch.nearest(BaseKind.BASE, truth.place.lat, truth.place.lon) or base
    save(incident, "kind", "is_restricted", "place", "place_name", "lat", "lon", "named", "base")
    if incident.base != base:
        stop_escalations(sheet, incident, reason="incident.corrected")
        start_escalation(sheet, incident, watch=watch)


def _facts(incident: Incident) -> dict[str, Any]:
    return {"kind": incident.kind, "place": incident.place_name}


def _changes(truth: Truth) -> dict[str, Any]:
    kind = {"kind": truth.kind.value} if truth.kind else {}
    return kind | ({"place": truth.place.name} if truth.place else {})


def _was_just_said(incident: Incident, kind: CorrectionKind, truth: Truth, reason: str) -> bool:
    """Say whether the last correction is this one: somebody pressed the button twice."""
    last = incident.corrections.order_by("-number").first()
    if last is None or last.kind != kind or last.reason != reason:
        return False
    is_open = incident.life != IncidentLife.CLOSED
    if kind is CorrectionKind.CORRECTED:
        return bool(last.after == _facts(incident) | _changes(truth) == _facts(incident))
    return is_open if kind is CorrectionKind.REOPENED else not is_open


def _refuse(incident: Incident, why: str) -> None:
    if why == "correction.merged" and incident.merged_into:
        raise Problem(INCIDENT_MERGED, code=incident.code, into=incident.merged_into.code)
    raise Problem(CORRECTION_NOT_POSSIBLE, code=incident.code, why=why)
