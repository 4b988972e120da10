"""Focal points by code: the list, one of them, who it is (written down), and enrolling somebody."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.focal_points import enrol
from tocsin.actions.focal_points import open_focal_point as note_opened
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.forms.network import EnrolForm
from tocsin.console.network.steps import STEPS
from tocsin.console.network.within import community_for, point_for, told_whose
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.consent import Given, state_of
from tocsin.domain.network_words import NumberState
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.records.models import Consent, FocalPoint
from tocsin.records.queries.alerts import alert_rows
from tocsin.records.queries.focal_points import PersonRow, person_rows
from tocsin.records.queries.near_villages import near_villages
from tocsin.records.queries.near_warnings import warning_rows
from tocsin.records.queries.phone_credit import credit_of

A_PAGE = 50
LAST_ALERTS = 10
NEAR = ("person__community", "holder__community", "warned_by")
SHOWN = [
    ("to_do", gettext_lazy("Something to do")),
    ("silent", gettext_lazy("Never written to")),
    ("left", gettext_lazy("Left")),
]


@requires(Right.SEE_NETWORK)
@require_GET
def focal_point_list(request: HttpRequest) -> HttpResponse:
    found = person_rows(
        viewer_of(request).scope,
        show=request.GET.get("show", ""),
        words=request.GET.get("q", "").strip(),
        now=now_of(request),
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "network",
        "page": page,
        "rows": [PersonRow.of(one, now=now_of(request)) for one in page.object_list],
        "chips": chips(request, "show", SHOWN),
        "query": request.GET.get("q", ""),
    }
    return render(request, "console/network/focal_points.html", context)


@requires(Right.SEE_BOARD)
@require_GET
def focal_point(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, point_for(request, code))


@requires(Right.SEE_NAMES)
@require_POST
def open_focal_point(request: HttpRequest, code: str) -> HttpResponse:
    """Show who it is, this once. The log book says who looked and when (domain.md §5.2)."""
    point = point_for(request, code, Right.SEE_NAMES)
    note_opened(point, by=user_of(request), at=now_of(request))
    portrait = getattr(point, "portrait", None)
    picture = f"data:{portrait.kind};base64,{portrait.picture}" if portrait else ""
    opened = {
        name: getattr(point, name) for name in ("name", "number", "safe_note", "notes", "challenge")
    }
    return _page(request, point, is_open=True, picture=picture, **opened)


@requires(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def enrol_focal_point(request: HttpRequest, community: str) -> HttpResponse:
    """Enter somebody who agreed to it."""
    home = community_for(request, community)
    if not viewer_of(request).may(Right.MANAGE_DIRECTORY, area=home.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.MANAGE_DIRECTORY))
    form = EnrolForm(request.POST or None, initial={"grade": "F", "language": "sw"})
    if form.is_valid():
        with told_whose(request, form.cleaned_data["number"]):
            person = enrol(
                home,
                number=form.cleaned_data["number"],
                about=form.about,
                agreed=form.agreed,
                by=user_of(request),
                at=now_of(request),
            )
        messages.success(request, _("Enrolled as %(code)s.") % {"code": person.code})
        return redirect("console:focal_point", person.code)
    status = 422 if form.errors else 200
    context = {"nav": "network", "home": home, "form": form}
    return render(request, "console/network/enrol.html", context, status=status)


def _page(request: HttpRequest, point: FocalPoint, **opened: Any) -> HttpResponse:
    viewer, now = viewer_of(request), now_of(request)
    last = viewer.scope.alerts().filter(focal_point=point).order_by("-received_at")[:LAST_ALERTS]
    area = point.community.area_id
    consent = point.consents.order_by("-given_at").first()
    can_change = viewer.may(Right.MANAGE_DIRECTORY, area=area)
    is_lost = point.number_state == NumberState.COMPROMISED
    context: dict[str, Any] = {
        "nav": "network",
        "point": point,
        "opened": opened,
        "alerts": alert_rows(last, viewer.scope),
        "consent": consent,
        "consent_state": consent_state(consent, now=now),
        "can_open": viewer.may(Right.SEE_NAMES, area=area),
        "can_change": can_change,
        "steps": [step for step in STEPS.values() if step.applies(point)] if can_change else [],
        "is_compromised": is_lost,
        "villages": near_villages(point, at=now) if is_lost else [],
        "near": warning_rows(point.near_warnings.select_related(*NEAR), now=now),
        "old_numbers": point.old_numbers.order_by("-since"),
        "credit": credit_of(point.code, at=now),
        # Duress is restricted: its sign may be seen over a shoulder.
        "is_forced": point.duress_since if Right.SEE_RESTRICTED in viewer.rights else None,
    }
    return render(request, "console/people/focal_point.html", context)


def consent_state(consent: Consent | None, *, now: Any) -> str:
    if consent is None:
        return state_of(None, now=now).value
    given = Given(consent.given_at, consent.expires_at, consent.withdrawn_at)
    return state_of(given, now=now).value
