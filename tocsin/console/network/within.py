"""What of the network a viewer may act on: a community or a focal point of their own area."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import HttpRequest

from tocsin.actions.brakes import key_of, refuse_for, reserve_look, settle_looks
from tocsin.console.access import right_of, user_of, viewer_of
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.phones import canonical
from tocsin.domain.problems import NOT_ALLOWED, NOT_FOUND, NUMBER_TAKEN, OTHER_AREA, Problem
from tocsin.records.models import Community, FocalPoint


def demand_here(request: HttpRequest, area: UUID | None) -> None:
    """Raise Problem unless the viewer may do in this area what the page is for; None is nobody's own."""
    areas = viewer_of(request).areas_of(right_of(request))
    if areas is not None and area is not None and area not in areas:
        raise Problem(OTHER_AREA)


@contextmanager
def told_whose(request: HttpRequest, number: str) -> Iterator[None]:
    """Count it as a look where somebody is told that a number is somebody's: else numbers could be tried one by one.

    Raises Problem LOOKED_AT_TOO_MANY or LOOKED_AT_FAR_TOO_MANY before anything is tried.
    """
    user, now = user_of(request), now_of(request)
    met: list[str] = []
    kept = reserve_look(user, at=now)
    try:
        yield
    except Problem as problem:
        if problem.kind is NUMBER_TAKEN:
            met = [key_of(canonical(number).value)]
        raise
    finally:
        _, stop = settle_looks(user, kept, met, at=now)
        refuse_for(stop, at=now)


def community_for(request: HttpRequest, code: str) -> Community:
    """Return a community of the viewer's area. Raises Problem for none, and for another's."""
    found = Community.objects.select_related("base", "area").filter(code=code).first()
    if found is None:
        raise Problem(NOT_FOUND)
    areas = viewer_of(request).scope.areas
    if areas is not None and found.area_id is not None and found.area_id not in areas:
        raise Problem(OTHER_AREA)
    return found


def point_for(request: HttpRequest, code: str, right: Right | None = None) -> FocalPoint:
    """Return a focal point of the viewer's area. Raises Problem for none, and for another's."""
    point = FocalPoint.objects.select_related("community__base").filter(code=code).first()
    if point is None:
        raise Problem(NOT_FOUND)
    viewer = viewer_of(request)
    areas = viewer.scope.areas
    if areas is not None and point.community.area_id not in areas:
        raise Problem(OTHER_AREA)
    if right and not viewer.may(right, area=point.community.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(right))
    return point
