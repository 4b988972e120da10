"""The composer: the sentences with their records on one side, the page as it will be on the other."""

from collections.abc import Mapping

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.actions.letterheads import letterhead_for
from tocsin.actions.report_heads import findings_of, opened
from tocsin.actions.report_periods import fresh_of
from tocsin.actions.reports import writers_of
from tocsin.console.access import requires, viewer_of
from tocsin.console.labels import choices
from tocsin.console.reports.copies import copy_views
from tocsin.console.reports.corrected import corrected_in
from tocsin.console.reports.forms import CommentForm, RecommendForm, WhyForm
from tocsin.console.reports.labels import AUDIENCES, DOUBTS, FORMATS
from tocsin.console.reports.views import (
    may,
    read_for,
    report_for,
    report_view,
    section_views,
    sees_restricted,
)
from tocsin.domain.access import Right
from tocsin.domain.report_words import Audience, ReportKind, Section
from tocsin.domain.reports.audiences import why_not_told
from tocsin.domain.reports.checking import Found, stops
from tocsin.records.models import SituationReport
from tocsin.records.queries.reports import flash_chain


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    return composer(request, report_for(request, number))


def composer(
    request: HttpRequest,
    row: SituationReport,
    *,
    mine: Mapping[str, str] | None = None,
    bound: Mapping[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the composer; `bound` holds the form that was not filled in right, by its name (422).

    `mine` are words that were not saved, because somebody else saved first.
    """
    is_whole = sees_restricted(request, row)
    read, view = read_for(request, row), report_view(row, is_whole=is_whole)
    found = _findings(request, row) if view.is_open else []
    may_write = view.is_open and may(request, row, Right.DRAFT_REPORT)
    may_release = view.is_open and may(request, row, Right.RELEASE_REPORT)
    about = read.head.about
    context = {
        "nav": "reports",
        "report": view,
        "title": read.composed().title,
        "sections": section_views(row, read, found, mine=mine),
        "found": [(DOUBTS[one.doubt], one.words) for one in found if not one.key],
        "n_found": sum(stops(ReportKind(row.kind), one) for one in found),
        "is_stale": mine is not None,
        "may_write": may_write,
        "may_release": may_release,
        "is_whole": is_whole,
        "may_answer": may(request, row, Right.RELEASE_REPORT),
        "wrote": viewer_of(request).user.person in writers_of(row),
        "is_weekly": row.kind == ReportKind.WEEKLY,
        "is_urgent": row.incident is not None and row.incident.priority == "P1",
        "formats": choices(FORMATS),
        "has_letterhead": letterhead_for(row.base, row.area) is not None,
        "audiences": choices(AUDIENCES, [a for a in Audience if not why_not_told(a, about)]),
        "refused": [(a.value, AUDIENCES[a]) for a in Audience if why_not_told(a, about)],
        "chain": [report_view(one) for one in flash_chain(row.incident)] if row.incident else [],
        "copies": copy_views(row),
        "corrections": corrected_in(row),
        "radio": read.radio(),
        "forms": _forms(row) | dict(bound or {}),
        "open_form": next(iter(bound)) if bound else "",
    }
    return render(request, "console/reports/page.html", context, status=422 if bound else status)


def _forms(row: SituationReport) -> dict[str, Form]:
    return {
        "return": WhyForm(auto_id="return-%s"),
        "recommend": RecommendForm(auto_id="recommend-%s"),
        "drop": WhyForm(auto_id="drop-%s"),
        "comment": CommentForm(auto_id="comment-%s", kind=row.kind),
    }


def _findings(request: HttpRequest, row: SituationReport) -> list[Found]:
    """Return what the check finds in the whole report, but for what this viewer may not know of."""
    found = findings_of(row, opened(row).statements, fresh_of(row))
    if sees_restricted(request, row):
        return found
    return [one for one in found if not one.key.startswith(f"{Section.PROTECTION}.")]
