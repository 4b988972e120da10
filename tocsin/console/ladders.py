"""Ladders: their versions, a new one, and who would be called right now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tocsin.actions.ladder_drafts import draft_ladder
from tocsin.actions.ladders import preview as preview_lines
from tocsin.actions.runs import plan_from
from tocsin.console.access import requires, user_of
from tocsin.console.forms.ladders import (
    WHERES,
    LadderForm,
    StepForms,
    initial_steps,
    ladder_from,
)
from tocsin.console.labels import PRIORITIES, choices
from tocsin.console.ladder_drafts import drafts_of
from tocsin.console.now import now_of
from tocsin.console.reason_words import reason_text
from tocsin.domain.access import Right
from tocsin.domain.ladders import Ladder as Plan
from tocsin.domain.ladders import default_ladders, faults
from tocsin.domain.words import Priority
from tocsin.records.models import Community, Ladder
from tocsin.records.queries.ladders import ladder_lines, versions


@requires(Right.SEE_BOARD)
@require_GET
def ladder_list(request: HttpRequest) -> HttpResponse:
    context = {"nav": "ladders", "rows": ladder_lines(), "communities": _communities()}
    return render(request, "console/ladders/list.html", context)


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    ladder = get_object_or_404(Ladder.objects.select_related("base"), slug=slug)
    found = versions(ladder)
    context = {
        "nav": "ladders",
        "ladder": ladder,
        "versions": found,
        "drafts": drafts_of(ladder, user_of(request)),
        "plans": [(version, plan_from(version.steps)) for version in found],
        "wheres": {where.value: label for where, label in WHERES.items()},
    }
    return render(request, "console/ladders/page.html", context)


@requires(Right.MANAGE_LADDERS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a new version; another administrator approves it. Runs keep the one they began with."""
    ladder = get_object_or_404(Ladder, slug=slug)
    plan = _in_force(ladder)
    form = LadderForm(
        request.POST or None,
        initial={"rounds": plan.rounds, "repeat_every": round(plan.repeat_every.total_seconds())},
    )
    steps = StepForms(request.POST or None, initial=initial_steps(plan), prefix="step")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        wanted = ladder_from(form, steps)
        wrong = faults(wanted, priority=Priority(ladder.priority))
        if not wrong:
            _draft(request, ladder, wanted, form)
            return redirect("console:ladder", slug)
        for code in wrong:
            form.add_error(None, reason_text(code))
    context: dict[str, Any] = {"nav": "ladders", "ladder": ladder, "form": form, "steps": steps}
    status = 422 if request.method == "POST" else 200
    return render(request, "console/ladders/edit.html", context, status=status)


@requires(Right.SEE_BOARD)
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """Who is called if an alert came from this community now; decided by the code that pages."""
    community = get_object_or_404(Community, code=request.GET.get("community", ""))
    wanted = request.GET.get("priority", "")
    priority = Priority(wanted) if wanted in list(Priority) else Priority.P1
    now = now_of(request)
    lines = preview_lines(community.lat, community.lon, priority, now, community)
    context = {
        "nav": "ladders",
        "community": community,
        "communities": _communities(),
        "priority": priority.value,
        "priorities": choices(PRIORITIES),
        "lines": lines,
        "n_unreachable": sum(1 for line in lines if line.gateway_slug is None),
    }
    return render(request, "console/ladders/preview.html", context)


def _draft(request: HttpRequest, ladder: Ladder, plan: Plan, form: forms.Form) -> None:
    draft_ladder(
        ladder,
        by=user_of(request),
        at=now_of(request),
        plan=plan,
        note=form.cleaned_data["note"],
    )
    messages.success(request, _("Written. Another administrator must approve it."))


def _in_force(ladder: Ladder) -> Plan:
    """The plan in force, or the one a mission starts with when there is none yet."""
    last = ladder.versions.order_by("-number").first()
    if last is not None:
        return plan_from(last.steps)
    return default_ladders().get(Priority(ladder.priority), Plan(()))


def _communities() -> list[tuple[str, str]]:
    return list(Community.objects.order_by("name").values_list("code", "name"))
