"""When dailies and weeklies are drafted: by base, field office and mission, at a cut-off that people set."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F

from tocsin.actions.journal import ENGINE, Actor
from tocsin.actions.report_periods import draft_period
from tocsin.actions.sheet import Sheet
from tocsin.domain.report_words import DueKind, ReportKind
from tocsin.domain.reports.numbering import RELEASED_WITHIN, next_cut_off, period_before
from tocsin.records.models import ReportDue, ReportPlan, User
from tocsin.records.queries.report_office import Office

USUAL = {ReportKind.DAILY: time(16), ReportKind.WEEKLY: time(12)}
AT_ONCE = 5  # drafts of one turn; the rest waits two seconds


@transaction.atomic
def set_plan(
    kind: ReportKind,
    office: Office,
    cut_off: time | None,
    *,
    by: User | Actor,
    at: datetime,
    weekday: int = 3,
    language: str = "fr",
) -> ReportPlan:
    """Set when reports of an office are drafted; without a cut-off it stops."""
    row, _ = ReportPlan.objects.select_for_update().get_or_create(
        kind=kind.value, base=office.base, area=office.area,
        defaults={"cut_off": cut_off or USUAL[kind]},
    )  # fmt: skip
    row.weekday, row.language = weekday, language
    row.next_at = None
    if cut_off:
        row.cut_off = cut_off
        row.next_at = _next(row, at)
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("report.planned", row, kind=kind.value, is_stopped=cut_off is None)
    sheet.write()
    return row


def draft_due_reports(*, at: datetime) -> int:
    """Draft what has reached its cut-off. A plan that a dead engine left is found by the next one."""
    return sum(_draft_one(at) for _ in range(AT_ONCE))


@transaction.atomic
def _draft_one(at: datetime) -> int:
    """Draft the report of one plan. Bases go first: what is above them takes over what they wrote."""
    due = ReportPlan.objects.select_for_update(of=("self",), skip_locked=True).filter(
        next_at__lte=at
    )
    first = ("next_at", F("base").asc(nulls_last=True), F("area").asc(nulls_last=True))
    row = due.select_related("base", "area").order_by(*first).first()
    if row is None or row.next_at is None:
        return 0
    kind, office = ReportKind(row.kind), Office(row.base, row.area)
    since, until = period_before(kind, row.next_at)
    report = draft_period(kind, office, since, until, by=ENGINE, at=at, language=row.language)
    ReportDue.objects.get_or_create(
        report=report,
        defaults={
            "kind": DueKind(kind.value).value, "base": row.base, "since": until,
            "due_at": until + RELEASED_WITHIN[kind],
        },
    )  # fmt: skip
    # After days without power each day is drafted, one after another: none is left out.
    row.next_at = _next(row, row.next_at)
    row.save(update_fields=["next_at"])
    return 1


def _next(row: ReportPlan, after: datetime) -> datetime:
    zone = ZoneInfo(settings.LOCAL_ZONE)
    return next_cut_off(
        ReportKind(row.kind), row.cut_off, weekday=row.weekday, after=after, zone=zone
    )


def cut_off_of(kind: ReportKind, office: Office) -> time:
    """Return the cut-off that people set for an office, or the usual one (domain.md §3.4)."""
    row = ReportPlan.objects.filter(kind=kind, base=office.base, area=office.area).first()
    return row.cut_off if row else USUAL[kind]
