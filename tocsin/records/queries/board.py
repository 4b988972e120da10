"""The board: what is happening, the gravest and unanswered first, and how much of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.words import EscalationState, IncidentLife, Priority
from tocsin.records.models import Acknowledgement, Escalation, Incident
from tocsin.records.queries.headlines import Headline, headlines
from tocsin.records.queries.scope import Scope

CLOSED_WITHIN = timedelta(hours=24)
MOST_ROWS = 300  # Nobody reads further down; a filter does.
UNANSWERED = [EscalationState.ARMED, EscalationState.PAGING, EscalationState.EXHAUSTED]


class Show(StrEnum):
    """The four counters of the board, each of which is a filter."""

    UNACKNOWLEDGED = "unacknowledged"
    OPEN = "open"
    MONITORING = "monitoring"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a board shows. `words` is looked for in number, code, place and community; empty is all."""

    show: Show = Show.OPEN
    priority: str = ""
    words: str = ""


EVERYTHING_OPEN = Filter()


@dataclass(frozen=True, slots=True)
class Counts:
    unacknowledged: int
    unacknowledged_p1: int
    open: int
    monitoring: int
    closed_24h: int
    by_priority: dict[str, int]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One incident of the board. `state` is its escalation's, empty when it never had one."""

    id: UUID
    number: int
    code: str
    kind: str
    priority: str
    life: str
    outcome: str
    place_name: str
    lat: float | None
    lon: float | None
    base_name: str
    base_lat: float | None
    base_lon: float | None
    opened_at: datetime
    grade: str
    n_origins: int
    n_first_hand: int
    n_denials: int
    state: str
    decision: str
    owner: str
    is_overdue: bool
    headline: Headline | None

    @property
    def is_unacknowledged(self) -> bool:
        return self.state in UNANSWERED

    @property
    def is_closed(self) -> bool:
        return self.life in (IncidentLife.CLOSED, IncidentLife.MERGED)


def counts(scope: Scope, *, now: datetime) -> Counts:
    """Return the figures of the four counters, and of the open ones by priority."""
    visible = scope.incidents()
    priorities = list(_show(visible, Show.UNACKNOWLEDGED, now).values_list("priority", flat=True))
    by_priority = {str(priority): 0 for priority in Priority}
    for priority in _show(visible, Show.OPEN, now).values_list("priority", flat=True):
        by_priority[priority] += 1
    return Counts(
        unacknowledged=len(priorities),
        unacknowledged_p1=priorities.count(Priority.P1.value),
        open=sum(by_priority.values()),
        monitoring=_show(visible, Show.MONITORING, now).count(),
        closed_24h=_show(visible, Show.CLOSED, now).count(),
        by_priority=by_priority,
    )


def board_rows(scope: Scope, wanted: Filter = EVERYTHING_OPEN, *, now: datetime) -> list[BoardRow]:
    """Return at most `MOST_ROWS` rows: what nobody has taken first, then the gravest, then the newest."""
    found = _filtered(scope, wanted, now).annotate(is_waiting=Exists(_live(UNANSWERED)))
    return _rows(found.order_by("-is_waiting", "priority", "-opened_at")[:MOST_ROWS], now)


def board_row(
    scope: Scope, number: int, *, now: datetime, wanted: Filter | None = None
) -> BoardRow | None:
    """Return one row, or None when this viewer may not see it or it is not among those `wanted`."""
    found = _filtered(scope, wanted, now) if wanted else scope.incidents()
    rows = _rows(found.filter(number=number), now)
    return rows[0] if rows else None


def _filtered(scope: Scope, wanted: Filter, now: datetime) -> QuerySet[Incident]:
    found = _show(scope.incidents(), wanted.show, now)
    if wanted.priority:
        found = found.filter(priority=wanted.priority)
    words = wanted.words
    if not words:
        return found
    number = Q(number=int(words)) if words.isdecimal() and len(words) < 16 else Q()
    return found.filter(
        number
        | Q(place_name__icontains=words)
        | Q(code__iexact=words)
        | Q(community__name__icontains=words)
        | Q(community__code__iexact=words)
    )


