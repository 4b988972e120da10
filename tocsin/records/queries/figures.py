"""The facts behind the figures of a period, each kind in one statement, counted in `domain`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from tocsin.domain.figures import AlertCase, Figures, tally
from tocsin.domain.network_words import Sex
from tocsin.domain.response_words import NonResponse, ResponseActor, ResponseResult, ResponseType
from tocsin.domain.words import (
    AlertLife,
    FeedbackClock,
    Kind,
    Outcome,
    Priority,
    ResponseState,
    VerificationState,
)
from tocsin.records.models import Alert, FocalPoint, Message
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.counted import counted
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.told import TOLD
from tocsin.records.queries.waits import waits

W = TypeVar("W", ResponseActor, ResponseResult)

SILENT_AFTER = timedelta(days=14)
DID = (ResponseState.DEPARTED, ResponseState.ON_SCENE, ResponseState.ENDED)
NOTHING = (ResponseType.NONE, ResponseType.ADVICE_ONLY)
COLUMNS = (
    "pk", "number", "kind", "priority", "life", "confirmed_at", "focal_point", "received_at",
)  # fmt: skip

# Joins lead along keys alone, and what is known of an incident is grouped, never joined: whatever the
# planner believes of how many there are, no list is gone through once for each row of another.
ALERTS = """
select l.incident_id, chosen.number, chosen.kind, chosen.priority, chosen.life = %s,
    chosen.confirmed_at is not null, p.sex, coalesce(i.verification, %s), coalesce(i.grade, 'F6'),
    coalesce(i.outcome, ''), i.closed_at is not null
from chosen
left join records_incidentalert l
    on l.alert_id = chosen.id and l.unlinked_at is null and not l.is_suggestion
left join records_incident i on i.id = l.incident_id
left join records_focalpoint p on p.id = chosen.focal_point_id
order by chosen.received_at desc, chosen.number desc
"""

# The reason why nobody acted is the last that a response gave, or the last of a gap; whoever was asked
# and said nothing gave "unknown".
KNOWN = """,
near as materialized (
    select distinct l.incident_id as id from records_incidentalert l
    where l.alert_id in (select id from chosen) and l.unlinked_at is null and not l.is_suggestion
),
facts(id, acted, result, arrived, why, weight, at, owed, told) as (
    select r.incident_id,
        case when (r.state = any(%s) or r.on_scene_at is not null) and r.type <> all(%s)
            then r.actor end,
        nullif(r.result, ''), r.on_scene_at is not null, coalesce(nullif(r.why_not, ''), %s),
        case when r.why_not = '' then 0 else 2 end, r.asked_at, false, false
        from records_response r where r.incident_id in (select id from near)
    union all select g.incident_id, null, null, false, g.why_not, 1, g.since, false, false
        from records_protectiongap g where g.incident_id in (select id from near)
    union all select f.incident_id, null, null, false, null, 0, null, true, f.state = any(%s)
        from records_feedback f where f.clock = %s and f.incident_id in (select id from near)
)
select id, string_agg(distinct acted, ' '), string_agg(distinct result, ' '),
    (array_agg(why order by weight desc, at desc) filter (where why is not null))[1],
    bool_or(arrived), bool_or(owed), bool_or(told)
