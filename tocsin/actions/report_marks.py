"""Mark released reports that rest on what was corrected, and let their readers see it."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.actions.report_bodies import body_of
from tocsin.actions.report_posts import post_correction
from tocsin.actions.report_texting import text_correction
from tocsin.actions.sheet import Sheet
from tocsin.domain.report_words import Audience, ReportState
from tocsin.domain.reports.audiences import redact
from tocsin.domain.reports.statements import Statement
from tocsin.records.models import (
    CopyCorrection,
    Correction,
    Incident,
    ReportCopy,
    ReportCorrection,
    SituationReport,
)


def mark_reports(
    sheet: Sheet, incident: Incident, correction: Correction, *, since: datetime | None = None
) -> int:
    """Mark each released report that rests on an incident; return how many readers must hear of it.

    A reader whose copy says nothing of it is not told: that would tell them of it.
    """
    resting = reports_resting_on(incident, since=since)
    for report, copies in resting:
        sheet.add(ReportCorrection(report=report, correction=correction, at=sheet.at))
        for copy in copies:
            sheet.add(CopyCorrection(copy=copy, correction=correction, made_at=sheet.at))
        post_correction(copies, at=sheet.at)
        text_correction(copies, by=sheet.by, at=sheet.at)
        sheet.note(
            "report.corrected", report, incident=incident, reference=report.reference,
            kind=correction.kind,
        )  # fmt: skip
        sheet.announce("report:all")
    return sum(len(copies) for _, copies in resting)


def reports_resting_on(
    incident: Incident, *, since: datetime | None = None
) -> list[tuple[SituationReport, list[ReportCopy]]]:
    """Return each released report that says something of an incident, with the copies that do too."""
    names = references_of(incident)
    rows = SituationReport.objects.filter(
        state=ReportState.RELEASED, released_at__gte=since or incident.opened_at
    )
    found = []
    # What a report rests on is sealed in its sentences: they are opened, one by one.
    for report in rows.prefetch_related("copies__reader").order_by("number"):
        sentences = body_of(report)
        if _rests(sentences, names):
            copies = [
                one
                for one in report.copies.all()
                if _rests(redact(sentences, Audience(one.audience)), names)
            ]
            found.append((report, copies))
    return found


def references_of(incident: Incident) -> set[str]:
    """Return the references by which a sentence names an incident, its alerts and responses."""
    alerts = incident.alert_links.filter(is_suggestion=False)
    return {
        f"incident:{incident.number}",
        *(f"alert:{n}" for n in alerts.values_list("alert__number", flat=True)),
        *(f"response:{key}" for key in incident.responses.values_list("pk", flat=True)),
    }


def _rests(sentences: Iterable[Statement], names: set[str]) -> bool:
    return any(not names.isdisjoint(one.sources) for one in sentences)
