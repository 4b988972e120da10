"""The list of alerts: filters in the address, a page at a time, and as a table file."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.console.access import requires, viewer_of
from tocsin.console.days import day_in
from tocsin.console.filters import chips, kept
from tocsin.console.labels import ALERT_LIVES, KINDS, PRIORITIES, choices
from tocsin.console.sheet_file import csv_file
from tocsin.domain.access import Right
from tocsin.domain.words import RESTRICTED_KINDS, WARNINGS
from tocsin.records.queries.alerts import AlertFilter, AlertRow, alert_rows, alerts

A_PAGE = 50
MOST_IN_A_FILE = 20_000
COLUMNS = (
    "number", "received_at", "happened_at", "kind", "priority", "life", "access", "source", "community",
    "place_name", "lat", "lon", "incident_code", "is_confirmed", "is_drill",
)  # fmt: skip


@requires(Right.SEE_BOARD)
@require_GET
def alert_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    wanted = filter_of(request)
    page = Paginator(alerts(viewer.scope, wanted), A_PAGE).get_page(request.GET.get("page"))
    kinds = [
        kind for kind in WARNINGS if viewer.scope.sees_restricted or kind not in RESTRICTED_KINDS
    ]
    context = {
        "nav": "alerts",
        "page": page,
        "rows": alert_rows(page.object_list, viewer.scope),
        "chips": chips(request, "priority", choices(PRIORITIES)),
        "judged": chips(request, "judged", [("no", _("Not judged")), ("yes", _("Judged"))]),
        "kinds": choices(KINDS, kinds),
        "lives": choices(ALERT_LIVES),
        "wanted": wanted,
        "kept": kept(request, "priority", "judged"),
        "file_query": request.GET.urlencode(),
    }
    return render(request, "console/alerts/list.html", context)


@requires(Right.EXPORT)
@require_GET
def alert_file(request: HttpRequest) -> HttpResponse:
    """The same filter as CSV: codes and places, no names, no numbers, no words."""
    scope = viewer_of(request).scope
    rows = alert_rows(alerts(scope, filter_of(request))[:MOST_IN_A_FILE], scope)
    return csv_file("alerts", COLUMNS, ([_cell(row, name) for name in COLUMNS] for row in rows))


def filter_of(request: HttpRequest) -> AlertFilter:
    """Read the filter from the address; what makes no sense is left out."""
    asked = request.GET
    return AlertFilter(
        priority=asked.get("priority", ""),
        kind=asked.get("kind", ""),
        life=asked.get("life", ""),
        judged=asked.get("judged", "") if asked.get("judged") in ("yes", "no") else "",
        words=asked.get("q", "").strip(),
        since=_midnight(asked.get("from", "")),
        until=_midnight(asked.get("to", ""), days_later=1),
    )


def _midnight(text: str, *, days_later: int = 0) -> datetime | None:
    day = day_in(text)
    if day is None:
        return None
    start = datetime.combine(day, time.min, ZoneInfo(settings.LOCAL_ZONE))
    return start + timedelta(days=days_later)


def _cell(row: AlertRow, name: str) -> Any:
    value = getattr(row, name)
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
