"""People on duty, the gaps ahead, and the page on which a watch begins."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.duty import accept_duty, end_duty, put_on_duty
from tocsin.console.access import Viewer, requires, user_of, viewer_of
from tocsin.console.board_view import row_view
from tocsin.console.forms.duty import DutyForm
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.records.models import Duty
from tocsin.records.queries.board import board_rows, counts
from tocsin.records.queries.duty import duty_lines, gaps, waiting_for, watches
from tocsin.records.queries.waiting import waiting


@requires(Right.SEE_BOARD)
@require_GET
def duty(request: HttpRequest) -> HttpResponse:
    return _page(request, DutyForm())


@requires(Right.MANAGE_DUTY)
@require_POST
def put_on(request: HttpRequest) -> HttpResponse:
    """Give a function to somebody; the one before is called too until it is accepted."""
    form = DutyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    base = form.cleaned_data["base"]
    if not viewer_of(request).may(Right.MANAGE_DUTY, area=base.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.MANAGE_DUTY))
    now = now_of(request)
    put_on_duty(
        form.cleaned_data["responder"],
        base,
        form.chosen,
        by=user_of(request),
        at=now,
        since=form.since_or(now),
        until=form.cleaned_data["until"],
        is_deputy=form.cleaned_data["is_deputy"],
    )
    messages.success(request, _("Put on duty. Both are called until it is accepted."))
    return redirect("console:duty")


@requires(Right.SEE_BOARD)
@require_POST
def accept(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accept one's own duty, or another's for them when one keeps the duties."""
    row = get_object_or_404(Duty.objects.select_related("base"), pk=key)
    user = user_of(request)
    is_own = user.responder_id is not None and user.responder_id == row.responder_id
    if not is_own and not viewer_of(request).may(Right.MANAGE_DUTY, area=row.base.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.MANAGE_DUTY))
    accept_duty(row, by=user, at=now_of(request))
    messages.success(request, _("The watch is accepted."))
    return redirect("console:watch" if is_own else "console:duty")


@requires(Right.MANAGE_DUTY)
@require_POST
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(Duty.objects.select_related("base"), pk=key)
    if not viewer_of(request).may(Right.MANAGE_DUTY, area=row.base.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.MANAGE_DUTY))
    end_duty(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("The duty has ended."))
    return redirect("console:duty")


@requires(Right.SEE_BOARD)
@require_GET
def watch(request: HttpRequest) -> HttpResponse:
    """Start or hand over a watch: all that is open, and the button that lets the screen ring."""
    viewer, now = viewer_of(request), now_of(request)
    context = {
        "nav": "duty",
        "mine": waiting_for(viewer.user.responder, now=now),
        "figures": counts(viewer.scope, now=now),
        "waiting": waiting(viewer.scope, now=now),
        "rows": [row_view(row, viewer) for row in board_rows(viewer.scope, now=now)],
        "gaps": gaps(now=now),
        "lines": [line for line in duty_lines(now=now) if line.is_now],
    }
    return render(request, "console/duty/watch.html", context)


def _page(request: HttpRequest, form: DutyForm) -> HttpResponse:
    now = now_of(request)
    viewer: Viewer = viewer_of(request)
    context = {
        "nav": "duty",
        "bases": watches(duty_lines(now=now)),
        "gaps": gaps(now=now),
        "form": form,
        "mine": viewer.user.responder_id,
    }
    return render(request, "console/duty/list.html", context, status=422 if form.errors else 200)
