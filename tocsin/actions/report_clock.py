"""The clocks of reports: which flash is owed, which is late, and what a release settles."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.report_words import DueKind, FlashStage, ReportKind, ReportState
from tocsin.domain.words import IncidentLife, Priority
from tocsin.records.models import Incident, ReportDue, SituationReport

FINAL_WITHIN = timedelta(hours=2)
LOOK_BACK = timedelta(days=7)
AT_ONCE = 50


@transaction.atomic
def owe_flashes(*, at: datetime) -> int:
    """Write down which flashes are owed: a first one for each P1, a final one when it is over."""
    rows = [
        *(_owed(one, DueKind.FLASH_INITIAL, one.opened_at) for one in _without_first(at)),
        *(_owed(one, DueKind.FLASH_FINAL, one.closed_at or at) for one in _without_last(at)),
    ]
    ReportDue.objects.bulk_create(rows, ignore_conflicts=True)
    settled = _no_longer_owed().update(settled_at=at)
    if rows:
        sheet = Sheet(at=at, by=ENGINE)
        for row in rows:
            sheet.note("report.owed", row, incident=row.incident, due=row.kind)
        sheet.announce("report:all")
        sheet.write()
    return len(rows) + settled


@transaction.atomic
def notice_late_reports(*, at: datetime) -> int:
    """Notice what is late: once each, in the log book and on the pages."""
    late = ReportDue.objects.select_for_update(skip_locked=True).filter(
        settled_at=None, late_at=None, due_at__lt=at
    )
    rows = list(late[:AT_ONCE])
    sheet = Sheet(at=at, by=ENGINE)
    for row in rows:
        row.late_at = at
        row.save(update_fields=["late_at"])
        sheet.note("report.late", row, incident=row.incident_id, due=row.kind)
    if rows:
        sheet.announce("report:all")
        sheet.write()
    return len(rows)


def settle_dues(row: SituationReport, *, at: datetime) -> None:
    """Settle what a released report was owed for."""
    open_dues = ReportDue.objects.filter(settled_at=None)
    if row.kind != ReportKind.FLASH:
        open_dues.filter(report=row).update(settled_at=at)
        return
    kinds = [DueKind.FLASH_INITIAL]
    if row.stage == FlashStage.FINAL:
        kinds.append(DueKind.FLASH_FINAL)
    open_dues.filter(incident=row.incident, kind__in=kinds).update(settled_at=at, report=row)


def _without_first(at: datetime) -> list[Incident]:
    found = Incident.objects.filter(
        priority=Priority.P1,
        opened_at__gte=at - LOOK_BACK,
        life__in=(IncidentLife.OPEN, IncidentLife.STABLE),
    ).exclude(Exists(_dues(DueKind.FLASH_INITIAL)) | Exists(_flashes()))
    return list(_counted(found)[:AT_ONCE])


def _without_last(at: datetime) -> list[Incident]:
    """Incidents that are over, of which a flash was released and no final one."""
    found = Incident.objects.filter(
        Exists(_flashes()), life=IncidentLife.CLOSED, closed_at__gte=at - LOOK_BACK
    ).exclude(
        Exists(_dues(DueKind.FLASH_FINAL).filter(settled_at=None))
        | Exists(_flashes().filter(stage=FlashStage.FINAL, released_at__gte=OuterRef("closed_at")))
    )
    return list(_counted(found)[:AT_ONCE])


def _no_longer_owed() -> QuerySet[ReportDue]:
    """A first flash of what is no P1 any more, or lives in another incident; a final of what reopened."""
    lowered = Q(kind=DueKind.FLASH_INITIAL) & (
        ~Q(incident__priority=Priority.P1) | Q(incident__life=IncidentLife.MERGED)
    )
    reopened = Q(kind=DueKind.FLASH_FINAL) & ~Q(incident__life=IncidentLife.CLOSED)
    return ReportDue.objects.filter(lowered | reopened, settled_at=None)


def _dues(kind: DueKind) -> QuerySet[ReportDue]:
    return ReportDue.objects.filter(incident=OuterRef("pk"), kind=kind)


def _flashes() -> QuerySet[SituationReport]:
    return SituationReport.objects.filter(
        incident=OuterRef("pk"), kind=ReportKind.FLASH, state=ReportState.RELEASED
    )


def _counted(found: QuerySet[Incident]) -> QuerySet[Incident]:
    return found if settings.EXERCISE else found.filter(is_drill=False)


def _owed(incident: Incident, kind: DueKind, since: datetime) -> ReportDue:
    first = allowed(Clock.FLASH, Priority.P1) or timedelta(minutes=30)
    within = first if kind is DueKind.FLASH_INITIAL else FINAL_WITHIN
    return ReportDue(
        kind=kind.value, incident=incident, base_id=incident.base_id, since=since,
        due_at=since + within,
    )  # fmt: skip
