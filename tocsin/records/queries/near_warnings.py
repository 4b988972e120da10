"""Who must still be warned that a phone near them is in other hands, and who was, by code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.domain.network_words import ConsentPurpose, NumberState, SafeWay
from tocsin.domain.warned import Neighbour, ways_of
from tocsin.domain.warned_words import WarnedBy
from tocsin.records.models import FocalPoint, NearWarning, RadioStation
from tocsin.records.queries.focal_points import latest_consents
from tocsin.records.queries.scope import Scope

LAST = 200


@dataclass(frozen=True, slots=True)
class WarningRow:
    """One person to warn, with the ways that are safe for them."""

    row: NearWarning
    ways: Sequence[WarnedBy]
    call_signs: Sequence[str]
    is_late: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """What the board says of them."""

    waiting: int
    late: int


def near_warnings(scope: Scope) -> QuerySet[NearWarning]:
    rows = NearWarning.objects.select_related("person__community", "holder__community", "warned_by")
    if scope.areas is None:
        return rows
    return rows.filter(person__community__area__in=scope.areas)


def open_near_warnings(rows: QuerySet[NearWarning] | None = None) -> QuerySet[NearWarning]:
    found = NearWarning.objects.select_related("person", "holder") if rows is None else rows
    return found.filter(warned_at=None, over_at=None, person__is_active=True)


def owed(scope: Scope, *, now: datetime) -> Owed:
    rows = open_near_warnings(near_warnings(scope))
    return Owed(waiting=rows.count(), late=rows.filter(due_at__lt=now).count())


def warning_rows(rows: QuerySet[NearWarning], *, now: datetime) -> list[WarningRow]:
    """Return them with what is safe, those that wait longest first; then the others, the latest first."""
    kept = sorted(rows.order_by("-opened_at")[:LAST], key=_order)
    ways = ways_for([row.person for row in kept])
    signs = _call_signs([row.person_id for row in kept])
    return [
        WarningRow(row, ways[row.person_id], signs.get(row.person_id, ()), _is_late(row, now))
        for row in kept
    ]


def ways_for(people: Sequence[FocalPoint]) -> Mapping[UUID, Sequence[WarnedBy]]:
    """Return by which ways each may be told without harm."""
    keys = [person.pk for person in people]
    consents = latest_consents(FocalPoint.objects.filter(pk__in=keys))
    signs = _call_signs(keys)
    found = {}
    for person in people:
        consent = consents.get(person.pk)
        found[person.pk] = ways_of(
            Neighbour(
                safe_way=SafeWay(person.safe_way),
                number_state=NumberState(person.number_state),
                may_be_called=consent is None or ConsentPurpose.BE_CALLED in consent.purposes,
                is_forced=person.duress_since is not None,
                has_station=person.pk in signs,
            )
        )
    return found


def _call_signs(people: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = RadioStation.objects.filter(Q(focal_point__in=people), ended_at=None)
    for person, sign in rows.order_by("call_sign").values_list("focal_point_id", "call_sign"):
        if person is not None:
            found.setdefault(person, []).append(sign)
    return found


def _is_late(row: NearWarning, now: datetime) -> bool:
    return row.warned_at is None and row.over_at is None and row.due_at < now


def _order(row: NearWarning) -> tuple[Any, ...]:
    ended = row.warned_at or row.over_at
    return (
        ended is not None,
        -ended.timestamp() if ended else row.due_at.timestamp(),
        row.person.code,
    )
