"""Draft reports from the records: a flash of an incident, in one click."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from tocsin.actions.journal import Actor
from tocsin.actions.report_bodies import body_text
from tocsin.actions.report_facts import flash_facts
from tocsin.actions.report_heads import MISSION
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import REPORT_ISSUED, Problem
from tocsin.domain.report_words import FlashStage, ReportKind, ReportState
from tocsin.domain.reports.flash import build_flash
from tocsin.domain.reports.numbering import next_stage, reference_of
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import IncidentLife
from tocsin.records.models import Area, Base, Incident, ReportRevision, SituationReport, User
from tocsin.records.queries.reports import flash_chain, open_flash

NUMBERING_LOCK = 0x70C55


@transaction.atomic
def draft_flash(
    incident: Incident, *, by: User | Actor, at: datetime, language: str = "fr"
) -> SituationReport:
    """Draft the next flash of an incident; one that is being written is returned as it is."""
    incident = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("base", "place", "community")
        .get(pk=incident.pk)
    )
    if being_written := open_flash(incident):
        return being_written
    earlier = flash_chain(incident)
    released = [one for one in earlier if one.state == ReportState.RELEASED]
    is_over = incident.life == IncidentLife.CLOSED
    if is_over and released and released[-1].stage == FlashStage.FINAL:
        raise Problem(REPORT_ISSUED, code=incident.code)
    stage = next_stage(len(released), is_over=is_over)
    place = {"base": incident.base, "area": None}
    numbers = numbered(ReportKind.FLASH, incident.base, None, at=at)
    if earlier:
        first = earlier[0]
        numbers = {"reference": first.reference, "year": first.year, "serial": first.serial}
    return written(
        build_flash(flash_facts(incident), stage),
        by=by,
        at=at,
        kind=ReportKind.FLASH.value,
        stage=stage.value,
        issue=earlier[-1].issue + 1 if earlier else 0,
        incident=incident,
        language=language,
        is_drill=incident.is_drill,
        **numbers,
        **place,
    )


def fresh_flash(row: SituationReport) -> list[Statement]:
    """Return what the records say of a flash at this moment."""
    assert row.incident is not None
    return build_flash(flash_facts(row.incident), FlashStage(row.stage))


def numbered(
    kind: ReportKind, base: Base | None, area: Area | None, *, at: datetime
) -> dict[str, Any]:
    """Return the next number of a base, office or mission in a year; no other takes it meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBERING_LOCK])
    year = at.year
    rows = SituationReport.objects.filter(kind=kind, base=base, area=area, year=year)
    serial = int(rows.aggregate(last=Max("serial"))["last"] or 0) + 1
    office = base.slug if base else (area.name.replace(" ", "-") if area else MISSION)
    return {"reference": reference_of(kind, office, year, serial), "year": year, "serial": serial}


def written(
    statements: Sequence[Statement], *, by: User | Actor, at: datetime, **columns: Any
) -> SituationReport:
    """Write a new report down with its first version."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('report_number')")
        (number,) = cursor.fetchone() or (0,)
    person = by if isinstance(by, User) else None
    row = SituationReport.objects.create(
        number=number, body=body_text(statements), drafted_at=at, drafted_by=person, **columns
    )
    keep_version(row, by=person, at=at)
    sheet = Sheet(at=at, by=by)
    sheet.note(
        "report.drafted", row, incident=row.incident, reference=row.reference, issue=row.issue,
        exercise=settings.EXERCISE,
    )  # fmt: skip
    sheet.announce("report:all")
    sheet.write()
    return row


def keep_version(row: SituationReport, *, by: User | None, at: datetime) -> None:
    ReportRevision.objects.create(report=row, version=row.version, body=row.body, by=by, at=at)
