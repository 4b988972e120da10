"""The operations of version 1: what can be read, and the one verb that a machine may say."""

from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from tocsin.actions.answering import acknowledge as acknowledge_incident
from tocsin.api.auth import Token, client_of, reach_of
from tocsin.api.persons import person_for
from tocsin.api.reading import Bound
from tocsin.api.said import (
    alerts_out,
    escalations_out,
    facts_within,
    incident_facts,
    incident_out,
    message_out,
    response_out,
)
from tocsin.api.shapes import (
    AcknowledgedOut,
    AlertOut,
    CommunityOut,
    FeedbackOut,
    IncidentDetailOut,
    IncidentOut,
    MessageOut,
    ResponseOut,
    TimelineOut,
)
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.incidents import INCIDENT_UNKNOWN, MESSAGE_UNKNOWN
from tocsin.records.models import (
    Community,
    Feedback,
    Incident,
    JournalEntry,
    Response,
)
from tocsin.records.queries.clock import database_now

MOST = 500
router = Router()


@router.get("/messages/{message_id}", response=MessageOut, auth=Token("messages"))
def message(request: HttpRequest, message_id: UUID) -> MessageOut:
    """Say how far a message went: read, triaged, whom it paged, what came of each delivery."""
    reach = reach_of(request)
    row = (
        reach.messages()
        .filter(pk=message_id)
        .select_related("gateway", "reading", "alert_link__alert", "whole")
        .first()
    )
    if row is None:
        raise Problem(MESSAGE_UNKNOWN)
    return message_out(row, reach)


@router.get("/alerts", response=list[AlertOut], auth=Token("alerts"))
def alerts(
    request: HttpRequest,
    since: Bound | None = None,
    priority: str | None = None,
    limit: int = Query(100, ge=1, le=MOST),  # type: ignore[type-arg]
) -> list[AlertOut]:
    """List alerts, the latest first."""
    reach = reach_of(request)
    rows = reach.alerts().order_by("-received_at")
    if since:
        rows = rows.filter(received_at__gte=since)
    if priority:
        rows = rows.filter(priority=priority)
    return alerts_out(rows[:limit], reach)


@router.get("/incidents", response=list[IncidentOut], auth=Token("incidents"))
def incidents(
    request: HttpRequest,
    life: str | None = None,
    priority: str | None = None,
    limit: int = Query(100, ge=1, le=MOST),  # type: ignore[type-arg]
) -> list[IncidentOut]:
    """List incidents, the latest first."""
    rows = visible(request)
    if life:
        rows = rows.filter(life=life)
    if priority:
        rows = rows.filter(priority=priority)
    return [incident_out(row) for row in rows.order_by("-opened_at")[:limit]]


@router.get("/incidents/{number}", response=IncidentDetailOut, auth=Token("incidents"))
def incident(request: HttpRequest, number: int) -> IncidentDetailOut:
    """Return one incident with its timeline, its runs and its responses."""
    row = one_incident(request, number)
    lines = list(JournalEntry.objects.filter(incident=row.pk).order_by("recorded_at", "pk"))
    responses = row.responses.select_related("incident", "base").order_by("asked_at")
    return IncidentDetailOut(
        **incident_facts(row),
        timeline=[
            TimelineOut(
                at=line.at,
                recorded_at=line.recorded_at,
                actor=line.actor,
                verb=line.verb,
                facts=facts,
            )
            for line, facts in zip(lines, facts_within(lines, reach_of(request)), strict=True)
        ],
        escalations=escalations_out(row),
        responses=[response_out(one) for one in responses],
    )


@router.post("/incidents/{number}/acknowledge", response=AcknowledgedOut, auth=Token("acknowledge"))
def acknowledge(request: HttpRequest, number: int, user: str) -> AcknowledgedOut:
    """Acknowledge in the name of somebody who has an account: "I have it", from another system.

    A machine never acknowledges by itself: `user` is the name of the person who did.
    """
    row = one_incident(request, number)
    person = person_for(user, Right.ACKNOWLEDGE, row)
    via = f"api:{client_of(request).client}"
    reasons = acknowledge_incident(row, by=person, at=database_now(), via=via)
    return AcknowledgedOut(incident=row.number, reasons=reasons)


@router.get("/responses", response=list[ResponseOut], auth=Token("responses"))
def responses(
    request: HttpRequest,
    limit: int = Query(100, ge=1, le=MOST),  # type: ignore[type-arg]
) -> list[ResponseOut]:
    """List what bases undertook, the latest first."""
    rows = Response.objects.filter(incident__in=visible(request)).select_related("incident", "base")
    return [response_out(row) for row in rows.order_by("-asked_at")[:limit]]


@router.get("/feedback", response=list[FeedbackOut], auth=Token("responses"))
def feedback(
    request: HttpRequest,
    state: str | None = None,
    limit: int = Query(100, ge=1, le=MOST),  # type: ignore[type-arg]
) -> list[FeedbackOut]:
    """List what is owed to villages or was told to them; to whom is never said."""
    rows = Feedback.objects.filter(incident__in=visible(request)).select_related("incident")
    if state:
        rows = rows.filter(state=state)
    return [
        FeedbackOut(
            incident=row.incident.number if row.incident else None,
            clock=row.clock,
            state=row.state,
            due_at=row.due_at,
            settled_at=row.settled_at,
            reason=row.reason,
        )
        for row in rows.order_by("-created_at")[:limit]
    ]


@router.get("/communities", response=list[CommunityOut], auth=Token("alerts"))
def communities(request: HttpRequest) -> list[CommunityOut]:
    """List communities with the base that answers for them and how many warn for them."""
    areas = reach_of(request).areas
    found = Community.objects.all() if areas is None else Community.objects.filter(area__in=areas)
    rows = found.select_related("base").annotate(people=Count("focal_points"))
    return [
        CommunityOut(
            code=row.code,
            name=row.name,
            lat=row.lat,
            lon=row.lon,
            base=row.base.slug,
            languages=row.languages,
            focal_points=row.people,
        )
        for row in rows.order_by("code")
    ]


def visible(request: HttpRequest) -> QuerySet[Incident]:
    return reach_of(request).incidents().select_related("base")


def one_incident(request: HttpRequest, number: int) -> Incident:
    row = visible(request).filter(number=number).first()
    if row is None:
        raise Problem(INCIDENT_UNKNOWN)
    return row
