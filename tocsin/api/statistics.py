"""What is counted of a period: plain counts, and the figures with their definitions."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from ninja import Router

from tocsin.api.auth import Token, reach_of
from tocsin.api.reading import Bound
from tocsin.api.shapes import FigureOut, StatisticsOut
from tocsin.domain.figure_definitions import DEFINITIONS, OF_GROUPS
from tocsin.domain.figure_words import Figure
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FIELD_WRONG, NOT_ALLOWED
from tocsin.domain.published import Group, Row, rows_of
from tocsin.domain.quarters import Quarter
from tocsin.records.models import Acknowledgement, Decision
from tocsin.records.queries.clock import database_now, day_here
from tocsin.records.queries.figures import figures
from tocsin.records.queries.scope import Scope

router = Router()


@router.get("/statistics", response=StatisticsOut, auth=Token("reports"))
def statistics(
    request: HttpRequest,
    since: Bound | None = None,
    until: Bound | None = None,
    quarter: str | None = None,
) -> StatisticsOut:
    """Count a period; by default the last 24 hours.

    With `quarter` (such as 2026-Q1) the figures are those for readers outside the mission: whole
    quarters of the whole mission only, counts under five hidden, and the plain counts left at nought.
    """
    whole = Quarter.parse(quarter) if quarter else None
    if quarter and whole is None:
        raise Problem(FIELD_WRONG, field="quarter", why="unknown")
    if whole is not None:
        if not whole.is_over(day_here(database_now())):
            raise Problem(FIELD_WRONG, field="quarter", why="it is not over yet")
        if reach_of(request).areas is not None:
            raise Problem(NOT_ALLOWED, right="see the whole mission")
        return _outside(whole)
    until = until or database_now()
    since = since or until - timedelta(hours=24)
    counted = {} if settings.EXERCISE else {"is_drill": False}
    reach = reach_of(request)
    opened = reach.incidents().filter(opened_at__gte=since, opened_at__lt=until, **counted)
    by_priority = opened.values_list("priority").annotate(n=Count("pk"))
    taken = Acknowledgement.objects.filter(escalation__incident__in=opened)
    found = figures(reach, since, until)
    return StatisticsOut(
        since=since,
        until=until,
        messages=_received(reach.messages().filter(**counted), since, until),
        alerts=_received(reach.alerts().filter(**counted), since, until),
        incidents=opened.count(),
        by_priority={str(priority): int(n) for priority, n in by_priority},
        acknowledged=taken.values("escalation__incident").distinct().count(),
        decided=Decision.objects.filter(incident__in=opened).values("incident").distinct().count(),
        figures=[_figure(row) for row in rows_of(found, is_outside=False)],
    )


def _outside(quarter: Quarter) -> StatisticsOut:
    """Count the whole mission: of areas that overlap the one could be subtracted from the other."""
    zone = ZoneInfo(settings.LOCAL_ZONE)
    since = datetime.combine(quarter.first, time.min, zone)
    until = datetime.combine(quarter.next.first, time.min, zone)
    found = figures(Scope(sees_restricted=False), since, until)
    return StatisticsOut(
        since=since,
        until=until,
        messages=0,
        alerts=0,
        incidents=0,
        by_priority={},
        acknowledged=0,
        decided=0,
        figures=[_figure(row) for row in rows_of(found, is_outside=True)],
    )


def _figure(row: Row) -> FigureOut:
    is_measure = row.group is Group.MEASURE
    return FigureOut(
        group=row.group.value,
        code=row.code,
        count=row.n,
        of=row.of,
        share=row.share,
        median_minutes=_minutes(row.median),
        p90_minutes=_minutes(row.p90),
        hidden=row.is_hidden,
        definition=DEFINITIONS[Figure(row.code)] if is_measure else OF_GROUPS[row.group],
    )


def _minutes(length: timedelta | None) -> float | None:
    return None if length is None else round(length / timedelta(minutes=1), 1)


def _received(rows: QuerySet[Any], since: datetime, until: datetime) -> int:
    return rows.filter(received_at__gte=since, received_at__lt=until).count()
