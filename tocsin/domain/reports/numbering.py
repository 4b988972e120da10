"""The numbers of reports, their stages, and when each is due."""

from datetime import date, datetime, time, timedelta, tzinfo

from tocsin.domain.report_words import FlashStage, ReportKind

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
# From the cut-off to the release: domain.md §3.4, one hour for a daily, a working day for a weekly.
RELEASED_WITHIN = {ReportKind.DAILY: timedelta(hours=2), ReportKind.WEEKLY: timedelta(hours=24)}


def reference_of(kind: ReportKind, office: str, year: int, serial: int) -> str:
    """Return `FLASH/BENI/2026/017`."""
    return f"{kind.upper()}/{office.upper()}/{year}/{serial:03d}"


def next_stage(issued: int, *, is_over: bool) -> FlashStage:
    """Return what the next issue of a flash is, when so many were released before."""
    if is_over:
        return FlashStage.FINAL
    return FlashStage.UPDATE if issued else FlashStage.INITIAL


def next_cut_off(
    kind: ReportKind, at: time, *, weekday: int, after: datetime, zone: tzinfo
) -> datetime:
    """Return the first cut-off later than `after`; `weekday` (0 is Monday) counts for weeklies."""
    day = after.astimezone(zone).date()
    while True:
        found = datetime.combine(day, at, zone)
        if found > after and (kind is ReportKind.DAILY or day.weekday() == weekday):
            return found
        day += DAY


def period_before(kind: ReportKind, cut_off: datetime) -> tuple[datetime, datetime]:
    """Return the period that a report covers whose cut-off this is."""
    return cut_off - (DAY if kind is ReportKind.DAILY else WEEK), cut_off


def weeks_before(until: datetime, count: int) -> list[tuple[datetime, datetime]]:
    """Return so many weeks, the earliest first; the last one ends at `until`."""
    return [(until - WEEK * n, until - WEEK * (n - 1)) for n in range(count, 0, -1)]


def period_of_day(kind: ReportKind, day: date, at: time, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the period that ends at the cut-off of a day."""
    return period_before(kind, datetime.combine(day, at, zone))
