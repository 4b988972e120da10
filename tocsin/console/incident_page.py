"""The page of an incident: what was said, who was told, what was decided, and all its clocks."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.console.access import Viewer, incident_for, requires, viewer_of
from tocsin.console.board_detail import who_knows
from tocsin.console.board_view import row_view
from tocsin.console.corrections.page import open_ways
from tocsin.console.forms.incident import (
    AskForm,
    AttachForm,
    CloseForm,
    DecideForm,
    MergeForm,
    PriorityForm,
    SettleForm,
    SplitForm,
    UpdateForm,
    VerifyForm,
)
from tocsin.console.forms.responses import NobodyForm, UndertakingForm
from tocsin.console.incident_clocks import clock_entries
from tocsin.console.incident_near import near
from tocsin.console.labels import KINDS
from tocsin.console.now import now_of
from tocsin.console.releases.views import released_of
from tocsin.console.reports.of_incident import flashes_of
from tocsin.console.verbs import line_view
from tocsin.domain.access import Right
from tocsin.domain.words import IncidentLife, Kind
from tocsin.records.models import Incident
from tocsin.records.queries import incident as query
from tocsin.records.queries.board import board_row
from tocsin.records.queries.held import area_of
from tocsin.records.queries.ledger import gaps_of
from tocsin.records.queries.runs import run_lines, told
from tocsin.records.queries.said import alert_lines, suggestions
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.timeline import timeline

Bound = Mapping[str, Form]
L = TypeVar("L")


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    return incident_page(request, incident_for(request, number))


def incident_page(
    request: HttpRequest, incident: Incident, *, bound: Bound | None = None
) -> HttpResponse:
    """Show the page; `bound` holds the form that was not filled in right, by its name (422)."""
    viewer, now = viewer_of(request), now_of(request)
    runs, may = run_lines(incident), _rights_here(viewer, incident)
    row = board_row(viewer.scope, incident.number, now=now)
    context = {
        "nav": "board",
        "incident": incident,
        "row": row_view(row, viewer) if row else None,
        "is_open": incident.life in (IncidentLife.OPEN, IncidentLife.STABLE),
        "alerts": alert_lines(incident, viewer.scope),
        "suggestions": suggestions(incident, viewer.scope),
        "runs": runs,
        "live_run": next((run for run in runs if run.is_live), None),
        "told": told(incident),
        "who_must_know": who_knows(runs),
        "clocks": clock_entries(incident, runs, now=now),
        "responses": _each(query.responses(incident), "update", UpdateForm, bound or {}),
        "feedbacks": _each(query.feedbacks(incident), "settle", SettleForm, bound or {}),
        "released": released_of(incident),
        "corrections": incident.corrections.select_related("by").order_by("-number"),
        "ways": [one.value for one in open_ways(incident, may=may)],
        **flashes_of(incident, now=now),
        "judgements": query.judgements(incident),
        "decisions": query.decisions(incident),
        "gaps": gaps_of(incident.pk),
        "rearrangements": query.rearrangements(incident, viewer.scope),
        "near": near(viewer.scope, incident, now=now),
        "timeline": [line_view(line) for line in timeline(incident)],
        "may": may,
        "forms": _forms(incident, viewer.scope) | dict(bound or {}),
        "open_form": next(iter(bound)) if bound else request.GET.get("form", ""),
    }
    return render(request, "console/incidents/page.html", context, status=422 if bound else 200)


def among(incident: Incident, scope: Scope) -> list[tuple[str, str]]:
    """Return the alerts a split can choose from."""
    return [
        (str(line.id), f"#{line.number} {KINDS[Kind(line.kind)]} {line.place_name} {line.source}")
        for line in alert_lines(incident, scope)
    ]


def _forms(incident: Incident, scope: Scope) -> dict[str, Form]:
    """The forms by name. Each has ids of its own, for they all stand on one page."""
    version = {"version": incident.version}
    grade = {"source": incident.grade[:1], "content": incident.grade[1:]}
    return {
        "decide": DecideForm(auto_id="decide-%s"),
        "nobody_comes": NobodyForm(auto_id="nobody-%s"),
        "undertaking": UndertakingForm(auto_id="undertaking-%s"),
        "ask": AskForm(initial={"base": incident.base_id}, auto_id="ask-%s"),
        "verify": VerifyForm(
            initial={"state": incident.verification, **grade}, auto_id="verify-%s"
        ),
        "priority": PriorityForm(
            initial={"priority": incident.priority, **version}, auto_id="priority-%s"
        ),
        "close": CloseForm(initial=version, auto_id="close-%s"),
        "merge": MergeForm(auto_id="merge-%s"),
        "split": SplitForm(among=among(incident, scope), auto_id="split-%s"),
        "attach": AttachForm(auto_id="attach-%s"),
    }


def _each(
    lines: Sequence[L], name: str, form: type[Form], bound: Bound
) -> list[tuple[L, Form, bool]]:
    """Return each line with a form of its own, and whether it is the one that was sent wrong."""
    found: list[tuple[L, Form, bool]] = []
    sent = bound.get(name)
    for number, line in enumerate(lines):
        is_sent = sent is not None and _key(sent) in ("", str(getattr(line, "id", "")))
        own = sent if is_sent and sent is not None else form(auto_id=f"{name}-{number}-%s")
        found.append((line, own, is_sent))
    return found


def _key(form: Form) -> str:
    return str(form.data.get("response") or form.data.get("feedback") or "")


def _rights_here(viewer: Viewer, incident: Incident) -> dict[str, bool]:
    """What this viewer may do to this very incident, by the codes of the rights."""
    area = area_of(incident)
    return {
        right.value: viewer.may(right, area=area, is_restricted=incident.is_restricted)
        for right in Right
    }