from facts group by id
"""


def figures(scope: Scope, since: datetime, until: datetime) -> Figures:
    """Return everything that is published of a period, as this viewer may count it.

    Drills never count. In a deployment that is nothing but an exercise, the exercise is counted,
    and its pages and files say so.
    """
    return tally(
        cases(scope, since, until),
        silent=_silent(scope, since, until),
        waits=waits(scope, since, until),
    )


def numbers_behind(
    scope: Scope, since: datetime, until: datetime, chosen: Callable[[AlertCase], bool]
) -> list[int]:
    """Return the numbers of the alerts that a row counts, newest first: the list that it opens."""
    return [case.number for case in cases(scope, since, until) if chosen(case)]


def cases(scope: Scope, since: datetime, until: datetime) -> list[AlertCase]:
    """Return the alerts of a period with what became of their incidents, newest first."""
    found = counted(scope.alerts()).filter(received_at__gte=since, received_at__lt=until)
    chosen, period = found.order_by().values(*COLUMNS).query.sql_with_params()
    head = "id, number, kind, priority, life, confirmed_at, focal_point_id, received_at"
    asked = f"with chosen({head}) as materialized ({chosen})"
    with connection.cursor() as cursor:
        cursor.execute(
            asked + KNOWN,
            [
                *period,
                [state.value for state in DID],
                [type_.value for type_ in NOTHING],
                NonResponse.UNKNOWN.value,
                [state.value for state in TOLD],
                FeedbackClock.FIRST_NEWS.value,
            ],
        )
        known = {key: facts for key, *facts in cursor.fetchall()}
        cursor.execute(
            asked + ALERTS,
            [*period, AlertLife.OPEN.value, VerificationState.NOT_ASSESSED.value],
        )
        return [_case(row, known.get(row[0], NOTHING_KNOWN)) for row in cursor.fetchall()]


# A year has thousands of rows of a few words: looking a word up is cheaper than asking its enum.
_KINDS: Mapping[str, Kind] = {one.value: one for one in Kind}
_PRIORITIES: Mapping[str, Priority] = {one.value: one for one in Priority}
_VERIFIED: Mapping[str, VerificationState] = {one.value: one for one in VerificationState}
_OUTCOMES: Mapping[str, Outcome] = {one.value: one for one in Outcome}
_REASONS: Mapping[str, NonResponse] = {one.value: one for one in NonResponse}
_WOMANS: Mapping[str | None, bool] = {Sex.WOMAN.value: True, Sex.MAN.value: False}


NOTHING_KNOWN = (None, None, None, False, False, False)


def _case(row: Sequence[Any], known: Sequence[Any]) -> AlertCase:
    # By place: naming sixteen fields thousands of times costs more than the statement.
    acted, results, why, arrived, owed, told = known
    return AlertCase(
        row[1],
        _KINDS[row[2]],
        _PRIORITIES[row[3]],
        row[4],
        row[5],
        _WOMANS.get(row[6]),
        _VERIFIED[row[7]],
        row[8],
        _OUTCOMES.get(row[9]),
        _words(ResponseActor, acted),
        _words(ResponseResult, results),
        _REASONS.get(why),
        arrived,
        row[10],
        owed,
        told,
    )


@cache
def _words(of: type[W], text: str | None) -> frozenset[W]:
    return frozenset(of(word) for word in (text or "").split())


def _silent(scope: Scope, since: datetime, until: datetime) -> tuple[int, int]:
    """Return how many focal points were silent, and how many there are."""
    people = _people(scope).aggregate(
        silent=Count("pk", filter=~_heard(since, until)), all=Count("pk")
    )
    return people["silent"], people["all"]


def silent_people(scope: Scope, since: datetime, until: datetime) -> QuerySet[FocalPoint]:
    """Return the focal points with no message in the last two weeks of the period, so far as it has gone."""
    return _people(scope).filter(~_heard(since, until))


def _heard(since: datetime, until: datetime) -> Exists:
    # Of a quarter that goes on, the last two weeks may all lie ahead: nobody was heard in them.
    end = min(until, database_now())
    heard = Message.objects.filter(
        focal_point=OuterRef("pk"),
        received_at__gte=max(since, end - SILENT_AFTER),
        received_at__lt=until,
    )
    return Exists(heard)


def _people(scope: Scope) -> QuerySet[FocalPoint]:
    people = FocalPoint.objects.filter(is_active=True)
    if scope.areas is not None:
        people = people.filter(community__area__in=scope.areas)
    return people.filter(community__base=scope.base) if scope.base is not None else people


def alerts_behind(scope: Scope, numbers: Sequence[int]) -> QuerySet[Alert]:
    found = scope.alerts().filter(number__in=numbers)
    return found.order_by(F("received_at").desc(), "-number")
