"""Figures with their definitions, each with the list behind it, and files for inside and outside."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.console.access import Viewer, requires, viewer_of
from tocsin.console.figure_labels import GROUPS, definition_of, name_of
from tocsin.console.figures.behind import may_open
from tocsin.console.figures.period import Period, period_of
from tocsin.console.filters import here_with
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.published import Group, Row, rows_of
from tocsin.domain.quarters import Quarter
from tocsin.formats.table_files import Cell, csv_of, xlsx_of
from tocsin.records.queries.clock import day_here
from tocsin.records.queries.figures import figures
from tocsin.records.queries.scope import Scope

OUTSIDE = Scope(sees_restricted=False)
HEAD = (
    "group", "code", "name", "count", "of", "share", "median_minutes", "p90_minutes", "hidden",
    "definition",
)  # fmt: skip
TAGS = (
    "#indicator+group", "#indicator+code", "#indicator+name", "#indicator+num", "#indicator+of+num",
    "#indicator+share+num", "#indicator+median+minutes+num", "#indicator+p90+minutes+num",
    "#meta+suppressed", "#description",
)  # fmt: skip


@requires(Right.SEE_BOARD)
@require_GET
def figures_page(request: HttpRequest) -> HttpResponse:
    period = period_of(request)
    rows = _rows(request, period)
    context = {
        "nav": "figures",
        "period": period,
        "groups": [
            _group(viewer_of(request), Group(key), list(of))
            for key, of in groupby(rows, lambda row: row.group)
        ],
        "quarters": Quarter.of(day_here(now_of(request))).before(8),
        "file_query": request.GET.urlencode(),
        "is_drill": settings.EXERCISE,
        "may_outside": viewer_of(request).scope.areas is None and _may_export(request),
        "inside_url": here_with(request, quarter=""),
    }
    return render(request, "console/figures/page.html", context)


@requires(Right.EXPORT)
@require_GET
def figures_file(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV, CSV with HXL hashtags, or a sheet."""
    period = period_of(request)
    cells = [_cells(row) for row in _rows(request, period)]
    kind = request.GET.get("as", "csv")
    name = f"figures-{period.first}-{period.last}{'-outside' if period.quarter else ''}"
    if kind == "xlsx":
        answer = HttpResponse(xlsx_of(_("Figures"), HEAD, cells), content_type=_XLSX)
    else:
        tags = TAGS if kind == "hxl" else ()
        text = csv_of(HEAD, cells, tags)
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    suffix = "xlsx" if kind == "xlsx" else "csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer


def _rows(request: HttpRequest, period: Period) -> list[Row]:
    is_outside = period.quarter is not None
    scope = OUTSIDE if is_outside else viewer_of(request).scope
    return rows_of(figures(scope, period.since, period.until), is_outside=is_outside)


def _group(viewer: Viewer, group: Group, rows: list[Row]) -> dict[str, Any]:
    lines = [
        {
            "row": row,
            "name": name_of(group, row.code),
            "definition": definition_of(group, row.code),
            "opens": may_open(viewer, group, row.code),
        }
        for row in rows
    ]
    shared = "" if group is Group.MEASURE else lines[0]["definition"]
    return {"group": group, "title": GROUPS[group], "lines": lines, "definition": shared}


def _cells(row: Row) -> list[Cell]:
    minutes = [
        None if one is None else round(one / timedelta(minutes=1), 1)
        for one in (row.median, row.p90)
    ]
    share = None if row.share is None else round(row.share, 4)
    names = (row.group.value, row.code, name_of(row.group, row.code))
    hidden = "hidden" if row.is_hidden else ""
    return [*names, row.n, row.of, share, *minutes, hidden, definition_of(row.group, row.code)]


def _may_export(request: HttpRequest) -> bool:
    return Right.EXPORT in viewer_of(request).rights


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
