"""Who should have been heard from and was not: the list, one silence, and what is done about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions import silences as acts
from tocsin.actions.silent_nodes import retire_node
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.forms.silence import ReasonForm, StepForm
from tocsin.console.labels import choices
from tocsin.console.now import now_of
from tocsin.console.radio_labels import CAUSES
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.domain.problems.radio import SILENCE_UNKNOWN
from tocsin.records.models import FocalPoint, Silence, SilenceCluster
from tocsin.records.queries.silences import (
    ended_silences,
    neighbours,
    open_clusters,
    open_silences,
    silences,
)

SHOWN = 200


@requires(Right.SEE_NETWORK)
@require_GET
def silence_list(request: HttpRequest) -> HttpResponse:
    scope = viewer_of(request).scope
    is_open = request.GET.get("show") != "ended"
    cause = request.GET.get("cause", "")
    rows = open_silences(scope) if is_open else ended_silences(scope)
    rows = rows.filter(cause=cause) if cause else rows
    context = {
        "nav": "network",
        "is_open": is_open,
        "rows": rows[:SHOWN],
        "clusters": open_clusters(scope) if is_open else [],
        "reason_form": ReasonForm(),
        "chips": [
            *chips(request, "show", [("ended", _("Ended"))]),
            *chips(request, "cause", choices(CAUSES)),
        ],
    }
    return render(request, "console/silences/list.html", context)


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _silence(request, key))


@requires(Right.CALL_BACK)
@require_POST
def step(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down a call, a question to a neighbour, or a visit."""
    row = _silence(request, key, to_act=True)
    form = StepForm(request.POST, neighbours=neighbours(row))
    if not form.is_valid():
        return _page(request, row, step_form=form)
    asked = form.cleaned_data["neighbour"]
    acts.record_step(
        row,
        kind=form.step,
        finding=form.found,
        neighbour=FocalPoint.objects.get(pk=asked) if asked else None,
        text=form.cleaned_data["text"],
        by=user_of(request),
        at=now_of(request),
    )
    messages.success(request, _("Recorded."))
    return redirect("console:silence_page", key)


@requires(Right.CALL_BACK)
@require_POST
def explain(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a silence, with a reason and never without."""
    row = _silence(request, key, to_act=True)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, reason_form=form)
    acts.explain_silence(
        row, reason=form.cleaned_data["reason"], by=user_of(request), at=now_of(request)
    )
    messages.success(request, _("Explained. The log book has the reason."))
    return redirect("console:silence")


@requires(Right.HEALTH)
@require_POST
def retire(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that a machine of ours is out of use, with a reason: it is missed no more."""
    row = _silence(request, key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, reason_form=form)
    retire_node(row, reason=form.cleaned_data["reason"], by=user_of(request), at=now_of(request))
    messages.success(request, _("Out of use. An engine that starts there ends this."))
    return redirect("console:silence")


@requires(Right.CALL_BACK)
@require_POST
def see(request: HttpRequest, key: UUID) -> HttpResponse:
    acts.see_cluster(_cluster(request, key), by=user_of(request), at=now_of(request))
    messages.success(request, _("Your name stands on it. Call them, and ask the neighbours."))
    return redirect("console:silence")


@requires(Right.CALL_BACK)
@require_POST
def explain_cluster(request: HttpRequest, key: UUID) -> HttpResponse:
    acts.explain_cluster(
        _cluster(request, key),
        reason=request.POST.get("reason", ""),
        by=user_of(request),
        at=now_of(request),
    )
    messages.success(request, _("Taken off the board. Each silence keeps its own clock."))
    return redirect("console:silence")


def _silence(request: HttpRequest, key: UUID, *, to_act: bool = False) -> Silence:
    viewer = viewer_of(request)
    row = silences(viewer.scope).filter(pk=key).first()
    if row is None:
        raise Problem(SILENCE_UNKNOWN)
    area = row.community.area_id if row.community else row.base.area_id if row.base else None
    if to_act and not viewer.may(Right.CALL_BACK, area=area):
        raise Problem(NOT_ALLOWED, right=right_label(Right.CALL_BACK))
    return row


def _incident(request: HttpRequest, row: Silence) -> int | None:
    """Return the number of the incident that a team left for, where this viewer may see it."""
    if row.response is None:
        return None
    seen = viewer_of(request).scope.incidents().filter(pk=row.response.incident_id)
    return seen.values_list("number", flat=True).first()


def _cluster(request: HttpRequest, key: UUID) -> SilenceCluster:
    seen = {one.pk for one in open_clusters(viewer_of(request).scope)}
    if key not in seen:
        raise Problem(SILENCE_UNKNOWN)
    return get_object_or_404(SilenceCluster, pk=key)


def _page(
    request: HttpRequest,
    row: Silence,
    *,
    step_form: StepForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    near = neighbours(row)
    context = {
        "nav": "network",
        "silence": row,
        "neighbours": near,
        "incident": _incident(request, row),
        "steps": row.steps.select_related("by", "neighbour").order_by("-at"),
        "step_form": step_form or StepForm(neighbours=near),
        "reason_form": reason_form or ReasonForm(),
    }
    status = 422 if step_form or reason_form else 200
    return render(request, "console/silences/page.html", context, status=status)
