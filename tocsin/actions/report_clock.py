"""The clocks of reports: which flash is owed, which is late, and what a release settles."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tocsin.actions.journal import ENGINE
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.report_heads import MISSION
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import place_text
from tocsin.actions.watch import Watch
from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.ladders import Target, Where
from tocsin.domain.report_words import DueKind, FlashStage, ReportKind, ReportState
from tocsin.domain.words import DutyFunction, IncidentLife, Priority, Purpose
from tocsin.records.models import Incident, ReportDue, SituationReport

FINAL_WITHIN = timedelta(hours=2)
LOOK_BACK = timedelta(days=7)
AT_ONCE = 50
OWED_BY = (DutyFunction.LIAISON_ASSISTANT, DutyFunction.DUTY_OFFICER)


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
    """Notice what is late, once each: in the log book, on the pages, and to whoever owes it."""
    late = ReportDue.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        settled_at=None, late_at=None, due_at__lt=at
    )
    rows = list(late.select_related("base", "incident", "report__area")[:AT_ONCE])
    if not rows:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for row in rows:
        row.late_at = at
        row.save(update_fields=["late_at"])
        told = _tell(sheet, row, watch)
        sheet.note("report.late", row, incident=row.incident_id, due=row.kind, people=told)
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


def _tell(sheet: Sheet, row: ReportDue, watch: Watch) -> list[str]:
    """Text whoever owes it: the assistants of the base, else its duty officer, else the operations room."""
    here = row.incident or Incident(base=row.base)
    asked = [Target(one, Where.NAMED_BASE, row.base.slug) for one in OWED_BY if row.base]
    asked.append(Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM))
    holders = next((found for one in asked if (found := watch.holders([one], here))), [])
    is_drill = row.incident.is_drill if row.incident else settings.EXERCISE
    about = About(Purpose.REPORT_LATE, Priority.P3, incident=row.incident, is_drill=is_drill)
    name = row.report.reference if row.report else (row.incident.code if row.incident else "")
    office = row.base.name if row.base else MISSION
    recipients = [
        Recipient(
            text=place_text(
                Purpose.REPORT_LATE, one.responder.language, office, code=name, is_drill=is_drill
            ),
            responder=one.responder,
            function=one.function.value,
        )
        for one in holders
    ]
    notify(sheet, about, recipients, lines=watch.lines)
    return [one.responder.code for one in holders]


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
