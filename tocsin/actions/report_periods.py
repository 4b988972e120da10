"""Dailies and weeklies: drafted from the records of an office, by the clock or by a person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from tocsin.actions.journal import Actor
from tocsin.actions.journal_proof import head_before
from tocsin.actions.report_bodies import body_of
from tocsin.actions.report_drafts import fresh_flash, numbered, written
from tocsin.actions.report_heads import office_of
from tocsin.domain.report_words import RecommendationState, ReportKind
from tocsin.domain.reports.audiences import unguarded
from tocsin.domain.reports.daily import DailyFacts, build_daily
from tocsin.domain.reports.numbering import weeks_before
from tocsin.domain.reports.office_facts import AlertLine, Below
from tocsin.domain.reports.statements import Statement
from tocsin.domain.reports.weekly import Asked, WeeklyFacts, build_weekly
from tocsin.records.models import Recommendation, SituationReport, User
from tocsin.records.queries import report_alerts as alerts
from tocsin.records.queries import report_office as offices
from tocsin.records.queries.figures import figures
from tocsin.records.queries.needs import needs_of, threats_of
from tocsin.records.queries.report_office import Office
from tocsin.records.queries.signs import signs_of

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@transaction.atomic
def draft_period(
    kind: ReportKind,
    office: Office,
    since: datetime,
    until: datetime,
    *,
    by: User | Actor,
    at: datetime,
    language: str = "fr",
) -> SituationReport:
    """Draft the report of a period; one that exists for it already is returned as it is."""
    known = SituationReport.objects.filter(
        kind=kind, base=office.base, area=office.area, until=until
    ).exclude(state="dropped")
    if found := known.select_related("base", "area", "incident").first():
        return found
    return written(
        sentences(kind, office, since, until),
        by=by,
        at=at,
        kind=kind.value,
        base=office.base,
        area=office.area,
        since=since,
        until=until,
        language=language,
        is_drill=settings.EXERCISE,
        **numbered(kind, office.base, office.area, at=at),
    )


def fresh_of(row: SituationReport) -> list[Statement]:
    """Return the sentences of a report as they would be drafted now."""
    if row.kind == ReportKind.FLASH:
        return fresh_flash(row)
    assert row.since is not None
    assert row.until is not None
    return sentences(ReportKind(row.kind), Office(row.base, row.area), row.since, row.until)


def sentences(
    kind: ReportKind, office: Office, since: datetime, until: datetime
) -> list[Statement]:
    if kind is ReportKind.DAILY:
        return build_daily(daily_facts(office, since, until))
    return build_weekly(weekly_facts(office, since, until))


def daily_facts(office: Office, since: datetime, until: datetime) -> DailyFacts:
    scope = office.scope
    return DailyFacts(
        alerts=tuple(alerts.alert_lines(scope, since, until)),
        before=alerts.count_alerts(scope, since - (until - since), since),
        protection=alerts.guarded_cases(scope, since, until),
        owed=offices.owed(office, since, until),
        meetings=tuple(offices.meetings(office, since, until)),
        roll_calls=tuple(offices.roll_calls(office, since, until)),
        kit=offices.kit(office, since, until),
        pending=tuple(alerts.pending(scope, until)),
        gaps=tuple(alerts.open_gaps(scope, until)),
        issued=tuple(offices.issued(office, since, until)),
        coming=tuple(offices.coming(office, until, until + DAY)),
        below=tuple(_below(office, ReportKind.DAILY, since, until)),
        signs=signs_of(office, at=until),
        since=since,
        threats=tuple(one for one in threats_of(office, since, until) if one.is_moved),
        needs=tuple(one for one in needs_of(office, since, until) if one.is_new),
        head=head_before(until),
    )


def weekly_facts(office: Office, since: datetime, until: datetime) -> WeeklyFacts:
    scope = office.scope
    lines = alerts.alert_lines(scope, since, until)
    return WeeklyFacts(
        weeks=tuple(figures(scope, *week) for week in weeks_before(until, 4)),
        alerts=tuple(lines),
        days=tuple(_days(lines, since, until)),
        before=tuple(alerts.alert_lines(scope, since - WEEK, since)),
        owed=offices.owed(office, since, until),
        uncovered=tuple(offices.uncovered(office)),
        coming=tuple(offices.coming(office, until, until + WEEK)),
        recommendations=tuple(_asked(office, since)),
        below=tuple(_below(office, ReportKind.WEEKLY, since, until)),
        signs=signs_of(office, at=until),
        threats=tuple(threats_of(office, since, until)),
        needs=tuple(needs_of(office, since, until)),
        meetings=tuple(offices.meetings(office, since, until)),
        roll_calls=tuple(offices.roll_calls(office, since, until)),
        kit=offices.kit(office, since, until),
    )


def _days(
    lines: Sequence[AlertLine], since: datetime, until: datetime
) -> Iterable[tuple[datetime, Counter[str]]]:
    """Count each twenty-four hours of a period, named by the day on which they end."""
    end = since
    while end < until:
        start, end = end, end + DAY
        yield end, Counter(one.priority for one in lines if start <= one.at < end)


def _below(office: Office, kind: ReportKind, since: datetime, until: datetime) -> list[Below]:
    return [
        Below(row.reference, office_of(row), one.key, one.text)
        for row in offices.below(office, kind, since, until)
        for one in unguarded(body_of(row))
        if one.is_comment and one.text and not one.is_carried
    ]


def _asked(office: Office, since: datetime) -> list[Asked]:
    """What is asked now, and what was asked before and is not settled since before this period."""
    rows = Recommendation.objects.filter(base=office.base, area=office.area)
    found = []
    for row in rows.order_by("number"):
        is_new = row.made_at >= since
        was_settled = row.settled_at is not None and row.settled_at < since
        if is_new or row.state == RecommendationState.OPEN or not was_settled:
            due = datetime.combine(row.due_on, time(12), ZoneInfo(settings.LOCAL_ZONE))
            found.append(Asked(row.number, row.what, row.owner, due, row.state, is_new))
    return found
