"""Budgets, plans and sellers of airtime."""

import json
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tocsin.actions.airtime_accounts import keep_account, set_budget, set_plan
from tocsin.channels.airtime.catalogue import SELLERS
from tocsin.console.access import requires, user_of
from tocsin.console.choices import within
from tocsin.console.forms.airtime import LIMITS, AccountForm, BudgetForm, PlanForm, SellerForm
from tocsin.console.network.form_page import form_page, take_form
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.money import in_units
from tocsin.domain.problems import Problem
from tocsin.domain.problems.airtime import AIRTIME_KIND_UNKNOWN
from tocsin.records.models import AirtimeAccount, AirtimeBudget, User


@requires(Right.APPROVE_AIRTIME)
@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest) -> HttpResponse:
    first = _limits(request.GET.get("base", ""))
    form = within(request, BudgetForm(request.POST or None, initial=first))

    def take(*, by: User, at: datetime) -> None:
        set_budget(
            form.cleaned_data["base"],
            currency=form.cleaned_data["currency"],
            added=form.minor,
            largest=form.limit("largest"),
            cap_of_month=form.limit("cap_of_month"),
            second_above=form.limit("second_above"),
            least=form.limit("least"),
            by=by,
            at=at,
        )

    lead = _("Money is only ever added to the ledger. An empty limit allows any amount.")
    title, done = _("Budget for airtime"), _("Written down.")
    return take_form(request, form, take, title, _("Save"), "airtime", lead, said=done)


def _limits(slug: str) -> dict[str, object]:
    """Return the limits that a base has: who adds money must not take them away unseen."""
    row = AirtimeBudget.objects.select_related("base").filter(base__slug=slug).first()
    if row is None:
        return {"currency": "CDF"}
    limits = {name: getattr(row, name) for name in LIMITS}
    written = {name: in_units(one, row.currency) for name, one in limits.items() if one}
    return {"base": row.base, "currency": row.currency, **written}


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    first = {"person": request.GET.get("person", ""), "currency": "CDF"}
    form = within(request, PlanForm(request.POST or None, initial=first))

    def take(*, by: User, at: datetime) -> None:
        said = {name: form.cleaned_data[name] for name in ("currency", "operator", "is_active")}
        set_plan(form.cleaned_data["person"], minor=form.minor, **said, by=by, at=at)

    lead = _("Each month the plan is asked for by itself, once.")
    title = _("Monthly plan")
    done = _("Written down. A person still approves it each month.")
    return take_form(request, form, take, title, _("Save"), "airtime", lead, said=done)


@requires(Right.APPROVE_AIRTIME)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    context = {
        "nav": "network",
        "rows": AirtimeAccount.objects.order_by("rank", "slug"),
        "kind_form": SellerForm(is_exercise=settings.EXERCISE),
    }
    return render(request, "console/network/airtime/accounts.html", context)


@requires(Right.APPROVE_AIRTIME)
@require_http_methods(["GET", "POST"])
def add_account(request: HttpRequest) -> HttpResponse:
    return _account(request, request.GET.get("kind", ""), None)


@requires(Right.APPROVE_AIRTIME)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(AirtimeAccount, slug=slug)
    return _account(request, row.kind, row)


def _account(request: HttpRequest, kind: str, row: AirtimeAccount | None) -> HttpResponse:
    about = SELLERS.get(kind)
    if about is None or (about.is_exercise_only and not settings.EXERCISE):
        raise Problem(AIRTIME_KIND_UNKNOWN, wanted=kind)
    form = AccountForm(request.POST or None, about=about, account=row, initial=_first(row))
    if request.method == "POST" and form.is_valid():
        kept = keep_account(
            slug=row.slug if row else form.cleaned_data["slug"],
            kind=kind,
            title=form.cleaned_data["title"],
            currency=form.cleaned_data["currency"],
            operators=form.cleaned_data["operators"],
            rank=form.cleaned_data["rank"],
            is_enabled=form.cleaned_data["is_enabled"],
            settings=form.settings,
            by=user_of(request),
            at=now_of(request),
            account=row,
        )
        messages.success(request, _("Written down. The engine takes it up at once."))
        return redirect("console:airtime_account", kept.slug)
    title = row.title if row else _("Add a seller")
    note = _where_it_calls(request, row) if row else ""
    return form_page(request, form, title, _("Save"), "airtime_accounts", _(about.title), note)


def _where_it_calls(request: HttpRequest, row: AirtimeAccount) -> str:
    """Say which address is to be entered at the seller, without its secret."""
    names = {setting.name for setting in SELLERS[row.kind].settings}
    address = request.build_absolute_uri(f"/sold/{row.slug}/")
    if "webhook_secret" in names:
        return _("Webhook to enter at the seller: %(address)s") % {"address": address}
    if "callback_secret" in names:
        said = _("Address to enter at the seller: %(address)s, followed by the secret.")
        return " ".join([said % {"address": address}, _asks_at(row, address)]).strip()
    return ""


def _asks_at(row: AirtimeAccount, address: str) -> str:
    """Say at which address a seller may ask before it sells."""
    if not SELLERS[row.kind].asks_first:
        return ""
    said = _(
        "To be asked before each sale, enter %(address)s with the secret as validation callback."
    )
    return said % {"address": f"{address}validate/"}


def _first(row: AirtimeAccount | None) -> dict[str, object]:
    if row is None:
        return {"currency": "CDF"}
    secret = {s.name for s in SELLERS[row.kind].settings if s.is_secret}
    kept = {k: v for k, v in json.loads(row.settings).items() if k not in secret}
    return {
        "title": row.title,
        "currency": row.currency,
        "operators": row.operators,
        "rank": row.rank,
        "is_enabled": row.is_enabled,
        **{f"set_{name}": value for name, value in kept.items()},
    }
