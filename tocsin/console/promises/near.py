"""Whether a viewer may act for a community of theirs."""

from django.http import HttpRequest

from tocsin.console.access import viewer_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.records.models import Community


def may_for(request: HttpRequest, right: Right, community: Community | None) -> bool:
    area = community.area_id if community else None
    return viewer_of(request).may(right, area=area)


def demand_for(request: HttpRequest, right: Right, community: Community | None) -> None:
    """Raise Problem unless the viewer holds this right where the community lies."""
    if not may_for(request, right, community):
        raise Problem(NOT_ALLOWED, right=right_label(right))
