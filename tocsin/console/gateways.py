"""Gateways: add, change, switch, test, and look at what none of them could read."""

from base64 import b64decode
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions import gateway_drafts as drafts
from tocsin.actions import gateways as carriers
from tocsin.actions.balances import want_balance
from tocsin.actions.unreadable import see_unreadable
from tocsin.channels.catalogue import KINDS
from tocsin.channels.contract import Ability
from tocsin.console.access import requires, user_of
from tocsin.console.forms.gateways import GatewayForm, KindForm, TestForm
from tocsin.console.gateway_drafts import waiting_drafts
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import GATEWAY_UNKNOWN_KIND, NOT_FOUND, Problem
from tocsin.records.models import Delivery, Gateway, UnreadableArrival
from tocsin.records.queries.gateways import gateway_lines, unreadable_lines, unseen_like

SHOWN = 4000  # characters of something unreadable: enough to see what it is


@requires(Right.MANAGE_GATEWAYS)
@require_GET
def gateway_list(request: HttpRequest) -> HttpResponse:
    context = {
        "nav": "gateways",
        "rows": gateway_lines(),
        "drafts": waiting_drafts(request),
        "unreadable": unreadable_lines(),
        "kind_form": KindForm(is_exercise=settings.EXERCISE),
    }
    return render(request, "console/gateways/list.html", context)


@requires(Right.MANAGE_GATEWAYS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    about = KINDS.get(kind)
    if about is None:
        raise Problem(GATEWAY_UNKNOWN_KIND, kind=kind)
    form = GatewayForm(request.POST or None, about=about)
    if request.method == "POST" and form.is_valid():
        drafts.draft_addition(
            slug=form.cleaned_data["slug"],
            kind=kind,
            title=form.cleaned_data["title"],
            settings=form.settings,
            rank=form.cleaned_data["rank"],
            by=user_of(request),
            at=now_of(request),
        )
        messages.success(request, _("Written down. It waits for a second administrator."))
        return redirect("console:gateways")
    context = {"nav": "gateways", "form": form, "about": about}
    return render(request, "console/gateways/add.html", context, status=_status(form.errors))


@requires(Right.MANAGE_GATEWAYS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One carrier: its health, its addresses for the provider, its settings."""
    gateway = get_object_or_404(Gateway, slug=slug)
    about = KINDS.get(gateway.kind)
    first = {"title": gateway.title, "rank": gateway.rank}
    form = (
        GatewayForm(request.POST or None, about=about, gateway=gateway, initial=first)
        if about
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        draft = drafts.draft_change(
            gateway,
            title=form.cleaned_data["title"],
            settings=form.settings,
            rank=form.cleaned_data["rank"],
            version=form.cleaned_data["version"],
            by=user_of(request),
            at=now_of(request),
        )
        waits = _("Written down. It waits for a second administrator.")
        messages.success(request, waits if draft else _("Changed."))
        return redirect("console:gateway", slug)
    context = {
        "nav": "gateways",
        "gateway": gateway,
        "drafts": [one for one in waiting_drafts(request) if one.row.gateway == gateway],
        "about": about,
        "can_ask_balance": about is not None and Ability.BALANCE in about.abilities,
        "form": form,
        "test_form": TestForm(),
        "addresses": _addresses(request, gateway),
        "tests": _tests(gateway),
    }
    status = _status(form.errors if form else {})
    return render(request, "console/gateways/page.html", context, status=status)


@requires(Right.MANAGE_GATEWAYS)
@require_POST
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    gateway = get_object_or_404(Gateway, slug=slug)
    change = carriers.disable_gateway if gateway.is_enabled else carriers.enable_gateway
    change(gateway, by=user_of(request), at=now_of(request))
    return redirect("console:gateway", slug)


@requires(Right.MANAGE_GATEWAYS)
@require_POST
def test(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a test text through this carrier alone; its fate shows on the page."""
    gateway = get_object_or_404(Gateway, slug=slug)
    form = TestForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"]
        carriers.test_gateway(gateway, number, by=user_of(request), at=now_of(request))
        messages.success(request, _("The test is on its way. Reload to see what became of it."))
    return redirect("console:gateway", slug)


@requires(Right.MANAGE_GATEWAYS)
@require_POST
def ask_balance(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the network asked what the SIM card holds; the answer comes to the gateway's door."""
    gateway = get_object_or_404(Gateway, slug=slug)
    about = KINDS.get(gateway.kind)
    if about is None or Ability.BALANCE not in about.abilities:
        raise Problem(NOT_FOUND)
    want_balance(gateway, by=user_of(request), at=now_of(request))
    messages.success(request, _("It is asked within a minute."))
    return redirect("console:gateway", slug)


@requires(Right.MANAGE_GATEWAYS)
@require_GET
def unreadable(request: HttpRequest, key: UUID) -> HttpResponse:
    """What could not be read, as text, so that an administrator can see what is wrong."""
    row = get_object_or_404(UnreadableArrival.objects.select_related("gateway"), pk=key)
    body = b64decode(row.body or "").decode("utf-8", errors="replace")[:SHOWN]
    others = unseen_like(row, until=now_of(request)).exclude(pk=row.pk).count()
    context = {"nav": "gateways", "row": row, "body": body, "others": others}
    return render(request, "console/gateways/unreadable.html", context)


@requires(Right.MANAGE_GATEWAYS)
@require_POST
def look_at_unreadable(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that one has looked: until then the watchdog calls for somebody who does."""
    row = get_object_or_404(UnreadableArrival, pk=key)
    and_its_like = "like" in request.POST
    see_unreadable(row, by=user_of(request), at=now_of(request), and_its_like=and_its_like)
    messages.success(request, _("Written down: you have looked at it."))
    return redirect("console:gateways")


def _addresses(request: HttpRequest, gateway: Gateway) -> list[tuple[str, str]]:
    about = KINDS.get(gateway.kind)
    door = request.build_absolute_uri(f"/in/{gateway.slug}/")
    return [(_(one.label), f"{door}{one.path}") for one in about.callbacks] if about else []


def _tests(gateway: Gateway) -> list[Delivery]:
    found = Delivery.objects.filter(gateway=gateway, notification__purpose="gateway_test")
    return list(found.order_by("-created_at")[:5])


def _status(errors: Any) -> int:
    return 422 if errors else 200
