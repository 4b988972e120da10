"""Communities: the list, the profile of one, its change, and how it was before."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tocsin.actions.communities import change_profile
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.forms.community import ProfileForm
from tocsin.console.forms.community_place import MoveForm
from tocsin.console.grid import grid_of
from tocsin.console.labels import LANGUAGES
from tocsin.console.network.community_places import what_is_next
from tocsin.console.network.within import community_for
from tocsin.console.network_labels import MEANS, SIGNALS
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.coverage import QUIET_FOR
from tocsin.domain.problems import NOT_ALLOWED, NOT_FOUND, Problem
from tocsin.records.models import Base, CommunityVersion
from tocsin.records.queries.alerts import alert_rows
from tocsin.records.queries.coverage import CoverFilter, cover_rows, survey

A_PAGE = 50
LAST = 10


@requires(Right.SEE_NETWORK)
@require_GET
def community_list(request: HttpRequest) -> HttpResponse:
    wanted = CoverFilter(base=request.GET.get("base", ""), words=request.GET.get("q", "").strip())
    seen = survey(viewer_of(request).scope, wanted, now=now_of(request), quiet_days=QUIET_FOR)
    page = Paginator(seen.found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "network",
        "page": page,
        "rows": cover_rows(list(page.object_list)),
        "wanted": wanted,
        "bases": Base.objects.filter(closed_at=None).order_by("name"),
    }
    return render(request, "console/network/communities.html", context)


@requires(Right.SEE_NETWORK)
@require_GET
def community(request: HttpRequest, code: str) -> HttpResponse:
    row, viewer = community_for(request, code), viewer_of(request)
    last = viewer.scope.alerts().filter(community=row).order_by("-received_at")[:LAST]
    can_change = viewer.may(Right.MANAGE_DIRECTORY, area=row.area_id)
    context = {
        "nav": "network",
        "row": row,
        "people": row.focal_points.filter(is_active=True).order_by("code"),
        "networks": row.networks.order_by("operator"),
        "versions": row.versions.select_related("replaced_by").order_by("-number")[:LAST],
        "alerts": alert_rows(last, viewer.scope),
        "can_change": can_change,
        "next": what_is_next(row) if can_change else [],
        "grid": grid_of(row.lat, row.lon),
    }
    return render(request, "console/network/community.html", context)


@requires(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def change_community(request: HttpRequest, code: str) -> HttpResponse:
    row = community_for(request, code)
    if not viewer_of(request).may(Right.MANAGE_DIRECTORY, area=row.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.MANAGE_DIRECTORY))
    form = ProfileForm.of(row, request.POST or None)
    if form.is_valid():
        change_profile(
            row,
            form.about,
            networks=form.cleaned_data["networks"],
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=user_of(request),
            at=now_of(request),
        )
        messages.success(request, _("Kept. The version before stays readable."))
        return redirect("console:community", row.code)
    status = 422 if form.errors else 200
    context = {"nav": "network", "row": row, "form": form}
    return render(request, "console/network/change_community.html", context, status=status)


@requires(Right.SEE_NETWORK)
@require_GET
def community_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A profile as it stood before a change."""
    row = community_for(request, code)
    found = CommunityVersion.objects.filter(community=row, number=number).first()
    if found is None:
        raise Problem(NOT_FOUND)
    before: dict[str, Any] = json.loads(found.body)
    fields = {**MoveForm.base_fields, **ProfileForm.base_fields}
    labels = {name: field.label for name, field in fields.items()}
    labels |= {"lat": _("Latitude"), "lon": _("Longitude")}
    labels["languages"] = labels["spoken"]
    facts = [
        (labels.get(name, name), _said(name, value), name in found.changed)
        for name, value in before.items()
    ]
    context = {"nav": "network", "row": row, "version": found, "facts": facts}
    return render(request, "console/network/community_version.html", context)


def _said(name: str, value: Any) -> str:
    """Return a field of a version in words; codes of vocabularies as their labels."""
    if isinstance(value, dict):
        return " ".join(_said(part, one) for part, one in value.items() if one)
    if isinstance(value, list):
        return ", ".join(_said(name, one) for one in value)
    label = _WORDS.get(name, {}).get(value) if isinstance(value, str) else None
    return str(label) if label else "" if value is None else str(value)


_WORDS: Mapping[str, Mapping[Any, Promise]] = {
    "dry_by": MEANS,
    "wet_by": MEANS,
    "languages": LANGUAGES,
    "signal": SIGNALS,
}
