"""The board: what is happening, and the pieces of it that are read again while it is open."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.console.board_detail import selected_view
from tocsin.console.board_map import feature_collection, map_of
from tocsin.console.board_view import row_view
from tocsin.console.filters import chips, kept
from tocsin.console.labels import PRIORITIES, choices
from tocsin.console.late_labels import late_sentences
from tocsin.console.now import now_of
from tocsin.console.releases.listing import waiting_releases
from tocsin.domain.access import Right
from tocsin.domain.problems import INCIDENT_UNKNOWN, Problem
from tocsin.records.queries.board import (
    MOST_ROWS,
    BoardRow,
    Counts,
    Filter,
    Show,
    board_row,
    board_rows,
    counts,
)
from tocsin.records.queries.near_warnings import owed
from tocsin.records.queries.reports import dues
from tocsin.records.queries.silences import strip
from tocsin.records.queries.waiting import waiting


@requires(Right.SEE_BOARD)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """List, map and the chosen incident; every filter stands in the address."""
    viewer, now = viewer_of(request), now_of(request)
    wanted = _wanted(request)
    figures = counts(viewer.scope, now=now)
    rows = board_rows(viewer.scope, wanted, now=now)
    selected = _selected(request, rows)
    context = {
        "counters": _counters(request, figures),
        "chips": chips(request, "priority", choices(PRIORITIES), figures.by_priority),
        "query": wanted.words,
        "kept": kept(request, "show", "priority"),
        "rows": [row_view(row, viewer) for row in rows],
        "most": MOST_ROWS if len(rows) == MOST_ROWS else 0,
        "selected": selected_view(request, selected) if selected else None,
        "foot": _foot(request),
        "clear_url": reverse("console:board") if wanted != Filter() else "",
        "urls": {
            "row": reverse("console:board_row", args=[0]),
            "detail": reverse("console:board_detail", args=[0]),
        },
        "map": map_of(rows),
        "silence": strip(viewer.scope, now=now),
        "to_warn": owed(viewer.scope, now=now),
        "late": late_sentences(now=now),
    }
    return render(request, "console/board/list.html", {"nav": "board", "board": context})


@requires(Right.SEE_BOARD)
@require_GET
def row(request: HttpRequest, number: int) -> HttpResponse:
    """One row again, as this viewer may see it; 204 when it no longer belongs to the filter."""
    viewer, now = viewer_of(request), now_of(request)
    found = board_row(viewer.scope, number, now=now, wanted=_wanted(request))
    if found is None:
        return HttpResponse(status=204)
    context = {"row": row_view(found, viewer), "selected_number": "", "now": now}
    return render(request, "console/_components/incident_row.html", context)


@requires(Right.SEE_BOARD)
@require_GET
def board_counters(request: HttpRequest) -> HttpResponse:
    figures = counts(viewer_of(request).scope, now=now_of(request))
    context = {"board": {"counters": _counters(request, figures)}}
    return render(request, "console/board/_counters.html", context)


@requires(Right.SEE_BOARD)
@require_GET
def detail(request: HttpRequest, number: int) -> HttpResponse:
    selected = selected_view(request, number)
    if selected is None:
        raise Problem(INCIDENT_UNKNOWN)
    return render(request, "console/board/_detail.html", {"selected": selected})


@requires(Right.SEE_BOARD)
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """The rows of the filter as GeoJSON, for the live map: numbers and shapes, no words."""
    viewer, now = viewer_of(request), now_of(request)
    rows = board_rows(viewer.scope, _wanted(request), now=now)
    return JsonResponse(feature_collection(rows))


def _selected(request: HttpRequest, rows: Sequence[BoardRow]) -> int | None:
    """Return the incident asked for, else the gravest of the list."""
    wanted = request.GET.get("selected", "")
    if wanted.isdecimal():
        return int(wanted)
    return rows[0].number if rows else None


def _wanted(request: HttpRequest) -> Filter:
    """Return the filter that stands in the address."""
    show = request.GET.get("show", "")
    return Filter(
        show=Show(show) if show in list(Show) else Show.OPEN,
        priority=request.GET.get("priority", ""),
        words=request.GET.get("q", "").strip(),
    )


def _counters(request: HttpRequest, figures: Counts) -> dict[str, Any]:
    return {
        "unacknowledged": figures.unacknowledged,
        "unacknowledged_p1": figures.unacknowledged_p1,
        "open": figures.open,
        "monitoring": figures.monitoring,
        "closed_24h": figures.closed_24h,
        "shown": _wanted(request).show.value,
        "releases": waiting_releases(viewer_of(request).scope.incidents(), now=now_of(request)),
    }


def _foot(request: HttpRequest) -> list[dict[str, Any]]:
    scope, now = viewer_of(request).scope, now_of(request)
    figures, late = waiting(scope, now=now), dues(scope, now=now).count()
    failing = ", ".join(figures.gateways_failing)
    return [
        {"label": _("To judge"), "value": figures.to_judge, "is_late": False},
        {"label": _("Call-backs"), "value": figures.calls, "is_late": figures.calls_late > 0},
        {"label": _("Radio"), "value": figures.radio_tasks, "is_late": figures.radio_late > 0},
        {
            "label": _("Answers late"),
            "value": figures.feedback_late,
            "is_late": figures.feedback_late > 0,
        },
        {"label": _("Reports late"), "value": late, "is_late": late > 0},
        {"label": _("Gateways failing"), "value": failing or _("none"), "is_late": bool(failing)},
    ]
