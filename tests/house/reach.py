"""A whole district in one area, nothing in another, and the persons who look at it: for test_reach.py."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.datastructures import MultiValueDictKeyError

from tests.clocks import stop_the_clock
from tests.make import make_area, make_base, make_community, make_message, make_reading, read
from tocsin.cli.demo.founding import found_district
from tocsin.console.access import Viewer
from tocsin.console.entry import PASSED
from tocsin.domain.access import Right, rights_of
from tocsin.domain.problems import Problem
from tocsin.domain.words import Kind, Role
from tocsin.records.models import (
    ApiToken,
    Area,
    Assignment,
    Base,
    Campaign,
    Community,
    ContactTest,
    Feedback,
    FocalPoint,
    Handset,
    Hotline,
    Incident,
    IncidentAlert,
    Message,
    RadioStation,
    Release,
    RepairTrip,
    Response,
    Silence,
    SilenceCluster,
    SituationReport,
    TopUp,
    User,
)
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.held import held_by

GUARDED = frozenset(role for role in Role if Right.SEE_RESTRICTED in rights_of([role]))
MOVES = re.compile(
    r'<input type="hidden" name="(?:csrfmiddlewaretoken|client_id|seen_at)"[^>]*>|<time.*?</time>'
    r"|<(?:atom:)?updated>.*?</(?:atom:)?updated>"
    r'|data-now="[^"]*"|<div class="bar-clock">.*?</div>|\b\d\d:\d\d\b|\d+ (?:s|min)\b',
    re.DOTALL,
)
"""What differs between two looks at the same rows."""

REFUSED = (204, 403, 404)
"""204: a row that does not belong to the list."""

NOBODY = "00000000-0000-0000-0000-000000000001"


@dataclass(frozen=True, slots=True)
class District:
    here: Area
    there: Area
    home: Community


def found(folder: Path) -> District:
    """Found the exercise with all its registers in one area, and an empty base in another."""
    found_district(folder)
    here, there = make_area("Here"), make_area("There")
    Base.objects.update(area=here)
    Community.objects.update(area=here)
    stop_the_clock()  # No hour or day may end between two looks at the same rows.
    ContactTest.objects.update(base=Base.objects.get(slug="beni"))
    elsewhere = make_base("Farbase", lat=-4.0, lon=27.0, area=there)
    make_community("Farvillage", elsewhere, lat=-4.1, lon=27.1)
    return District(here, there, Community.objects.get(name="Oicha"))


def person(name: str, roles: Iterable[Role], area: Area) -> Client:
    """Somebody who is signed in by password and second factor, with these roles in this area."""
    user = User.objects.create(name=name, password="!")
    Assignment.objects.bulk_create(
        Assignment(user=user, role=role.value, area=area) for role in roles
    )
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session[PASSED] = True
    session.save()
    return client


def machine(name: str, scopes: Iterable[str], area: Area) -> Client:
    """Another system, with a token of these scopes in this area."""
    secret = f"token of {name}"
    ApiToken.objects.create(
        client=name, token_hash=sha256(secret.encode()).digest(), scopes=list(scopes), area=area
    )
    headers = {"authorization": f"Bearer {secret}"}
    return Client(headers=headers, raise_request_exception=False)


def warn(district: District, kind: Kind, words: str) -> Incident:
    """Let a focal point of the area warn: a message, its reading, an alert, an incident, its run."""
    people = FocalPoint.objects.filter(community=district.home).order_by("code")
    message = make_message(words, focal_point=people[0])
    read({message: make_reading(kind)})
    return Incident.objects.get(
        alert_links__alert__message_links__message=message, alert_links__is_suggestion=False
    )


def look(client: Client, path: str) -> str:
    """Return what a page says, without what moves by itself."""
    answer: Any = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code}{MOVES.sub('', body.decode(errors='replace'))}"


def viewer(name: str, role: Role, area: Area) -> Viewer:
    """As `person`, with one role, for views that are called without the frame around a page."""
    user = User.objects.create(name=name, password="!")
    Assignment.objects.create(user=user, role=role.value, area=area)
    return Viewer(user, held_by(user, now=database_now()))


def knock(who: Viewer, view: Any, path: str) -> bool:
    """Say whether a page or a verb lets them past; an empty form is enough to see that. Nothing is kept."""
    with transaction.atomic():
        status = _answer(who, view, RequestFactory().get(path))
        if status == 405:
            status = _answer(who, view, RequestFactory().post(path))
        transaction.set_rollback(True)
    return status not in REFUSED


def _answer(who: Viewer, view: Any, request: Any) -> int:
    request.user, request.viewer, request.session = who.user, who, {PASSED: True}
    request._messages = FallbackStorage(request)
    request.resolver_match = resolve(request.path)
    try:
        return int(view(request, **request.resolver_match.kwargs).status_code)
    except Problem as problem:
        return problem.status
    except Http404:
        return 404
    except (KeyError, MultiValueDictKeyError):  # It went past the guard, into an empty form.
        return 422


def things_of(incident: Incident) -> Mapping[str, Mapping[str, object]]:
    """Return what stands for the parts of an address, by how it begins: this incident and what came of it."""
    return {
        "/board/": {"number": incident.number},
        "/incidents/": {
            "number": incident.number,
            "link": _key(IncidentAlert.objects.filter(incident=incident)),
            "key": _key(Feedback.objects.filter(incident=incident)),
            "kind": "corrected",
        },
        "/messages/": {
            "key": _key(
                Message.objects.filter(alert_link__alert__incident_links__incident=incident)
            ),
            "name": NOBODY,
        },
        "/feedback/": {"key": _key(Feedback.objects.filter(incident=incident))},
        "/responses/": {"key": _key(Response.objects.filter(incident=incident))},
        "/releases/": {"number": _number(Release.objects.filter(incident=incident))},
        "/reports/": {
            "number": _number(SituationReport.objects.filter(incident=incident)),
            "form": "pdf",
            "sheet": 1,
            "key": NOBODY,
        },
    }


def registers() -> Mapping[str, Mapping[str, object]]:
    """As `things_of`, for what lies in the area and is never restricted."""
    return {
        "/areas/": {"slug": "beni", "number": 1},
        "/bases/": {"slug": "beni"},
        "/signs/": {"slug": "beni", "number": 1},
        "/closures/": {"number": 1},
        "/packs/": {"number": 1},
        "/needs/": {"number": 1},
        "/threats/": {"code": "OIC", "number": 1},
        "/rumours/": {"number": 1},
        "/commitments/": {"number": 1},
        "/meetings/": {"number": 1},
        "/communities/": {"code": "OIC", "community": "OIC", "number": 1},
        "/planning/ranking/": {"code": "OIC"},
        "/network/focal-points/": {"code": "FP-0001", "step": "leave"},
        "/network/handsets/": {"code": _code(Handset)},
        "/network/handsets/trips/": {"key": _key(RepairTrip.objects)},
        "/network/hotlines/": {"code": _code(Hotline)},
        "/network/hotlines/done/": {"key": _key(Campaign.objects)},
        "/network/airtime/": {"number": _number(TopUp.objects)},
        "/network/radio/stations/": {"call_sign": _station()},
        "/network/silence/": {"key": _key(Silence.objects.filter(focal_point__isnull=False))},
        "/network/silence/together/": {"key": _key(SilenceCluster.objects)},
        "/network/tests/": {"key": _key(ContactTest.objects)},
    }


def path_of(route: str, things: Mapping[str, Mapping[str, object]]) -> str | None:
    """Return the address of a thing, None where `things` has none for it."""
    found = [begins for begins in things if route.startswith(begins)]
    if not found:
        return None
    values = things[max(found, key=len)]
    named = re.findall(r"<\w+:(\w+)>", route)
    if not set(named) <= values.keys():
        return None
    return re.sub(r"<\w+:(\w+)>", lambda part: str(values[part[1]]), route)


def _key(rows: Any) -> str:
    found = rows.order_by("pk").first()
    return str(found.pk) if found else NOBODY


def _number(rows: Any) -> int:
    found = rows.order_by("pk").first()
    return int(found.number) if found else 0


def _code(model: Any) -> str:
    return str(model.objects.order_by("code")[0].code)


def _station() -> str:
    return RadioStation.objects.exclude(community=None).order_by("call_sign")[0].call_sign
