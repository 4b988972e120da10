"""The flashes of an incident and the one that is owed, for its page."""

from datetime import datetime
from typing import Any

from tocsin.console.reports.views import due_view, report_view
from tocsin.records.models import Incident, ReportDue, SituationReport
from tocsin.records.queries.reports import with_places


def flashes_of(incident: Incident, *, now: datetime) -> dict[str, Any]:
    rows = with_places(SituationReport.objects.filter(incident=incident)).order_by("issue")
    due = ReportDue.objects.filter(incident=incident, settled_at=None).order_by("due_at").first()
    return {
        "flashes": [report_view(row) for row in rows],
        "flash_due": due_view(due, now=now) if due else None,
    }