def _live(states: list[EscalationState]) -> QuerySet[Escalation]:
    return Escalation.objects.filter(incident=OuterRef("pk"), ended_at=None, state__in=states)


def _show(incidents: QuerySet[Incident], show: Show, now: datetime) -> QuerySet[Incident]:
    is_open = incidents.filter(life__in=[IncidentLife.OPEN, IncidentLife.STABLE])
    match show:
        case Show.UNACKNOWLEDGED:
            return is_open.filter(Exists(_live(UNANSWERED)))
        case Show.MONITORING:
            watched = Exists(Escalation.objects.filter(incident=OuterRef("pk"), decision="watch"))
            return is_open.filter(Q(life=IncidentLife.STABLE) | watched)
        case Show.CLOSED:
            return incidents.filter(life=IncidentLife.CLOSED, closed_at__gt=now - CLOSED_WITHIN)
        case _:
            return is_open


def _rows(incidents: Iterable[Incident], now: datetime) -> list[BoardRow]:
    if isinstance(incidents, QuerySet):
        incidents = incidents.select_related("base", "community")
    found = list(incidents)
    runs = _runs(found)
    owners = _owners(found)
    first_words = headlines([incident.pk for incident in found])
    return [
        _row(one, runs.get(one.pk), owners.get(one.pk, ""), first_words.get(one.pk), now)
        for one in found
    ]


def _row(
    one: Incident, run: Escalation | None, owner: str, headline: Headline | None, now: datetime
) -> BoardRow:
    base = one.base
    return BoardRow(
        id=one.pk,
        number=one.number,
        code=one.code,
        kind=one.kind,
        priority=one.priority,
        life=one.life,
        outcome=one.outcome,
        place_name=one.place_name or (one.community.name if one.community else ""),
        lat=one.lat,
        lon=one.lon,
        base_name=base.name if base else "",
        base_lat=base.lat if base else None,
        base_lon=base.lon if base else None,
        opened_at=one.opened_at,
        grade=one.grade,
        n_origins=one.n_origins,
        n_first_hand=one.n_first_hand,
        n_denials=one.n_denials,
        state=run.state if run else "",
        decision=run.decision if run else "",
        owner=owner,
        is_overdue=_is_overdue(run, now) if run else False,
        headline=headline,
    )


def _runs(incidents: list[Incident]) -> dict[UUID, Escalation]:
    """The run that speaks for an incident: the live one, which may have been woken again, else the last."""
    runs = Escalation.objects.filter(incident__in=incidents).order_by(
        F("ended_at").asc(nulls_last=True), "started_at"
    )
    return {run.incident_id: run for run in runs}


def _owners(incidents: list[Incident]) -> dict[UUID, str]:
    held = (
        Acknowledgement.objects.filter(escalation__incident__in=incidents, ended_at=None)
        .order_by("at")
        .values_list(
            "escalation__incident", "responder__code", "responder__base__name", "user__name"
        )
    )
    return {
        incident: f"{code} {base}" if code else name or "" for incident, code, base, name in held
    }


def _is_overdue(run: Escalation, now: datetime) -> bool:
    """Whether somebody let the clock of this run's state go by (alerting.md §5.7)."""
    if run.ended_at is not None:
        return False
    priority = Priority(run.priority)
    waits = {
        EscalationState.PAGING: (Clock.STEP, run.started_at),
        EscalationState.EXHAUSTED: (Clock.STEP, run.started_at),
        EscalationState.ACKNOWLEDGED: (Clock.DECIDE, run.acknowledged_at),
        EscalationState.DECIDED: (Clock.ACT, run.decided_at if not run.departed_at else None),
    }
    clock, since = waits.get(EscalationState(run.state), (Clock.STEP, None))
    length = allowed(clock, priority)
    return since is not None and length is not None and now > since + length
