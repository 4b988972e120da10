"""What a handover pack tells of a base, read from its records."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tocsin.domain.promise_words import CommitmentState
from tocsin.domain.reports.pack import Answered, OpenCase, Patterns, Promised, Way
from tocsin.domain.words import AlertLife, IncidentLife, Kind
from tocsin.records.models import (
    Alert,
    Base,
    Commitment,
    Duty,
    Feedback,
    HandoverPack,
    Hotline,
    Incident,
    RadioNet,
    Response,
    RoadTime,
)
from tocsin.records.queries.report_office import UNANSWERED, Office

YEAR = timedelta(days=365)
NINETY_DAYS = timedelta(days=90)
MOST = 40


def open_cases(base: Base) -> list[OpenCase]:
    """Return what is not over; guarded incidents are handed over by mouth, never on paper."""
    rows = Incident.objects.filter(
        base=base, life__in=(IncidentLife.OPEN, IncidentLife.STABLE), is_restricted=False
    ).select_related("place", "community")
    return [
        OpenCase(
            row.number, Kind(row.kind), row.priority, _place(row), row.opened_at, row.verification
        )
        for row in rows.order_by("priority", "-opened_at")[:MOST]
    ]


def answers_owed(base: Base) -> int:
    """Count what villages are still owed; what of it is guarded would be told by the count."""
    rows = Feedback.objects.filter(community__base=base, state__in=UNANSWERED)
    return rows.exclude(incident__is_restricted=True).count()


def promises(base: Base, *, at: datetime) -> list[Promised]:
    rows = Commitment.objects.filter(
        Q(community__base=base) | Q(base=base), state=CommitmentState.OPEN
    ).select_related("community")
    return [
        Promised(
            row.number, row.community.name, row.promised_by, row.what, row.due_at, row.due_at < at
        )
        for row in rows.order_by("due_at")[:MOST]
    ]


def functions(base: Base, *, at: datetime) -> dict[str, int]:
    """Return how many hold each function now: by function, never by name."""
    rows = Duty.objects.filter(base=base, since__lte=at).filter(Q(until=None) | Q(until__gt=at))
    return dict(sorted(Counter(rows.values_list("function", flat=True)).items()))


def hotlines(base: Base, *, at: datetime) -> list[str]:
    rows = Hotline.objects.valid(at).filter(base=base).order_by("code")
    return [f"{row.number} ({row.operator})" for row in rows]


def nets(base: Base) -> list[tuple[str, int]]:
    rows = RadioNet.objects.filter(Q(base=base) | Q(base=None), ended_at=None).order_by("slug")
    return [(row.slug, row.members.count()) for row in rows]


def patterns(base: Base, zone: ZoneInfo, *, at: datetime) -> Patterns:
    """Count the alerts of a year by local hour, weekday and month; false ones are left out."""
    scope = Office(base=base).scope
    rows: QuerySet[Alert] = scope.alerts().filter(happened_at__gt=at - YEAR, happened_at__lte=at)
    hours, days, months = [0] * 4, [0] * 7, [0] * 12
    for moment in rows.filter(life=AlertLife.OPEN).values_list("happened_at", flat=True):
        local = moment.astimezone(zone)
        hours[local.hour // 6] += 1
        days[local.weekday()] += 1
        months[local.month - 1] += 1
    return Patterns(tuple(hours), tuple(days), tuple(months))


def ways(base: Base) -> list[Way]:
    """Return the last word on each way and season."""
    rows = RoadTime.objects.filter(base=base).select_related("community").order_by("recorded_at")
    last = {(row.community.name, row.season): row for row in rows}
    return [
        Way(place, season, row.means, row.minutes, row.km, row.note)
        for (place, season), row in sorted(last.items())
    ]


def answered(base: Base, *, at: datetime) -> Answered:
    asked = Response.objects.filter(base=base, asked_at__gt=at - NINETY_DAYS, asked_at__lte=at)
    rows = list(asked.filter(incident__is_restricted=False))
    return Answered(
        asked=len(rows),
        came=sum(row.on_scene_at is not None for row in rows),
        to_departure=_median(row.departed_at - row.asked_at for row in rows if row.departed_at),
        to_arrival=_median(row.on_scene_at - row.asked_at for row in rows if row.on_scene_at),
        why_not=dict(Counter(row.why_not for row in rows if row.why_not).most_common(5)),
    )


def packs_of(base: Base) -> QuerySet[HandoverPack]:
    rows = HandoverPack.objects.filter(base=base)
    return rows.select_related("base", "made_by", "acknowledged_by").order_by("-made_at")


def _median(lengths: Iterable[timedelta]) -> int | None:
    minutes = [length / timedelta(minutes=1) for length in lengths]
    return round(median(minutes)) if minutes else None


def _place(row: Incident) -> str:
    if row.place:
        return row.place.name
    return row.community.name if row.community else ""
