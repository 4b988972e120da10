"""How long each wait of a period lasted, in one statement: a year has tens of thousands of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from tocsin.domain.figure_words import Span
from tocsin.domain.survival import Lengths
from tocsin.domain.words import FeedbackClock, Purpose
from tocsin.records.queries.counted import counted
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.told import TOLD

PAGES = [Purpose.PAGE.value, Purpose.PAGE_EXHAUSTED.value]
ANSWERS = [FeedbackClock.RECEIPT.value, FeedbackClock.FIRST_NEWS.value, FeedbackClock.CLOSING.value]

# A wait that goes on when its matter or the period ends is still waiting then; now, where the period
# goes on itself. Two moments that contradict each other are no wait. First moments are grouped, never
# joined (see `figures`).
WAITS = """,
said(id, opened_at, closed_at, paged, taken, decided, there) as (
    select id, opened_at, closed_at, null::timestamptz, null::timestamptz, null::timestamptz,
        null::timestamptz from chosen
    union all select n.incident_id, null, null, d.sent_at, null, null, null
        from records_notification n join records_delivery d on d.notification_id = n.id
        where n.purpose = any(%s) and n.incident_id in (select id from chosen)
    union all select e.incident_id, null, null, null, a.at, null, null
        from records_escalation e join records_acknowledgement a on a.escalation_id = e.id
        where e.incident_id in (select id from chosen)
    union all select d.incident_id, null, null, null, null, d.at, null
        from records_decision d where d.incident_id in (select id from chosen)
    union all select r.incident_id, null, null, null, null, null, r.on_scene_at
        from records_response r where r.incident_id in (select id from chosen)
),
moments as materialized (
    select id, min(opened_at) as opened_at, min(closed_at) as closed_at, min(paged) as paged,
        min(taken) as taken, min(decided) as decided, min(there) as there
    from said group by id
),
waits(span, of, began, ended, closed) as (
    select 'transmitted', id, opened_at, paged, closed_at from moments
    union all select 'acknowledged', id, paged, taken, closed_at from moments
    union all select 'decided', id, taken, decided, closed_at from moments
    union all select 'arrived', id, paged, there, closed_at from moments
    union all select 'departed', r.incident_id, r.asked_at, r.departed_at, r.ended_at
        from records_response r
        where r.base_id is not null and r.incident_id in (select id from chosen)
    union all select f.clock, f.incident_id, f.created_at,
        case when f.state = any(%s) then f.settled_at end, f.settled_at
        from records_feedback f where f.focal_point_id is not null and f.clock = any(%s)
            and f.incident_id in (select id from chosen)
),
told as (
    select span, of, began, least(closed, period.until) as censored,
        case when ended <= least(closed, period.until) then ended end as ended
    from waits, (select least(%s::timestamptz, statement_timestamp()) as until) as period
    where began is not null and (ended is null or ended >= began)
)
"""
LENGTHS = """select span,
    array_agg(date_part('epoch', ended - began)) filter (where ended is not null),
    array_agg(greatest(0, date_part('epoch', censored - began))) filter (where ended is null)
from told group by span
"""
# The longest first, and of the same length those that still wait.
ROWS = """select i.number, i.code, i.priority, told.began, told.ended,
    greatest(interval '0', coalesce(told.ended, told.censored) - told.began) as length
from told join records_incident i on i.id = told.of where told.span = %s
order by length desc, told.ended is not null, i.number desc
"""


class WaitRow(NamedTuple):
    """One wait; `ended_at` is None for one that had not ended by the end of its matter or period."""

    incident: int
    code: str
    priority: str
    began_at: datetime
    ended_at: datetime | None
    length: timedelta


def waits(scope: Scope, since: datetime, until: datetime) -> dict[Span, Lengths]:
    """Return every wait of the incidents of a period; what is still open then is censored then."""
    rows = _asked(LENGTHS, scope, since, until)
    return {Span(code): Lengths(ended or (), waiting or ()) for code, ended, waiting in rows}


def waits_behind(scope: Scope, since: datetime, until: datetime, span: Span) -> list[WaitRow]:
    """Return the waits that a median is made of, the longest first."""
    return [WaitRow._make(row) for row in _asked(ROWS, scope, since, until, span.value)]


def _asked(
    wanted: str, scope: Scope, since: datetime, until: datetime, *more: str
) -> Sequence[tuple[Any, ...]]:
    opened = counted(scope.incidents()).filter(opened_at__gte=since, opened_at__lt=until)
    columns = opened.order_by().values("pk", "opened_at", "closed_at")
    chosen, asked = columns.query.sql_with_params()
    facts: list[Any] = [PAGES, [state.value for state in TOLD], ANSWERS, until]
    with connection.cursor() as cursor:
        cursor.execute(
            "with chosen(id, opened_at, closed_at) as materialized ("
            + chosen
            + ")"
            + WAITS
            + wanted,
            [*asked, *facts, *more],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
