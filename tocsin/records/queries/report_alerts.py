"""The alerts of a period as reports say them, and the responses that are pending."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.domain.reports.office_facts import AlertLine, Gap, Pending
from tocsin.domain.response_words import ResponseActor
from tocsin.domain.words import FeedbackClock, FeedbackState, Kind, ResponseState
from tocsin.records.models import (
    Feedback,
    IncidentAlert,
    ProtectionGap,
    Response,
)
from tocsin.records.queries.counted import counted
from tocsin.records.queries.scope import Scope

WAITING = (
    ResponseState.ASKED,
    ResponseState.ACCEPTED,
    ResponseState.PREPARING,
    ResponseState.DEPARTED,
    ResponseState.ON_SCENE,
)
_PLACES = ("place__name", "place__territoire", "community__name", "community__territoire")


def alert_lines(scope: Scope, since: datetime, until: datetime) -> list[AlertLine]:
    """Return the alerts of a period in the order in which they came; guarded ones are left out."""
    found = counted(scope.alerts()).filter(
        received_at__gte=since, received_at__lt=until, is_restricted=False
    )
    rows = list(
        found.order_by("received_at", "number").values(
            "pk", "number", "received_at", "kind", "priority", "actors", "counts", *_PLACES
        )
    )
    homes = _homes([row["pk"] for row in rows])
    doings, told = _doings(homes), _told(homes)
    return [_line(row, homes.get(row["pk"]), doings, told) for row in rows]


def pending(scope: Scope, until: datetime) -> list[Pending]:
    """Return what was asked for and has not ended at the cut-off, the longest waiting first."""
    rows = Response.objects.filter(
        incident__in=counted(scope.incidents()).filter(is_restricted=False),
        state__in=WAITING,
        asked_at__lt=until,
    )
    rows = rows.select_related("incident__place", "incident__community", "base")
    return [
        Pending(
            reference=f"response:{row.pk}",
            incident=row.incident.number,
            at=row.asked_at,
            actor=row.actor,
            base=row.base.name if row.base else "",
            type=row.type,
            state=row.state,
            kind=Kind(row.incident.kind),
            place=_named(row.incident),
        )
        for row in rows.order_by("asked_at")
    ]


def open_gaps(scope: Scope, until: datetime) -> list[Gap]:
    """Return where nobody could come and still cannot at the cut-off."""
    rows = ProtectionGap.objects.filter(
        incident__in=counted(scope.incidents()).filter(is_restricted=False),
        since__lt=until,
        ended_at=None,
    ).select_related("incident__place", "incident__community")
    return [
        Gap(row.incident.number, _named(row.incident), row.since, row.why_not)
        for row in rows.order_by("priority", "since")
    ]


def guarded_cases(scope: Scope, since: datetime, until: datetime) -> tuple[int, int]:
    """Return how many guarded alerts came, and how many referrals were made: numbers alone."""
    guarded = Scope(sees_restricted=True, areas=scope.areas, base=scope.base)
    cases = counted(guarded.alerts()).filter(
        received_at__gte=since, received_at__lt=until, is_restricted=True
    )
    referrals = Response.objects.filter(
        incident__in=counted(guarded.incidents()).filter(is_restricted=True),
        type__startswith="referral",
        asked_at__gte=since,
        asked_at__lt=until,
    )
    return cases.count(), referrals.count()


def count_alerts(scope: Scope, since: datetime, until: datetime) -> int:
    rows = counted(scope.alerts()).filter(is_restricted=False)
    return int(rows.filter(received_at__gte=since, received_at__lt=until).count())


def _homes(alerts: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    links = IncidentAlert.objects.filter(
        alert__in=list(alerts), unlinked_at=None, is_suggestion=False
    )
    return {
        row["alert"]: dict(row)
        for row in links.values(
            "alert", "incident", "incident__number", "incident__grade", "incident__outcome"
        )
    }


def _doings(homes: dict[UUID, dict[str, Any]]) -> dict[UUID, tuple[tuple[str, ...], str]]:
    """By incident: who was asked, and how far the one that came farthest is."""
    rows = Response.objects.filter(incident__in={row["incident"] for row in homes.values()})
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for incident, actor, state in rows.order_by("asked_at").values_list(
        "incident", "actor", "state"
    ):
        found[incident].append((actor, state))
    order = list(ResponseState)
    return {
        incident: (
            tuple(dict.fromkeys(a for a, _ in asked if a != ResponseActor.NONE)),
            max((state for _, state in asked), key=lambda s: order.index(ResponseState(s))),
        )
        for incident, asked in found.items()
    }


def _told(homes: dict[UUID, dict[str, Any]]) -> set[UUID]:
    rows = Feedback.objects.filter(
        incident__in={row["incident"] for row in homes.values()},
        clock=FeedbackClock.FIRST_NEWS,
        state__in=(FeedbackState.SENT, FeedbackState.DELIVERED),
    )
    return set(rows.order_by().values_list("incident", flat=True))


def _line(
    row: dict[str, Any],
    home: dict[str, Any] | None,
    doings: dict[UUID, tuple[tuple[str, ...], str]],
    told: set[UUID],
) -> AlertLine:
    incident = home["incident"] if home else None
    to, doing = doings.get(incident, ((), "")) if incident else ((), "")
    return AlertLine(
        number=row["number"],
        incident=home["incident__number"] if home else 0,
        at=row["received_at"],
        kind=Kind(row["kind"]),
        priority=row["priority"],
        place=row["place__name"] or row["community__name"] or "",
        territory=row["place__territoire"] or row["community__territoire"] or "",
        grade=home["incident__grade"] if home else "F6",
        to=to,
        doing=doing,
        outcome=home["incident__outcome"] if home else "",
        is_told=incident in told,
        alleged=tuple(row["actors"]),
        counts=row["counts"],
    )


def _named(incident: Any) -> str:
    """Return its place by a name of the map; what somebody typed is in no report."""
    near = incident.place or incident.community
    return near.name if near else ""
