"""All that stands behind one sentence of a report, on a page of its own: a weekly may rest on hundreds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.console.access import requires
from tocsin.console.record_pages import sources_of
from tocsin.console.reports.views import read_for, report_for
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.reports.compose import text_of


@requires(Right.SEE_BOARD)
@require_GET
def behind(request: HttpRequest, number: int) -> HttpResponse:
    """All that stands behind one sentence of a report."""
    row = report_for(request, number)
    read, key = read_for(request, row), request.GET.get("sentence", "")
    one = next((one for one in read.statements if one.key == key), None)
    if one is None:
        raise Problem(NOT_FOUND)
    context = {
        "nav": "reports",
        "report": row,
        "heading": read.words.of("section", one.section),
        "text": text_of(one, read.words),
        "language": row.language,
        "sources": sources_of(one.sources, row),
    }
    return render(request, "console/reports/behind.html", context)
