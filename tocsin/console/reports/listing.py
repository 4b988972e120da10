"""The list of reports, with what is owed above it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.console.filters import chips
from tocsin.console.labels import choices
from tocsin.console.now import now_of
from tocsin.console.reports.labels import KINDS
from tocsin.console.reports.views import due_view, report_view, sees_restricted
from tocsin.domain.access import Right
from tocsin.records.queries.reports import dues, reports

PER_PAGE = 40


@requires(Right.SEE_BOARD)
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    viewer, now = viewer_of(request), now_of(request)
    show, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    reference = request.GET.get("reference", "")
    rows = reports(viewer.scope, show=show, kind=kind, reference=reference)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shows = [
        ("open", _("Being written")),
        ("review", _("Wait for release")),
        ("released", _("Released")),
    ]
    context = {
        "nav": "reports",
        "chips": chips(request, "show", shows) + chips(request, "kind", choices(KINDS)),
        "dues": [due_view(one, now=now) for one in dues(viewer.scope)[:PER_PAGE]],
        "rows": [report_view(row, is_whole=sees_restricted(request, row)) for row in page],
        "page": page,
    }
    return render(request, "console/reports/list.html", context)
