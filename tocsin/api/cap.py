"""Incidents and releases for other systems: CAP one by one, feeds (Atom, GeoJSON), and answers.

A token with a scope such as `addressee:army-sector` is that addressee's: it sees its own releases
alone, and may answer them.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from tocsin.actions.cap_answers import take_cap_answer
from tocsin.actions.cap_messages import (
    Sendable,
    cap_incidents,
    cap_releases,
    incident_message,
    incident_messages,
    release_message,
)
from tocsin.api.auth import Token, client_of, reach_of
from tocsin.api.reading import Bound
from tocsin.api.said import incident_facts
from tocsin.domain.cap_xml import NoCap, read_cap
from tocsin.domain.problems import CAP_UNREADABLE, RELEASE_UNKNOWN, SCOPE_MISSING, Problem
from tocsin.domain.problems.incidents import INCIDENT_UNKNOWN
from tocsin.domain.token_words import ADDRESSEE
from tocsin.formats.atom import CAP_TYPE, Entry, write_feed
from tocsin.formats.geojson import GEOJSON_TYPE, points
from tocsin.records.models import Addressee, Incident, Release
from tocsin.records.queries.clock import database_now

MOST = 200
MOST_POINTS = 5000
ATOM_TYPE = "application/atom+xml"
router = Router()


class AnsweredOut(Schema):
    """Which releases the answer was taken for."""

    releases: list[str]
    answer: str


@router.get("/incidents/{number}/cap", auth=Token("feeds"))
def incident_cap(request: HttpRequest, number: int) -> HttpResponse:
    """Return an incident as the last message of its CAP 1.2 chain, restricted."""
    row = _incidents(request).filter(number=number).first()
    if row is None:
        raise Problem(INCIDENT_UNKNOWN)
    return HttpResponse(incident_message(row).xml, content_type=CAP_TYPE)


@router.get("/releases/{number}/cap", auth=Token("releases"))
def release_cap(request: HttpRequest, number: int) -> HttpResponse:
    """Return a release that was given, as CAP 1.2 for its addressee alone."""
    row = _releases(request).filter(number=number).first()
    if row is None:
        raise Problem(RELEASE_UNKNOWN)
    return HttpResponse(release_message(row).xml, content_type=CAP_TYPE)


@router.get("/feeds/incidents", auth=Token("feeds"))
def incident_feed(
    request: HttpRequest,
    since: Bound | None = None,
    limit: int = Query(50, ge=1, le=MOST),  # type: ignore[type-arg]
) -> HttpResponse:
    """Return incidents as an Atom feed of CAP messages, what moved last first."""
    rows = _incidents(request).order_by("-last_alert_at")
    if since:
        rows = rows.filter(last_alert_at__gte=since)
    entries = [
        _entry(request, one, f"incidents/{row.number}/cap")
        for row, one in incident_messages(rows[:limit])
    ]
    return _feed(request, "Incidents", entries)


@router.get("/feeds/incidents.geojson", auth=Token("feeds"))
def incident_points(
    request: HttpRequest,
    since: Bound | None = None,
    limit: int = Query(MOST, ge=1, le=MOST_POINTS),  # type: ignore[type-arg]
) -> HttpResponse:
    """Return the same incidents as GeoJSON points, what moved last first; one without a place is left out."""
    rows = _incidents(request).exclude(lat=None).exclude(lon=None).order_by("-last_alert_at")
    if since:
        rows = rows.filter(last_alert_at__gte=since)
    found = points(incident_facts(row) for row in rows[:limit])
    return HttpResponse(json.dumps(found, cls=DjangoJSONEncoder), content_type=GEOJSON_TYPE)


@router.get("/feeds/releases", auth=Token("releases"))
def release_feed(
    request: HttpRequest,
    limit: int = Query(50, ge=1, le=MOST),  # type: ignore[type-arg]
) -> HttpResponse:
    """Return releases as an Atom feed of CAP messages, the latest first."""
    rows = _releases(request).order_by("-given_at", "-number")[:limit]
    entries = [_entry(request, release_message(r), f"releases/{r.number}/cap") for r in rows]
    return _feed(request, "Releases", entries)


@router.post("/cap/answers", response=AnsweredOut, auth=Token("releases"))
def cap_answer(request: HttpRequest) -> AnsweredOut:
    """Take an Ack ("accepted") or an Error ("refused", with a note) to releases that went to you."""
    slug = _own(request)
    addressee = Addressee.objects.filter(slug=slug).first() if slug else None
    if addressee is None:
        raise Problem(SCOPE_MISSING, scope=f"{ADDRESSEE}<short name>")
    try:
        message = read_cap(request.body)
    except NoCap as wrong:
        raise Problem(CAP_UNREADABLE, why=str(wrong)) from None
    rows = take_cap_answer(message, addressee, at=database_now())
    return AnsweredOut(releases=[row.reference for row in rows], answer=rows[0].answer)


def _own(request: HttpRequest) -> str:
    """Return the addressee whose token this is, empty for a system of the mission's own."""
    scopes = [scope for scope in client_of(request).scopes if scope.startswith(ADDRESSEE)]
    return str(scopes[0]).removeprefix(ADDRESSEE) if scopes else ""


def _releases(request: HttpRequest) -> QuerySet[Release]:
    """What went to an addressee is its own, wherever it happened; else as far as the token reaches."""
    rows, slug = cap_releases(), _own(request)
    if slug:
        return rows.filter(addressee__slug=slug)
    return rows.filter(incident__in=reach_of(request).incidents())


def _incidents(request: HttpRequest) -> QuerySet[Incident]:
    return cap_incidents().filter(pk__in=reach_of(request).incidents().values("pk"))


def _entry(request: HttpRequest, one: Sendable, path: str) -> Entry:
    return Entry(
        id=one.message.identifier,
        title=one.message.infos[0].headline if one.message.infos else one.message.type,
        updated=one.at,
        url=request.build_absolute_uri(f"/api/v1/{path}"),
        message=one.element,
    )


def _feed(request: HttpRequest, title: str, entries: list[Entry]) -> HttpResponse:
    updated = max((one.updated for one in entries), default=database_now())
    body = write_feed(
        title=f"Tocsin: {title}",
        url=request.build_absolute_uri(request.path),
        updated=updated,
        author="Tocsin",
        entries=entries,
    )
    return HttpResponse(body, content_type=ATOM_TYPE)
