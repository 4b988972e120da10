"""A report as files: PDF, Word, HTML, text, radio, and the pictures of its pages."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.actions.letterheads import letterhead_for
from tocsin.actions.report_files import FILES, made, pages_of
from tocsin.console.access import requires
from tocsin.console.reports.views import read_for, report_for
from tocsin.domain.access import Right
from tocsin.domain.problems import LETTERHEAD_NONE, Problem
from tocsin.domain.report_words import Audience, ReportFormat

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Asked:
    audience: Audience | None
    language: str


@requires(Right.SEE_BOARD)
@require_GET
def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Return the report in a format; `audience` gives what that audience reads, and no more."""
    row = report_for(request, number)
    if form not in set(ReportFormat):
        raise Http404(_("There is no such format."))
    asked = _asked(request)
    wanted = ReportFormat(form)
    letterhead = None
    if wanted is ReportFormat.WORD and request.GET.get("letterhead") == "1":
        letterhead = letterhead_for(row.base, row.area)
        if letterhead is None:
            raise Problem(LETTERHEAD_NONE)
    content = made(
        read_for(request, row, language=asked.language),
        wanted,
        audience=asked.audience,
        letterhead=letterhead,
    )
    answer = HttpResponse(content, content_type=FILES[wanted].media)
    place = "inline" if wanted is ReportFormat.PDF else "attachment"
    name = f"{row.reference.replace('/', '-')}-{row.issue}.{FILES[wanted].ending}"
    answer["Content-Disposition"] = f'{place}; filename="{name}"'
    return answer


@requires(Right.SEE_BOARD)
@require_GET
def picture(request: HttpRequest, number: int, sheet: int) -> HttpResponse:
    """Return one page as it will be printed, for the composer."""
    row = report_for(request, number)
    pages = pages_of(read_for(request, row))
    if not 1 <= sheet <= len(pages):
        raise Http404(_("There is no such page."))
    return HttpResponse(pages[sheet - 1], content_type="image/svg+xml")


@requires(Right.SEE_BOARD)
@require_GET
def pages(request: HttpRequest, number: int) -> HttpResponse:
    """The pages as they will be printed: apart from the composer, which must open by a slow network."""
    row = report_for(request, number)
    read = read_for(request, row)
    context = {
        "nav": "reports",
        "report": row,
        "title": read.composed().title,
        "pages": range(1, len(pages_of(read)) + 1),
    }
    return render(request, "console/reports/pages.html", context)


def _asked(request: HttpRequest) -> Asked:
    audience, language = request.GET.get("for", ""), request.GET.get("language", "")
    return Asked(
        Audience(audience) if audience in set(Audience) else None,
        language if language in LANGUAGES else "",
    )
