"""Which roles somebody holds and where, and what they may do with a thing of one place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.domain.access import Right, may
from tocsin.domain.words import Role
from tocsin.records.models import Area, Assignment, Incident, User

Held = tuple[tuple[Role, UUID | None], ...]


def held_by(user: User, now: datetime) -> Held:
    """Return the roles with their areas; an area brings its parts, down to the last. None is everywhere."""
    rows = Assignment.objects.filter(user=user).held(now)
    held: Held = tuple((Role(role), area) for role, area in rows.values_list("role", "area_id"))
    if all(area is None for _, area in held):
        return held
    parents: dict[Any, Any] = dict(Area.objects.values_list("pk", "parent"))
    return tuple(
        (role, part)
        for role, area in held
        for part in ([area] if area is None else _parts(area, parents))
    )


def may_here(held: Held, right: Right, *, area: UUID | None, is_restricted: bool = False) -> bool:
    """Say whether these roles may do this to a thing of this area; None is a thing without place."""
    roles = [role for role, where in held if where is None or area in (None, where)]
    return may(roles, right, area_match=bool(roles), restricted=is_restricted)


def area_of(incident: Incident) -> UUID | None:
    """Return the area whose roles act on an incident: its community's, else its base's."""
    if incident.community and incident.community.area_id:
        return incident.community.area_id
    return incident.base.area_id if incident.base else None


def _parts(area: UUID, parents: dict[UUID, UUID | None]) -> list[UUID]:
    found = [area]
    for part in found:
        found += [child for child, parent in parents.items() if parent == part]
    return found
