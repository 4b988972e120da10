"""Which roles somebody holds, where, how far they let them see, and what they widened for themselves for hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tocsin.domain.access import Right, may, rights_of
from tocsin.domain.widening import widened_roles
from tocsin.domain.widening_words import WideningKind
from tocsin.domain.words import Role
from tocsin.records.models import Area, Assignment, Incident, User, Widening
from tocsin.records.queries.scope import Scope

Held = tuple[tuple[Role, UUID | None], ...]
"""Roles with their areas; None is everywhere."""

SEES = frozenset({Right.SEE_BOARD, Right.SEE_NETWORK})


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody widened for themselves and is open now."""

    widenings: tuple[UUID, ...] = ()
    restricted: bool = False


NOTHING_OPENED = Opened()


def held_by(user: User, *, now: datetime) -> Held:
    """Return the roles with their areas; an area brings its parts, down to the last."""
    return standing_of(user, now=now)[0]


def standing_of(user: User, *, now: datetime) -> tuple[Held, Opened]:
    """Return the roles that count now, those in areas that were opened among them, and what is opened."""
    rows = Assignment.objects.filter(user=user).held(now)
    held: list[tuple[Role, UUID | None]] = [
        (Role(role), area) for role, area in rows.values_list("role", "area_id")
    ]
    open_ = Widening.objects.filter(user=user, ended_at=None, until__gt=now)
    opened = list(open_.values_list("pk", "kind", "area_id"))
    for role in sorted(widened_roles([role for role, _ in held])) if opened else ():
        held += [(role, area) for _, kind, area in opened if kind == WideningKind.AREA]
    is_restricted = any(kind == WideningKind.RESTRICTED for _, kind, _ in opened)
    return _spread(held), Opened(tuple(key for key, _, _ in opened), is_restricted)


def scope_of(held: Held, opened: Opened = NOTHING_OPENED) -> Scope:
    """Return what these roles show: each where it is held, and what is restricted where that right is held."""
    places = [area for role, area in held if rights_of([role]) & SEES]
    guarded = [area for role, area in held if Right.SEE_RESTRICTED in rights_of([role])]
    if opened.restricted:
        further = widened_roles([role for role, _ in held])
        guarded += [area for role, area in held if role in further]
    return Scope(bool(guarded), _where(places), restricted_in=_where(guarded))


def may_here(held: Held, right: Right, *, area: UUID | None, is_restricted: bool = False) -> bool:
    """Say whether these roles may do this to a thing of this area; None is a thing without place."""
    roles = [role for role, where in held if where is None or area in (None, where)]
    return may(roles, right, area_match=bool(roles), restricted=is_restricted)


def area_of(incident: Incident) -> UUID | None:
    """Return the area whose roles act on an incident: its community's, else its base's."""
    if incident.community and incident.community.area_id:
        return incident.community.area_id
    return incident.base.area_id if incident.base else None


def with_parts(area: UUID) -> frozenset[UUID]:
    """Return an area and all that lies in it."""
    parents = dict(Area.objects.values_list("pk", "parent"))
    return frozenset(part for part in _with_parts(area, parents) if part)


def _where(places: Iterable[UUID | None]) -> frozenset[UUID] | None:
    found = frozenset(places)
    return None if None in found else frozenset(area for area in found if area is not None)


def _spread(held: Sequence[tuple[Role, UUID | None]]) -> Held:
    if all(area is None for _, area in held):
        return tuple(held)
    parents = dict(Area.objects.values_list("pk", "parent"))
    return tuple((role, part) for role, area in held for part in _with_parts(area, parents))


def _with_parts(area: UUID | None, parents: Mapping[UUID, UUID | None]) -> list[UUID | None]:
    found: list[UUID | None] = [area]
    for part in found:
        if part is not None:
            found += [child for child, parent in parents.items() if parent == part]
    return found
