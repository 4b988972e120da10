"""What the live stream may say to whom: that something moved is news too."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from tocsin.records.models import Incident, Message
from tocsin.records.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class Whose:
    """Where the thing behind a key lies (nowhere yet: no area), and whether it is restricted."""

    areas: frozenset[UUID] = frozenset()
    is_restricted: bool = False


EVERYBODYS = Whose()


def sees_all(scope: Scope) -> bool:
    return scope.areas is None and scope.sees_restricted and scope.restricted_in is None


def may_hear(scope: Scope, whose: Whose) -> bool:
    """Say whether somebody with this scope may know that this moved."""
    if whose.is_restricted and not (
        scope.sees_restricted and _reaches(scope.restricted_in, whose.areas)
    ):
        return False
    return _reaches(scope.areas, whose.areas)


def whose_key(key: str) -> Whose:
    """Return whom a key such as `incident:17` concerns, by its row as it stands now."""
    subject, _, which = key.partition(":")
    if subject == "incident":
        return _incident(which)
    if subject == "message":
        return _message(which)
    return EVERYBODYS


def _incident(which: str) -> Whose:
    places = ("is_restricted", "community__area", "base__area")
    row = Incident.objects.filter(number=which).values_list(*places).first()
    return Whose(_areas(row[1:]), row[0]) if row else EVERYBODYS


def _message(which: str) -> Whose:
    rows = Message.objects.filter(pk=which).annotate(
        by_reading=F("reading__is_restricted"), by_alert=F("alert_link__alert__is_restricted")
    )
    places = ("focal_point__community__area", "alert_link__alert__community__area")
    row = rows.values_list("by_reading", "by_alert", *places).first()
    if row is None:
        return EVERYBODYS
    by_reading, by_alert, source, alert = row
    return Whose(_areas([source or alert]), bool(by_reading or by_alert))


def _areas(found: Iterable[UUID | None]) -> frozenset[UUID]:
    return frozenset(area for area in found if area is not None)


def _reaches(areas: frozenset[UUID] | None, wanted: frozenset[UUID]) -> bool:
    return areas is None or not wanted or not areas.isdisjoint(wanted)
