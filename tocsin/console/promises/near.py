"""What the registers of promises share: whether a viewer may act for a community, and their list with its form."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tocsin.console.access import viewer_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.records.models import Community

A_PAGE = 50


def may_for(request: HttpRequest, right: Right, community: Community | None) -> bool:
    area = community.area_id if community else None
    return viewer_of(request).may(right, area=area)


def demand_for(request: HttpRequest, right: Right, community: Community | None) -> None:
    """Raise Problem unless the viewer holds this right where the community lies."""
    if not may_for(request, right, community):
        raise Problem(NOT_ALLOWED, right=right_label(right))


def register_page(
    request: HttpRequest, nav: str, found: QuerySet[Any], form: Form, **more: object
) -> HttpResponse:
    """Show a register with its form: open, and 422, when it was filled in wrongly."""
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": nav,
        "page": page,
        "rows": page.object_list,
        "form": form,
        "is_open_form": form.is_bound,
        **more,
    }
    status = 422 if form.is_bound else 200
    return render(request, f"console/promises/{nav}.html", context, status=status)
