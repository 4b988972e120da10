"""Who holds which function where, who comes next, and when nobody does."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from tocsin.records.models import Base, Duty, Responder

AHEAD = timedelta(days=14)
# A hand-over within the minute is no gap.
SEAM = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DutyLine:
    id: UUID
    base: str
    function: str
    code: str
    is_deputy: bool
    since: datetime
    until: datetime | None
    accepted_at: datetime | None
    is_now: bool
    has_phone: bool
    has_radio: bool
    responder: UUID


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which a function that was held before is held by nobody. `until` None: open."""

    base: str
    function: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class BaseWatch:
    base: str
    kind: str
    lines: tuple[DutyLine, ...]


def duty_lines(*, now: datetime) -> list[DutyLine]:
    """Return the duties of now and of the days ahead, by base and function."""
    rows = (
        Duty.objects.filter(since__lt=now + AHEAD)
        .filter(Q(until=None) | Q(until__gt=now))
        .select_related("base", "responder")
        .order_by("base__name", "function", "is_deputy", "since")
    )
    return [
        DutyLine(
            id=row.pk,
            base=row.base.name,
            function=row.function,
            code=row.responder.code,
            is_deputy=row.is_deputy,
            since=row.since,
            until=row.until,
            accepted_at=row.accepted_at,
            is_now=row.since <= now,
            has_phone=bool(row.responder.number),
            has_radio=bool(row.responder.radio_call_sign),
            responder=row.responder_id,
        )
        for row in rows
    ]


def watches(lines: Iterable[DutyLine]) -> list[BaseWatch]:
    """Return the lines of each base that is open, also of one where nobody is on duty."""
    of_base: dict[str, list[DutyLine]] = defaultdict(list)
    for line in lines:
        of_base[line.base].append(line)
    bases = Base.objects.filter(closed_at=None).order_by("kind", "name")
    return [BaseWatch(base.name, base.kind, tuple(of_base[base.name])) for base in bases]


def gaps(*, now: datetime) -> list[Gap]:
    """Return when, within the days ahead, a function that somebody held is held by nobody."""
    spans: dict[tuple[str, str], list[tuple[datetime, datetime | None]]] = defaultdict(list)
    rows = Duty.objects.filter(base__closed_at=None, since__lt=now + AHEAD).order_by("since")
    for base, function, since, until in rows.values_list(
        "base__name", "function", "since", "until"
    ):
        spans[base, function].append((since, until))
    found = [
        Gap(base, function, since, until)
        for (base, function), held in spans.items()
        for since, until in holes(held, start=now, end=now + AHEAD)
    ]
    return sorted(found, key=lambda gap: gap.since)


def holes(
    held: list[tuple[datetime, datetime | None]], *, start: datetime, end: datetime
) -> list[tuple[datetime, datetime | None]]:
    """Return the stretches between `start` and `end` that no span covers; None has no end yet."""
    found: list[tuple[datetime, datetime | None]] = []
    covered = start
    for since, until in sorted(held, key=lambda span: span[0]):
        if since > covered + SEAM:
            found.append((covered, since))
        if until is None:
            return found
        covered = max(covered, until)
    if covered < end:
        found.append((covered, None))
    return found


def waiting_for(responder: Responder | None, *, now: datetime) -> list[DutyLine]:
    """Return the duties that one person has not accepted yet."""
    if responder is None:
        return []
    return [
        line
        for line in duty_lines(now=now)
        if line.responder == responder.pk and line.accepted_at is None and line.is_now
    ]
