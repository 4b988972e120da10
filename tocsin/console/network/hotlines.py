"""Emergency numbers: the register, handing them out, printing cards and posters."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tocsin.actions.hotlines import add_hotline, end_hotline, finish_campaign, plan_campaign
from tocsin.console.access import requires, viewer_of
from tocsin.console.choices import within
from tocsin.console.forms.kit import CampaignForm, DoneForm, EndForm, HotlineForm, PrintForm
from tocsin.console.network.form_page import take_form
from tocsin.console.network.within import demand_here
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.kit import HOTLINE_NONE_VALID
from tocsin.formats.cards import PublicNumber, Sheet, print_cards
from tocsin.records.models import Campaign, Community, Hotline, OldNumberUse, User

SHOWN = 50


@requires(Right.SEE_NETWORK)
@require_GET
def hotlines(request: HttpRequest) -> HttpResponse:
    now, areas = now_of(request), viewer_of(request).scope.areas
    rows = Hotline.objects.select_related("base", "replaced_by").order_by("base__name", "code")
    campaigns = Campaign.objects.select_related("community").order_by("-planned_on")
    uses = OldNumberUse.objects.select_related("hotline", "community").order_by("-at")
    if areas is not None:
        rows = rows.filter(base__area__in=areas)
        campaigns = campaigns.filter(community__area__in=areas)
        uses = uses.filter(hotline__base__area__in=areas)
    context = {
        "nav": "network",
        "valid": rows.valid(now),
        "to_come": rows.filter(valid_from__gt=now),
        "ended": rows.ended(now)
        .annotate(n_uses=Count("old_uses"))
        .order_by("-valid_until")[:SHOWN],
        "campaigns": campaigns[:SHOWN],
        "uses": uses[:10],
    }
    return render(request, "console/network/hotlines/list.html", context)


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = within(request, HotlineForm(request.POST or None))

    def take(*, by: User, at: datetime) -> None:
        said = {**form.cleaned_data, "valid_from": form.cleaned_data["valid_from"] or at}
        add_hotline(**said, by=by, at=at)

    lead = _("Written down as it is: what is not free must not be printed as free.")
    done = _("Added. Print its cards, then plan where they go.")
    title = _("Add an emergency number")
    return take_form(request, form, take, title, _("Add"), "hotlines", lead, said=done)


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, code: str) -> HttpResponse:
    row = get_object_or_404(Hotline.objects.select_related("base"), code=code)
    demand_here(request, row.base.area_id)
    form = within(request, EndForm(request.POST or None))

    def take(*, by: User, at: datetime) -> None:
        said = {**form.cleaned_data, "until": form.cleaned_data["until"] or at}
        end_hotline(row, **said, by=by, at=at)

    lead = _("Keep the SIM card in a gateway: whoever still uses the number is told the new one.")
    return take_form(request, form, take, _("End %s") % row.code, _("End it"), "hotlines", lead)


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    first = {"community": Community.objects.filter(code=request.GET.get("community", "")).first()}
    form = within(request, CampaignForm(request.POST or None, initial=first))

    def take(*, by: User, at: datetime) -> None:
        plan_campaign(form.cleaned_data.pop("community"), **form.cleaned_data, by=by, at=at)

    return take_form(request, form, take, _("Plan a distribution"), _("Plan it"), "hotlines")


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, key: Any) -> HttpResponse:
    row = get_object_or_404(Campaign.objects.select_related("community"), pk=key)
    demand_here(request, row.community.area_id)
    first = {"on": row.planned_on, "cards": row.cards, "posters": row.posters}
    form = DoneForm(request.POST or None, initial=first)

    def take(*, by: User, at: datetime) -> None:
        finish_campaign(row, **form.cleaned_data, by=by, at=at)

    lead = _("What was really handed out in %s.") % row.community.name
    return take_form(request, form, take, _("Distribution done"), _("Save"), "hotlines", lead)


@requires(Right.SEE_NETWORK)
@require_GET
def print_page(request: HttpRequest) -> HttpResponse:
    """Choose what to print; the form leads to the PDF."""
    asked = request.GET if request.GET.get("sheet") else None
    first = {"community": request.GET.get("community", ""), "sheet": Sheet.CARDS.value}
    form = PrintForm(asked, initial=first)
    context = {"nav": "network", "form": form}
    return render(request, "console/network/hotlines/print.html", context)


@requires(Right.SEE_NETWORK)
@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """The sheets as PDF. Its name says what it is, and not for whom."""
    form = PrintForm(request.GET)
    if not form.is_valid():
        context = {"nav": "network", "form": form}
        return render(request, "console/network/hotlines/print.html", context, status=422)
    community, now = form.cleaned_data["community"], now_of(request)
    rows = Hotline.objects.valid(now).filter(base=community.base).order_by("-is_free", "operator")
    numbers = [
        PublicNumber(row.number, row.operator, row.is_free, row.takes_missed_calls) for row in rows
    ]
    if not numbers:
        raise Problem(HOTLINE_NONE_VALID, community=community.name)
    sheet = Sheet(form.cleaned_data["sheet"])
    pdf = print_cards(
        sheet,
        numbers,
        form.spoken(),
        made_at=now,
        has_code=form.cleaned_data["code"],
        is_exercise=settings.EXERCISE,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{sheet.value}.pdf"'
    return response
