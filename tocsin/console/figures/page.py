"""Figures with their definitions, each with the list behind it, and files for inside and outside."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.console.figure_labels import GROUPS, definition_of, name_of
from tocsin.console.filters import here_with
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, NOT_FOUND, Problem
from tocsin.domain.problems.people import FIELD_WRONG
from tocsin.domain.published import Group, Row, chosen_by, rows_of
from tocsin.domain.quarters import Quarter
from tocsin.formats.table_files import Cell, csv_of, xlsx_of
from tocsin.records.queries.alerts import alert_rows
from tocsin.records.queries.figures import alerts_behind, figures, numbers_behind
from tocsin.records.queries.scope import Scope

USUAL_DAYS = 28
MOST_DAYS = 400
A_PAGE = 50
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


@dataclass(frozen=True, slots=True)
class Period:
    """From one midnight of the mission to another. Outside the mission only whole quarters exist.

    Periods that overlap could be subtracted from one another, and give small counts back.
    """

    first: date
    last: date
    quarter: Quarter | None = None

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time.min, ZoneInfo(settings.LOCAL_ZONE))

    @property
    def until(self) -> datetime:
        after = self.last + timedelta(days=1)
        return datetime.combine(after, time.min, ZoneInfo(settings.LOCAL_ZONE))


@requires(Right.SEE_BOARD)
@require_GET
def figures_page(request: HttpRequest) -> HttpResponse:
    period = period_of(request)
    rows = _rows(request, period)
    context = {
        "nav": "figures",
        "period": period,
        "groups": [_group(Group(key), list(of)) for key, of in groupby(rows, lambda r: r.group)],
        "quarters": Quarter.of(now_of(request).date()).before(8),
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


@requires(Right.SEE_BOARD)
@require_GET
def behind(request: HttpRequest, code: str, group: str = Group.MEASURE.value) -> HttpResponse:
    """The alerts that a number counts, for those who may see them: a number nobody can open is none."""
    chosen = chosen_by(Group(group), code) if group in set(Group) else None
    if chosen is None:
        raise Problem(NOT_FOUND)
    period, scope = period_of(request), viewer_of(request).scope
    numbers = numbers_behind(scope, period.since, period.until, chosen)
    page = Paginator(alerts_behind(scope, numbers), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "figures",
        "title": name_of(Group(group), code),
        "definition": definition_of(Group(group), code),
        "period": period,
        "page": page,
        "rows": alert_rows(page.object_list),
    }
    return render(request, "console/figures/behind.html", context)


def period_of(request: HttpRequest) -> Period:
    """Read the period from the address; what makes no sense becomes the last four weeks."""
    today = now_of(request).astimezone(ZoneInfo(settings.LOCAL_ZONE)).date()
    quarter = Quarter.parse(request.GET.get("quarter", ""))
    if quarter is not None:
        if viewer_of(request).scope.areas is not None:
            raise Problem(NOT_ALLOWED, right=_("see the whole mission"))
        if not quarter.is_over(today):
            raise Problem(FIELD_WRONG, field=str(quarter), why=_("it is not over yet"))
        return Period(quarter.first, quarter.last, quarter)
    last = _day(request.GET.get("to", "")) or today
    first = _day(request.GET.get("from", "")) or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        first, last = last, first
    return Period(max(first, last - timedelta(days=MOST_DAYS)), last)


def _rows(request: HttpRequest, period: Period) -> list[Row]:
    is_outside = period.quarter is not None
    scope = OUTSIDE if is_outside else viewer_of(request).scope
    return rows_of(figures(scope, period.since, period.until), is_outside=is_outside)


def _group(group: Group, rows: list[Row]) -> dict[str, Any]:
    lines = [
        {
            "row": row,
            "name": name_of(group, row.code),
            "definition": definition_of(group, row.code),
            "opens": chosen_by(group, row.code) is not None,
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
    hidden = "<5" if row.is_hidden else ""
    return [*names, row.n, row.of, share, *minutes, hidden, definition_of(row.group, row.code)]


def _may_export(request: HttpRequest) -> bool:
    return Right.EXPORT in viewer_of(request).rights


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
