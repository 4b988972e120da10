"""The list behind each figure: alerts, waits or focal points, for those who may see them."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.actions.texts import local
from tocsin.console.access import Viewer, requires, viewer_of
from tocsin.console.figure_labels import definition_of, name_of
from tocsin.console.figures.period import Period, period_of
from tocsin.domain.access import Right
from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.problems import NOT_ALLOWED, NOT_FOUND, REPORT_UNKNOWN, Problem
from tocsin.domain.published import Group, chosen_by
from tocsin.records.queries.alerts import alert_rows
from tocsin.records.queries.figures import alerts_behind, numbers_behind, silent_people
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.reports import one_report
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.waits import waits_behind

A_PAGE = 50
_SILENT = (Group.MEASURE, Figure.SILENT.value)


def may_open(viewer: Viewer, group: Group, code: str) -> bool:
    """Say whether the number of a row opens a list for this viewer."""
    if (group, code) == _SILENT:
        return Right.SEE_NETWORK in viewer.rights
    return group is Group.SPAN or chosen_by(group, code) is not None


@requires(Right.SEE_BOARD)
@require_GET
def behind(request: HttpRequest, code: str, group: str = Group.MEASURE.value) -> HttpResponse:
    """What a number counts: a number that nobody can open is none."""
    if group not in set(Group):
        raise Problem(NOT_FOUND)
    kind = Group(group)
    scope, period = _asked(request)
    if kind is Group.SPAN:
        return _waits(request, period, code)
    if (kind, code) == _SILENT:
        return _silent(request, scope, period)
    chosen = chosen_by(kind, code)
    if chosen is None:
        raise Problem(NOT_FOUND)
    numbers = numbers_behind(scope, period.since, period.until, chosen)
    listed = _listed(request, period, kind, code, numbers)
    own = viewer_of(request).scope
    rows = alert_rows(alerts_behind(own, listed["page"].object_list), own)
    return render(request, "console/figures/behind.html", listed | {"rows": rows})


def _asked(request: HttpRequest) -> tuple[Scope, Period]:
    """Return what is counted: by the address, or in the period and the area of a report."""
    number = request.GET.get("report", "")
    if not number.isdecimal() or len(number) > 9:
        return viewer_of(request).scope, period_of(request)
    row = one_report(viewer_of(request).scope, int(number))
    if row is None or row.since is None or row.until is None:
        raise Problem(REPORT_UNKNOWN)
    days = local(row.since).date(), local(row.until).date()
    return Office(row.base, row.area).scope, Period(*days, exact=(row.since, row.until))


def _waits(request: HttpRequest, period: Period, code: str) -> HttpResponse:
    if code not in set(Span):
        raise Problem(NOT_FOUND)
    scope = viewer_of(request).scope
    rows = waits_behind(scope, period.since, period.until, Span(code))
    listed = _listed(request, period, Group.SPAN, code, rows)
    return render(request, "console/figures/waits.html", listed)


def _silent(request: HttpRequest, scope: Scope, period: Period) -> HttpResponse:
    if Right.SEE_NETWORK not in viewer_of(request).rights:
        raise Problem(NOT_ALLOWED, right=Right.SEE_NETWORK.value)
    people = silent_people(scope, period.since, period.until)
    rows = people.select_related("community").order_by("last_heard_at", "code")
    return render(request, "console/figures/silent.html", _listed(request, period, *_SILENT, rows))


def _listed(
    request: HttpRequest, period: Period, group: Group, code: str, rows: Sequence[Any] | Any
) -> dict[str, Any]:
    return {
        "nav": "figures",
        "title": name_of(group, code),
        "definition": definition_of(group, code),
        "period": period,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    }
