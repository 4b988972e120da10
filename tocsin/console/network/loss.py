"""A phone is lost or stolen: the one guided step, and what it leaves to do."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.loss_drill import begin_loss, confirm_block, end_loss, replace_lost
from tocsin.console.access import requires, user_of
from tocsin.console.choices import within
from tocsin.console.forms.kit import LossForm, ReplacementForm
from tocsin.console.network.handsets import handset_for
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.records.models import FocalPoint, LossDrill
from tocsin.records.queries.near_villages import near_villages
from tocsin.records.queries.near_warnings import WarningRow, warning_rows


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def loss(request: HttpRequest, code: str) -> HttpResponse:
    """First the form; once it is sent, what was done and what is still owed."""
    row = handset_for(request, code, to_change=True)
    drill = row.drills.filter(closed_at=None).first()
    form = within(request, LossForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        begin_loss(
            row,
            was_stolen=said["was_stolen"],
            gone_since=said["gone_since"],
            tells=said["tells"],
            by=user_of(request),
            at=now_of(request),
            said=said["said"],
        )
        messages.success(request, _("Done at once. Now the few steps that only people can take."))
        return redirect("console:lose_handset", code)
    context = {
        "nav": "network",
        "row": row,
        "drill": drill,
        "form": form,
        "replacement_form": ReplacementForm(),
        "near": _near(row.holder, now=now_of(request)) if drill and row.holder else [],
        "villages": near_villages(row.holder, at=now_of(request)) if drill and row.holder else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "console/network/handsets/loss.html", context, status=status)


def _near(holder: FocalPoint, *, now: datetime) -> list[WarningRow]:
    rows = holder.near_warnings.select_related(
        "person__community", "holder__community", "warned_by"
    )
    return warning_rows(rows, now=now)


@requires(Right.MANAGE_NETWORK)
@require_POST
def go_on(request: HttpRequest, code: str) -> HttpResponse:
    """One of the steps that end it: the operator confirmed, another handset, the holder is known."""
    row = handset_for(request, code, to_change=True)
    drill = get_object_or_404(LossDrill, handset=row, closed_at=None)
    by, at = user_of(request), now_of(request)
    what = request.POST.get("what")
    if what == "blocked":
        confirm_block(drill, by=by, at=at)
    elif what == "replace":
        form = ReplacementForm(request.POST)
        if form.is_valid():
            replace_lost(drill, form.cleaned_data["replacement"], by=by, at=at)
    elif what == "end":
        end_loss(drill, by=by, at=at)
        return redirect("console:handset", code)
    return redirect("console:lose_handset", code)
