"""The steps of closing a base: plan, decide for each community, tell it, hand contacts over, close."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions import closures
from tocsin.actions.handing_over import COLUMNS, hand_over_contacts
from tocsin.actions.texts import local
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.closures.forms import ContactsForm, DecideForm, PlanForm, ToldForm
from tocsin.console.closures.pages import closure_for, listed, shown
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.console.sheet_file import csv_file
from tocsin.console.signs.pages import seen_bases
from tocsin.domain.access import Right
from tocsin.domain.network_words import SharedWith
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.records.models import BaseClosure


@requires(Right.PLAN)
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    today = local(now_of(request)).date()
    form = PlanForm(request.POST, bases=seen_bases(request), today=today)
    if not form.is_valid():
        return listed(request, form)
    said = form.cleaned_data
    _demand(request, Right.PLAN, said["base"].area_id)
    row = closures.plan_closure(
        said["base"], reason=said["reason"], planned_for=said["planned_for"], by=user_of(request),
        at=now_of(request),
    )  # fmt: skip
    messages.success(request, _("Planned. Each community waits for a decision now."))
    return redirect("console:closure", row.number)


@requires(Right.PLAN)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    row = _acting_on(request, number)
    form = DecideForm(request.POST, closure=row, auto_id="decide-%s")
    if not form.is_valid():
        return shown(request, row, {"decide": form})
    said = form.cleaned_data
    closures.decide_home(
        row.homes.get(community=said["community"]), said["new_base"],
        loses_cover=said["loses_cover"], by=user_of(request), at=now_of(request),
    )  # fmt: skip
    messages.success(request, _("Decided. Tell the community next."))
    return redirect("console:closure", number)


@requires(Right.LOG)
@require_POST
def told(request: HttpRequest, number: int) -> HttpResponse:
    row = closure_for(request, number)
    _demand(request, Right.LOG, row.base.area_id)
    form = ToldForm(request.POST, closure=row, auto_id="told-%s")
    if not form.is_valid():
        return shown(request, row, {"told": form})
    said, now = form.cleaned_data, now_of(request)
    closures.tell_home(
        row.homes.get(community=said["community"]), how=said["how"],
        told_at=said["told_at"] or now, by=user_of(request), at=now,
    )  # fmt: skip
    messages.success(request, _("Written down."))
    return redirect("console:closure", number)


@requires(Right.HAND_OVER_CONTACTS)
@require_POST
def contacts(request: HttpRequest, number: int) -> HttpResponse:
    """Give the list of those of this base who agreed to be handed to this addressee, and of nobody else."""
    row = closure_for(request, number)
    _demand(request, Right.HAND_OVER_CONTACTS, row.base.area_id)
    form = ContactsForm(request.POST, auto_id="contacts-%s")
    if not form.is_valid():
        return shown(request, row, {"contacts": form})
    scope = replace(viewer_of(request).scope, base=row.base_id)
    addressee = SharedWith(form.cleaned_data["addressee"])
    rows = hand_over_contacts(scope, addressee, by=user_of(request), at=now_of(request))
    return csv_file(f"contacts-{row.base.slug}-{addressee}", COLUMNS, rows)


@requires(Right.PLAN)
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    closures.drop_closure(_acting_on(request, number), by=user_of(request), at=now_of(request))
    messages.success(request, _("The base stays open. Tell those again who were told otherwise."))
    return redirect("console:closure", number)


@requires(Right.PLAN)
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    closures.close_base(_acting_on(request, number), by=user_of(request), at=now_of(request))
    messages.success(request, _("The base is closed. Its communities follow their new bases."))
    return redirect("console:closure", number)


def _acting_on(request: HttpRequest, number: int) -> BaseClosure:
    row = closure_for(request, number)
    _demand(request, Right.PLAN, row.base.area_id)
    return row


def _demand(request: HttpRequest, right: Right, area: UUID | None) -> None:
    if not viewer_of(request).may(right, area=area):
        raise Problem(NOT_ALLOWED, right=right_label(right))
