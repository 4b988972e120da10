"""Handsets, SIM cards and power: the register, one thing's life, its receipt, repair trips."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.handsets import add_handset, fit_sim, look_at_power, step_handset
from tocsin.actions.texts import local
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.choices import within
from tocsin.console.filters import chips, kept
from tocsin.console.forms.kit import HandsetForm, IssueForm, PowerForm, SimForm
from tocsin.console.kit_labels import HANDSET_KINDS, HANDSETS
from tocsin.console.network.form_page import form_page
from tocsin.console.network.receipt import receipt_of
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.handset_words import Charge, HandsetKind, HandsetState, HandsetStep
from tocsin.domain.handsets import DRILLED, GONE, HELD, is_unheard, steps_from
from tocsin.domain.problems import NOT_ALLOWED, OTHER_AREA, Problem
from tocsin.formats.printing import print_pdf
from tocsin.records.models import Handset, RepairTrip

A_PAGE = 50


@requires(Right.SEE_NETWORK)
@require_GET
def handsets(request: HttpRequest) -> HttpResponse:
    rows = _rows(request)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("id")))
    state = request.GET.get("state", "")
    shown = rows.filter(state=state) if state in set(HandsetState) else rows
    query = request.GET.get("q", "").strip()
    if query:
        named = Q(code__icontains=query) | Q(holder__code__icontains=query)
        named |= Q(model__icontains=query) | Q(sims__code__iexact=query)
        shown = shown.filter(named).distinct()
    page = Paginator(shown.order_by("code"), A_PAGE).get_page(request.GET.get("page"))
    now = now_of(request)
    lines = [
        (one, one.state in HELD and is_unheard(_heard(one), one.issued_at, now))
        for one in page.object_list
    ]
    trips = RepairTrip.objects.filter(base__in=rows.values("base")).select_related("base")
    context = {
        "nav": "network",
        "lines": lines,
        "page": page,
        "query": query,
        "kept": kept(request, "state"),
        "chips": chips(request, "state", [(str(c), w) for c, w in HANDSETS.items()], counts),
        "trips": trips.annotate(n=Count("repairs")).order_by("-planned_on")[:10],
    }
    return render(request, "console/network/handsets/list.html", context)


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = within(request, HandsetForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "kind": HandsetKind(form.cleaned_data["kind"])}
        row = add_handset(**said, by=user_of(request), at=now_of(request))
        return redirect("console:handset", row.code)
    return form_page(request, form, _("Add a handset"), _("Add"), "handsets")


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, code: str) -> HttpResponse:
    row = handset_for(request, code)
    power = {"battery": row.battery, "solar": row.solar, "charged_by": row.charged_by}
    alone = [s for s in steps_from(HandsetState(row.state)) if s not in DRILLED]
    context: dict[str, Any] = {
        "nav": "network",
        "row": row,
        "sims": row.sims.order_by("code"),
        "repairs": row.repairs.exclude(result="").select_related("trip").order_by("-trip__done_on"),
        "events": row.events.select_related("holder").order_by("-at")[:50],
        "steps": [step for step in alone if step is not HandsetStep.ISSUE],
        "issue_form": within(request, IssueForm()) if HandsetStep.ISSUE in alone else None,
        "can_be_lost": HandsetStep.LOSE in steps_from(HandsetState(row.state)),
        "drill": row.drills.filter(closed_at=None).first(),
        "is_gone": row.state in GONE,
        "power_form": PowerForm(initial=power),
        "sim_form": SimForm(),
        "may_change": _may_change(request, row),
    }
    return render(request, "console/network/handsets/page.html", context)


@requires(Right.MANAGE_NETWORK)
@require_POST
def step(request: HttpRequest, code: str) -> HttpResponse:
    row = handset_for(request, code, to_change=True)
    wanted = request.POST.get("step", "")
    holder = None
    if wanted == HandsetStep.ISSUE:
        form = within(request, IssueForm(request.POST))
        holder = form.cleaned_data["holder"] if form.is_valid() else None
    taken = HandsetStep(wanted) if wanted in set(HandsetStep) else HandsetStep.LOSE
    step_handset(row, taken, by=user_of(request), at=now_of(request), holder=holder)
    if holder is not None:
        messages.success(request, _("Issued. Print the receipt and let it be signed."))
    return redirect("console:handset", code)


@requires(Right.MANAGE_NETWORK)
@require_POST
def power(request: HttpRequest, code: str) -> HttpResponse:
    row, form = handset_for(request, code, to_change=True), PowerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        solar = Charge(said["solar"]) if said["solar"] else None
        look_at_power(
            row,
            battery=Charge(said["battery"]),
            solar=solar,
            charged_by=said["charged_by"],
            by=user_of(request),
            at=now_of(request),
        )
    return redirect("console:handset", code)


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def sim(request: HttpRequest, code: str) -> HttpResponse:
    row, form = handset_for(request, code, to_change=True), SimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fit_sim(row, **form.cleaned_data, by=user_of(request), at=now_of(request))
        return redirect("console:handset", code)
    return form_page(request, form, _("Put in a SIM card"), _("Save"), "handsets", row.code)


@requires(Right.SEE_NETWORK)
@require_GET
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What is signed when a thing is handed over; the signature is the only name on it."""
    row, now = handset_for(request, code), now_of(request)
    kind = str(HANDSET_KINDS[HandsetKind(row.kind)])
    content = receipt_of(row, kind=kind, at=local(now), is_exercise=settings.EXERCISE)
    pdf = print_pdf("form", content, made_at=now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipt-{row.code}.pdf"'
    return response


def handset_for(request: HttpRequest, code: str, *, to_change: bool = False) -> Handset:
    """Return a handset that this viewer may see and, if asked, change."""
    row = get_object_or_404(Handset.objects.select_related("base", "holder__community"), code=code)
    areas = viewer_of(request).scope.areas
    if areas is not None and row.base.area_id not in areas:
        raise Problem(OTHER_AREA)
    if to_change and not _may_change(request, row):
        raise Problem(NOT_ALLOWED, right=right_label(Right.MANAGE_NETWORK))
    return row


def _may_change(request: HttpRequest, row: Handset) -> bool:
    return viewer_of(request).may(Right.MANAGE_NETWORK, area=row.base.area_id)


def _rows(request: HttpRequest) -> Any:
    areas = viewer_of(request).scope.areas
    rows = Handset.objects.select_related("base", "holder")
    return rows if areas is None else rows.filter(base__area__in=areas)


def _heard(row: Handset) -> Any:
    return row.holder.last_heard_at if row.holder else None
