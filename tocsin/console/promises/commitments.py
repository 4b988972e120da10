"""Promises: who promised what to whom by when; kept, late, told back."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.promises import Promise, record_commitment, settle_commitment, tell_back
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.forms.promises import CommitmentForm, KeepForm, ToldForm
from tocsin.console.now import now_of
from tocsin.console.promises.near import demand_for, may_for, register_page
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.promise_words import CommitmentState
from tocsin.records.models import Commitment
from tocsin.records.queries.promises import commitments


@requires(Right.SEE_BOARD)
@require_GET
def commitment_list(request: HttpRequest) -> HttpResponse:
    return _list(request, CommitmentForm())


@requires(Right.LOG)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = CommitmentForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    said = form.cleaned_data
    demand_for(request, Right.LOG, said["community"])
    promise = Promise(
        community=said["community"],
        promised_by=said["promised_by"],
        what=said["what"],
        promised_at=said["promised_at"] or now_of(request),
        due_at=said["due_at"],
        base=said["base"],
    )
    row = record_commitment(promise, by=user_of(request), at=now_of(request))
    messages.success(request, _("Written down. It shows as late when its time has passed."))
    return redirect("console:commitment", row.number)


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _one(request, number), {})


@requires(Right.LOG)
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    row = _one(request, number, acting=True)
    form = KeepForm(request.POST, auto_id="keep-%s")
    if not form.is_valid():
        return _page(request, row, {"keep": form})
    settle_commitment(
        row,
        by=user_of(request),
        at=now_of(request),
        state=CommitmentState(form.cleaned_data["state"]),
        explanation=form.cleaned_data["explanation"],
    )
    messages.success(request, _("Recorded. The community must still be told."))
    return redirect("console:commitment", number)


@requires(Right.LOG)
@require_POST
def told(request: HttpRequest, number: int) -> HttpResponse:
    row = _one(request, number, acting=True)
    form = ToldForm(request.POST, auto_id="told-%s")
    if not form.is_valid():
        return _page(request, row, {"told": form})
    now = now_of(request)
    tell_back(
        row,
        by=user_of(request),
        at=now,
        told_at=form.cleaned_data["told_at"] or now,
        how=form.cleaned_data["how"],
    )
    messages.success(request, _("Recorded."))
    return redirect("console:commitment", number)


def _list(request: HttpRequest, form: CommitmentForm) -> HttpResponse:
    shows = [("late", _("Late")), ("untold", _("Not told back")), ("all", _("All"))]
    found = commitments(
        viewer_of(request).scope, show=request.GET.get("show", ""), now=now_of(request)
    )
    filters = chips(request, "show", shows)
    return register_page(request, "commitments", found, form, chips=filters)


def _page(request: HttpRequest, row: Commitment, bound: dict[str, Form]) -> HttpResponse:
    context = {
        "nav": "commitments",
        "one": row,
        "is_late": row.state == CommitmentState.OPEN and row.due_at < now_of(request),
        "may_log": may_for(request, Right.LOG, row.community),
        "forms": {
            "keep": KeepForm(initial={"state": "kept"}, auto_id="keep-%s"),
            "told": ToldForm(auto_id="told-%s"),
        }
        | bound,
        "open_form": next(iter(bound), ""),
    }
    template = "console/promises/commitment.html"
    return render(request, template, context, status=422 if bound else 200)


def _one(request: HttpRequest, number: int, *, acting: bool = False) -> Commitment:
    found = commitments(viewer_of(request).scope, show="all", now=now_of(request))
    row = found.filter(number=number).first()
    if row is None:
        raise Problem(NOT_FOUND)
    if acting:
        demand_for(request, Right.LOG, row.community)
    return row
