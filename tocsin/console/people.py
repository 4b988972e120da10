"""A focal point by code; the name and the number are a second click that is written down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.journal import note
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, OTHER_AREA, Problem
from tocsin.records.models import FocalPoint
from tocsin.records.queries.alerts import alert_rows

LAST_ALERTS = 10


@requires(Right.SEE_BOARD)
@require_GET
def focal_point(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _point(request, code))


@requires(Right.SEE_NAMES)
@require_POST
def open_focal_point(request: HttpRequest, code: str) -> HttpResponse:
    """Show who it is, this once. The log book says who looked and when (domain.md §5.2)."""
    point = _point(request, code)
    if not viewer_of(request).may(Right.SEE_NAMES, area=point.community.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.SEE_NAMES))
    note("focal_point.opened", point, by=user_of(request), at=now_of(request))
    return _page(request, point, name=point.name, number=point.number)


def _page(request: HttpRequest, point: FocalPoint, **opened: str) -> HttpResponse:
    viewer = viewer_of(request)
    last = viewer.scope.alerts().filter(focal_point=point).order_by("-received_at")[:LAST_ALERTS]
    context: dict[str, Any] = {
        "point": point,
        "opened": opened,
        "alerts": alert_rows(last),
        "can_open": viewer.may(Right.SEE_NAMES, area=point.community.area_id),
    }
    return render(request, "console/people/focal_point.html", context)


def _point(request: HttpRequest, code: str) -> FocalPoint:
    point = get_object_or_404(FocalPoint.objects.select_related("community__base"), code=code)
    areas = viewer_of(request).scope.areas
    if areas is not None and point.community.area_id not in areas:
        raise Problem(OTHER_AREA)
    return point
