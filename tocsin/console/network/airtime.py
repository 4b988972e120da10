"""Airtime: what is asked for, approving it, finding out what came of it, the file for finance."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions.airtime import approve_top_up, ask_top_up, refuse_top_up, resolve_top_up
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.choices import within
from tocsin.console.filters import chips
from tocsin.console.forms.airtime import AskForm, RefusalForm, VoucherForm
from tocsin.console.kit_labels import TOP_UPS
from tocsin.console.network.form_page import form_page
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.console.sheet_file import csv_file
from tocsin.domain.access import Right
from tocsin.domain.airtime_words import TopUpSource, TopUpState
from tocsin.domain.money import in_units
from tocsin.domain.problems import NOT_ALLOWED, OTHER_AREA, Problem
from tocsin.records.models import AirtimeMovement, TopUp
from tocsin.records.queries.airtime import (
    FOR_PEOPLE,
    WAITING,
    doubts,
    movement_rows,
    of_people,
    purse_lines,
    top_ups,
)
from tocsin.records.queries.phone_credit import low_credits

SHOWN = 100
COLUMNS = (
    "at", "base", "movement", "from", "to", "amount", "currency", "top_up", "seller", "reference",
)  # fmt: skip
WITHDRAWN_FROM = (*WAITING, TopUpState.APPROVED, TopUpState.BY_HAND)


@requires(Right.SEE_NETWORK)
@require_GET
def airtime(request: HttpRequest) -> HttpResponse:
    areas = viewer_of(request).scope.areas
    rows = top_ups(areas)
    state = request.GET.get("state", "")
    recent = rows.filter(state=state) if state in set(TopUpState) else rows
    states = [(str(code), label) for code, label in TOP_UPS.items()]
    unsure = rows.filter(state__in=[*FOR_PEOPLE, TopUpState.PENDING])
    context = {
        "nav": "network",
        "purses": purse_lines(areas),
        "waiting": rows.filter(state__in=WAITING)[:SHOWN],
        "riddles": of_people(list(unsure[:SHOWN])),
        "recent": recent[:SHOWN],
        "doubts": doubts(areas, at=now_of(request)),
        "low": low_credits(areas, at=now_of(request))[:SHOWN],
        "chips": chips(request, "state", states),
    }
    return render(request, "console/network/airtime/list.html", context)


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    first = {"person": request.GET.get("person", ""), "currency": "CDF"}
    form = within(request, AskForm(request.POST or None, initial=first))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        _check(request, Right.MANAGE_NETWORK, person.community.area_id)
        row = ask_top_up(
            person,
            minor=form.minor,
            currency=form.cleaned_data["currency"],
            source=TopUpSource.PERSON,
            by=user_of(request),
            at=now_of(request),
            operator=form.cleaned_data["operator"],
        )
        messages.success(request, _("Asked for. Somebody who may approves it."))
        return redirect("console:top_up", row.number)
    lead = _("Nothing is sent until somebody has approved it.")
    return form_page(request, form, _("Ask for airtime"), _("Ask"), "airtime", lead)


@requires(Right.SEE_NETWORK)
@require_GET
def top_up(request: HttpRequest, number: int) -> HttpResponse:
    row = _row(request, number)
    viewer, area = viewer_of(request), row.focal_point.community.area_id
    may_approve = viewer.may(Right.APPROVE_AIRTIME, area=area)
    is_riddle = row.state in (TopUpState.UNKNOWN, TopUpState.PENDING, TopUpState.BY_HAND)
    context = {
        "nav": "network",
        "row": row,
        "tries": row.tries.order_by("number"),
        "movements": row.movements.order_by("at"),
        "may_approve": may_approve and row.state in WAITING,
        "may_withdraw": may_approve and row.state in WITHDRAWN_FROM,
        "may_resolve": may_approve and is_riddle,
        "refusal_form": RefusalForm(),
        "voucher_form": VoucherForm(),
    }
    return render(request, "console/network/airtime/page.html", context)


@requires(Right.APPROVE_AIRTIME)
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    row = _row(request, number, Right.APPROVE_AIRTIME)
    by_hand = request.POST.get("how") == "hand"
    approve_top_up(row, by=user_of(request), at=now_of(request), by_hand=by_hand)
    messages.success(request, _("Approved."))
    return redirect("console:top_up", number)


@requires(Right.APPROVE_AIRTIME)
@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    form = RefusalForm(request.POST)
    row = _row(request, number, Right.APPROVE_AIRTIME)
    reason = form.cleaned_data["reason"] if form.is_valid() else "not_now"
    refuse_top_up(row, by=user_of(request), at=now_of(request), reason=reason)
    return redirect("console:top_up", number)


@requires(Right.APPROVE_AIRTIME)
@require_POST
def resolve(request: HttpRequest, number: int) -> HttpResponse:
    """A person found out whether it arrived; or gave the voucher."""
    row = _row(request, number, Right.APPROVE_AIRTIME)
    form = VoucherForm(request.POST)
    voucher = form.cleaned_data["voucher"] if form.is_valid() else ""
    arrived = request.POST.get("arrived") == "yes"
    resolve_top_up(row, arrived=arrived, by=user_of(request), at=now_of(request), voucher=voucher)
    return redirect("console:top_up", number)


@requires(Right.SEE_NETWORK)
@require_GET
def airtime_file(request: HttpRequest) -> HttpResponse:
    """The ledger as CSV for finance: movements and numbers of top-ups; no person, not even a code."""
    rows = movement_rows(viewer_of(request).scope.areas)
    return csv_file("airtime", COLUMNS, (_line(row) for row in rows))


def _line(row: AirtimeMovement) -> Sequence[object]:
    top = row.top_up
    seller = top.account.slug if top and top.account else ""
    return (
        row.at.isoformat(timespec="seconds"), row.base.slug, row.kind, row.source, row.target,
        in_units(row.minor, row.currency), row.currency, f"TU-{top.number}" if top else "", seller,
        top.reference if top else "",
    )  # fmt: skip


def _row(request: HttpRequest, number: int, right: Right | None = None) -> TopUp:
    row = top_ups(viewer_of(request).scope.areas).filter(number=number).first()
    if row is None:
        raise Problem(OTHER_AREA)
    if right is not None:
        _check(request, right, row.focal_point.community.area_id)
    return row


def _check(request: HttpRequest, right: Right, area: object) -> None:
    if not viewer_of(request).may(right, area=area):  # type: ignore[arg-type]  # an id or None
        raise Problem(NOT_ALLOWED, right=right_label(right))
