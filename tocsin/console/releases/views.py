"""Releases as pages show them: whose eyes, which words, what is still to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise

from tocsin.console.access import viewer_of
from tocsin.console.releases.labels import ACTS, ADDRESSEES, FATES, MEANS, STATES, why
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, RELEASE_UNKNOWN, Problem
from tocsin.domain.release_words import (
    AddresseeKind,
    Fate,
    ReleaseAct,
    ReleaseMeans,
    ReleaseState,
)
from tocsin.records.models import Addressee, Incident, Release
from tocsin.records.queries.held import area_of
from tocsin.records.queries.releases import all_releases, fate


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A line of the share log."""

    number: int
    reference: str
    incident: int
    code: str
    kind: str
    priority: str
    is_drill: bool
    addressee: str
    addressee_kind: str | Promise
    act: str | Promise
    state: str | Promise
    fate: Fate
    fate_label: str | Promise
    why: str
    means: str | Promise
    text: str
    digest: str
    asked_at: datetime
    drafted_by: str
    decided_at: datetime | None
    approved_by: str
    is_alone: bool
    review_by: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str
    was_right: bool | None
    decide_by: datetime | None
    given_at: datetime | None
    received_at: datetime | None
    received_by: str
    waits: bool
    needs_review: bool


def release_for(request: HttpRequest, number: int, right: Right | None = None) -> Release:
    """Return a release whose incident this viewer may see and, if a right is named, act on."""
    viewer = viewer_of(request)
    seen = viewer.scope.incidents()
    row = (
        all_releases()
        .select_related("incident__community", "incident__base", "incident__place")
        .filter(number=number, incident__in=seen)
        .first()
    )
    if row is None:
        raise Problem(RELEASE_UNKNOWN)
    incident = row.incident
    if right and not viewer.may(
        right, area=area_of(incident), is_restricted=incident.is_restricted
    ):
        raise Problem(NOT_ALLOWED, right=right_label(right))
    return row


def release_views(rows: Sequence[Release]) -> list[ReleaseView]:
    return [release_view(row) for row in rows]


def release_view(row: Release) -> ReleaseView:
    is_alone = row.is_break_glass
    known = fate(row)
    return ReleaseView(
        number=row.number,
        reference=row.reference,
        incident=row.incident.number,
        code=row.incident.code,
        kind=row.incident.kind,
        priority=row.priority,
        is_drill=row.is_drill,
        addressee=row.addressee.title,
        addressee_kind=ADDRESSEES[AddresseeKind(row.addressee.kind)],
        act=ACTS[ReleaseAct(row.act)],
        state=STATES[ReleaseState(row.state)],
        fate=known,
        fate_label=FATES[known],
        why=why(row.held_by) if row.held_by else "",
        means=MEANS[ReleaseMeans(row.means)],
        text=row.text,
        digest=row.digest,
        asked_at=row.asked_at,
        drafted_by=row.drafted_by.name,
        decided_at=row.decided_at,
        approved_by=row.approved_by.name if row.approved_by else "",
        is_alone=is_alone,
        review_by=row.review_by,
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by.name if row.reviewed_by else "",
        was_right=row.was_right,
        decide_by=row.decide_by,
        given_at=row.given_at,
        received_at=row.received_at,
        received_by=row.received_by,
        waits=row.state == ReleaseState.ASKED,
        needs_review=is_alone and row.reviewed_at is None,
    )


def addressees_here(area: UUID | None) -> list[Addressee]:
    """Return whom a release of an incident in this area could go to."""
    rows = Addressee.objects.filter(ended_at=None).order_by("title")
    return [one for one in rows if one.area_id in (None, area)]


def released_of(incident: Incident) -> list[ReleaseView]:
    """Return all releases of an incident, the latest first."""
    return release_views(list(all_releases().filter(incident=incident).order_by("-number")))
