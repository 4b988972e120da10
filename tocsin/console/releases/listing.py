"""The releases: what waits for a second person, what waits for a review, and the share log."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.console.filters import chips
from tocsin.console.now import now_of
from tocsin.console.releases.views import release_views
from tocsin.domain.access import Right
from tocsin.domain.release_words import ReleaseState
from tocsin.records.models import Incident
from tocsin.records.queries.releases import all_releases, loud_releases

PER_PAGE = 40


@requires(Right.SEE_BOARD)
@require_GET
def release_list(request: HttpRequest) -> HttpResponse:
    viewer, now = viewer_of(request), now_of(request)
    seen = viewer.scope.incidents()
    loud = loud_releases(seen, now=now)
    rows = all_releases().filter(incident__in=seen).order_by("-asked_at", "-number")
    show = request.GET.get("show", "")
    if show == "waiting":
        rows = rows.filter(state=ReleaseState.ASKED)
    elif show == "review":
        rows = rows.filter(is_break_glass=True, reviewed_at=None)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counted = {
        "waiting": sum(not one.is_review for one in loud),
        "review": sum(one.is_review for one in loud),
    }
    context = {
        "nav": "releases",
        "chips": chips(
            request,
            "show",
            [("waiting", _("For a second person")), ("review", _("To be reviewed"))],
            counted,
        ),
        "rows": release_views(list(found)),
        "page": found,
        "loud": loud,
    }
    return render(request, "console/releases/list.html", context)


def waiting_releases(incidents: QuerySet[Incident], *, now: datetime) -> dict[str, Any]:
    """Return the counter of the board: what a second person must decide or review."""
    loud = loud_releases(incidents, now=now)
    reviews = sum(one.is_review for one in loud)
    return {
        "n": len(loud),
        "reviews": reviews,
        # What one person released alone is loud at once; the rest when its time is over.
        "is_late": bool(reviews) or any(one.is_late for one in loud),
        "words": _("Releases to review") if reviews else _("Releases to decide"),
    }
