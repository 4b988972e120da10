"""The facts behind the figures of a period, read in a handful of statements and counted in `domain`."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from tocsin.domain.figure_words import Span
from tocsin.domain.figures import AlertCase, Figures, tally, wait_between
from tocsin.domain.network_words import Sex
from tocsin.domain.response_words import NonResponse, ResponseActor, ResponseResult, ResponseType
from tocsin.domain.survival import Wait
from tocsin.domain.words import (
    AlertLife,
    FeedbackClock,
    FeedbackState,
    Kind,
    Outcome,
    Priority,
    Purpose,
    ResponseState,
    VerificationState,
)
from tocsin.records.models import (
    Acknowledgement,
    Alert,
    Decision,
    Delivery,
    Feedback,
    FocalPoint,
    Incident,
    IncidentAlert,
    Message,
    ProtectionGap,
    Response,
)
from tocsin.records.queries.scope import Scope

SILENT_AFTER = timedelta(days=14)
TOLD = (FeedbackState.SENT, FeedbackState.DELIVERED)
DID = (ResponseState.DEPARTED, ResponseState.ON_SCENE, ResponseState.ENDED)
NOTHING = (ResponseType.NONE, ResponseType.ADVICE_ONLY)
ALERT_FIELDS = (
    "number", "received_at", "kind", "priority", "life", "confirmed_at", "focal_point__sex",
)  # fmt: skip


@dataclass(slots=True)
class _Known:
    """What is known of one incident, for all of its alerts."""

    facts: Mapping[str, Any]
    acted: set[ResponseActor] = field(default_factory=set)
    results: set[ResponseResult] = field(default_factory=set)
    arrived: bool = False
    why_not: NonResponse | None = None
    owed: int = 0
    told: int = 0


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
    """Return the numbers of the alerts that a row counts: the list that opens from it."""
    return [case.number for case in cases(scope, since, until) if chosen(case)]


def cases(scope: Scope, since: datetime, until: datetime) -> list[AlertCase]:
    """Return the alerts of a period with what became of their incidents."""
    found = counted(scope.alerts()).filter(received_at__gte=since, received_at__lt=until)
    rows = list(found.order_by().values_list("pk", *ALERT_FIELDS))
    links = IncidentAlert.objects.filter(
        alert__in=found.order_by().values("pk"), unlinked_at=None, is_suggestion=False
    )
    homes = dict(links.values_list("alert_id", "incident_id"))
    known = _known(links.values("incident"))
    return [_case(row[1:], known.get(homes.get(row[0]))) for row in rows]


def waits(scope: Scope, since: datetime, until: datetime) -> dict[Span, list[Wait]]:
    """Return every wait of the incidents of a period; what is still open is censored now."""
    opened = counted(scope.incidents()).filter(opened_at__gte=since, opened_at__lt=until)
    ids = opened.order_by().values("pk")
    fields = ("pk", "opened_at", "closed_at")
    rows = {pk: (at, closed) for pk, at, closed in opened.order_by().values_list(*fields)}
    paged = _first(
        Delivery.objects.filter(
            notification__incident__in=ids,
            notification__purpose__in=(Purpose.PAGE, Purpose.PAGE_EXHAUSTED),
        ),
        "notification__incident",
        "sent_at",
    )
    taken = _first(
        Acknowledgement.objects.filter(escalation__incident__in=ids), "escalation__incident", "at"
    )
    decided = _first(Decision.objects.filter(incident__in=ids), "incident", "at")
    there = _first(Response.objects.filter(incident__in=ids), "incident", "on_scene_at")
    found: dict[Span, list[Wait]] = defaultdict(list)
    for pk, (opened_at, closed_at) in rows.items():
        until_then = min(closed_at or until, until)
        for span, start, end in (
            (Span.TRANSMITTED, opened_at, paged.get(pk)),
            (Span.ACKNOWLEDGED, paged.get(pk), taken.get(pk)),
            (Span.DECIDED, taken.get(pk), decided.get(pk)),
            (Span.ARRIVED, paged.get(pk), there.get(pk)),
        ):
            _add(found[span], start, end, until_then)
    _departures(found[Span.DEPARTED], ids, until)
    _answers(found, ids, until)
    return found


def _departures(found: list[Wait], ids: QuerySet[Any, Any], until: datetime) -> None:
    rows = Response.objects.filter(incident__in=ids, base__isnull=False)
    for asked, left, ended in rows.values_list("asked_at", "departed_at", "ended_at"):
        _add(found, asked, left, min(ended or until, until))


def _answers(found: dict[Span, list[Wait]], ids: QuerySet[Any, Any], until: datetime) -> None:
    rows = Feedback.objects.filter(incident__in=ids, focal_point__isnull=False)
    spans = {
        FeedbackClock.RECEIPT.value: Span.RECEIPT,
        FeedbackClock.FIRST_NEWS.value: Span.FIRST_NEWS,
        FeedbackClock.CLOSING.value: Span.CLOSING,
    }
    wanted = rows.filter(clock__in=spans)
    for clock, owed, state, settled in wanted.values_list(
        "clock", "created_at", "state", "settled_at"
    ):
        told = settled if state in TOLD else None
        _add(found[spans[clock]], owed, told, min(settled or until, until))


def _add(
    found: list[Wait], start: datetime | None, end: datetime | None, censored_at: datetime
) -> None:
    if start is not None and (wait := wait_between(start, end, censored_at=censored_at)):
        found.append(wait)


def _first(rows: QuerySet[Any], of: str, column: str) -> dict[UUID, datetime]:
    found = rows.filter(**{f"{column}__isnull": False}).order_by()
    return dict(found.values_list(of).annotate(first=Min(column)))


def counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if settings.EXERCISE else rows.filter(is_drill=False)


def _known(ids: QuerySet[Any, Any]) -> dict[UUID | None, _Known]:
    facts = Incident.objects.filter(pk__in=ids).values(
        "pk", "verification", "grade", "outcome", "life", "closed_at"
    )
    known: dict[UUID | None, _Known] = {row["pk"]: _Known(row) for row in facts}
    _responses(known, ids)
    gaps = ProtectionGap.objects.filter(incident__in=ids).order_by("since")
    for pk, why in gaps.values_list("incident", "why_not"):
        known[pk].why_not = NonResponse(why)
    news = Feedback.objects.filter(incident__in=ids, clock=FeedbackClock.FIRST_NEWS)
    counted: Any = (
        news.order_by()
        .values_list("incident_id")
        .annotate(owed=Count("pk"), told=Count("pk", filter=Q(state__in=TOLD)))
    )
    for pk, owed, told in counted:
        known[pk].owed, known[pk].told = owed, told
    return known


def _responses(known: dict[UUID | None, _Known], ids: QuerySet[Any, Any]) -> None:
    rows = Response.objects.filter(incident__in=ids).order_by("asked_at")
    for pk, actor, type_, state, on_scene, result, why in rows.values_list(
        "incident", "actor", "type", "state", "on_scene_at", "result", "why_not"
    ):
        one = known[pk]
        if (state in DID or on_scene) and type_ not in NOTHING:
            one.acted.add(ResponseActor(actor))
        one.arrived = one.arrived or on_scene is not None
        if result:
            one.results.add(ResponseResult(result))
        one.why_not = NonResponse(why) if why else one.why_not or NonResponse.UNKNOWN


def _case(row: Sequence[Any], known: _Known | None) -> AlertCase:
    number, received_at, kind, priority, life, confirmed_at, sex = row
    about = known.facts if known else {}
    return AlertCase(
        number=number,
        received_at=received_at,
        kind=Kind(kind),
        priority=Priority(priority),
        is_standing=life == AlertLife.OPEN,
        is_confirmed=confirmed_at is not None,
        is_womans={Sex.WOMAN: True, Sex.MAN: False}.get(sex),
        verification=VerificationState(about.get("verification", "not_assessed")),
        grade=about.get("grade", "F6"),
        outcome=Outcome(about["outcome"]) if about.get("outcome") else None,
        acted=frozenset(known.acted) if known else frozenset(),
        results=frozenset(known.results) if known else frozenset(),
        why_not=known.why_not if known else None,
        somebody_arrived=bool(known and known.arrived),
        is_closed=bool(about.get("closed_at")),
        news_owed=bool(known and known.owed),
        news_told=bool(known and known.told),
    )


def _silent(scope: Scope, since: datetime, until: datetime) -> tuple[int, int]:
    """Return the focal points with no message in the last two weeks of the period, and all."""
    people = FocalPoint.objects.filter(is_active=True)
    if scope.areas is not None:
        people = people.filter(community__area__in=scope.areas)
    if scope.base is not None:
        people = people.filter(community__base=scope.base)
    heard = Message.objects.filter(
        focal_point=OuterRef("pk"),
        received_at__gte=max(since, until - SILENT_AFTER),
        received_at__lt=until,
    )
    everybody = people.count()
    return people.filter(~Exists(heard)).count(), everybody


def alerts_behind(scope: Scope, numbers: Sequence[int]) -> QuerySet[Alert]:
    found = scope.alerts().filter(number__in=numbers)
    return found.order_by(F("received_at").desc(), "-number")
