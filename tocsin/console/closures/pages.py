"""Closing a base: which are being closed, and the five steps of one."""

from collections import Counter

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from tocsin.actions.closures import what_is_left
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.closures.forms import (
    LEFT,
    STATES,
    ContactsForm,
    DecideForm,
    PlanForm,
    ToldForm,
)
from tocsin.console.network_labels import SHARED
from tocsin.console.now import now_of
from tocsin.console.signs.pages import seen_bases
from tocsin.domain.access import Right
from tocsin.domain.closure_words import ClosureState
from tocsin.domain.consent import Given, permits, state_of
from tocsin.records.models import BaseClosure, FocalPoint, HandoverPack
from tocsin.records.queries.focal_points import latest_consents


@requires(Right.SEE_NETWORK)
@require_GET
def closure_list(request: HttpRequest) -> HttpResponse:
    return listed(request)


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    return shown(request, closure_for(request, number), {})


def listed(request: HttpRequest, form: PlanForm | None = None) -> HttpResponse:
    viewer, bases = viewer_of(request), seen_bases(request)
    rows = BaseClosure.objects.select_related("base", "started_by").order_by("-started_at")
    may = [row for row in rows if viewer.may(Right.SEE_NETWORK, area=row.base.area_id)]
    context = {
        "nav": "closures",
        "rows": [(row, STATES[ClosureState(row.state)]) for row in may],
        "form": form or PlanForm(bases=bases),
        "may_plan": Right.PLAN in viewer.rights,
    }
    return render(request, "console/closures/closures.html", context, status=422 if form else 200)


def shown(request: HttpRequest, row: BaseClosure, bound: dict[str, Form]) -> HttpResponse:
    """Show the steps of a closing; a form that was filled in wrongly is shown again."""
    viewer, homes = viewer_of(request), row.homes.select_related("community", "new_base")
    is_open = row.state == ClosureState.PLANNED
    left = what_is_left(row, by=user_of(request)) if is_open else []
    context = {
        "nav": "closures",
        "closure": row,
        "state": STATES[ClosureState(row.state)],
        "is_open": is_open,
        "homes": list(homes.order_by("community__name")),
        "left": [(LEFT[reason], n) for reason, n in left],
        "consents": _consents(request, row),
        "packs": HandoverPack.objects.filter(base=row.base, made_at__gte=row.started_at),
        "forms": {
            "decide": DecideForm(closure=row, auto_id="decide-%s"),
            "told": ToldForm(closure=row, auto_id="told-%s"),
            "contacts": ContactsForm(auto_id="contacts-%s"),
        }
        | bound,
        "may_plan": is_open and viewer.may(Right.PLAN, area=row.base.area_id),
        "may_hand_over": viewer.may(Right.HAND_OVER_CONTACTS, area=row.base.area_id),
    }
    status = 422 if bound else 200
    return render(request, "console/closures/closure.html", context, status=status)


def closure_for(request: HttpRequest, number: int) -> BaseClosure:
    rows = BaseClosure.objects.select_related("base", "started_by", "ended_by")
    row = get_object_or_404(rows, number=number)
    if not viewer_of(request).may(Right.SEE_NETWORK, area=row.base.area_id):
        return get_object_or_404(rows.none())
    return row


def _consents(request: HttpRequest, row: BaseClosure) -> dict[str, object]:
    """Count who agreed to be handed to whom; nobody is named before the list itself is asked for."""
    homes = row.homes.values_list("community", flat=True)
    people = FocalPoint.objects.filter(is_active=True, community__in=homes)
    now, counted = now_of(request), Counter[str]()
    for one in latest_consents(people).values():
        state = state_of(Given(one.given_at, one.expires_at, one.withdrawn_at), now=now)
        shared = frozenset(one.shared_with)
        counted.update(to for to in SHARED if permits(shared, to, state))
    return {"all": people.count(), "rows": [(label, counted[to]) for to, label in SHARED.items()]}
