"""Another system records who acts and what came of it, in the name of a person, late or at once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.api.test_api import client
from tests.cast import Cast, lay_cast
from tests.make import make_incident
from tocsin.records.models import Incident, Response
from tocsin.records.queries.clock import database_now


@pytest.fixture
def cast(db: None) -> Cast:
    return lay_cast()


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast.amani)


def post(path: str, body: dict[str, Any], through: Client | None = None) -> Any:
    answer = (through or client("respond", "responses")).post(
        f"/api/v1{path}", json.dumps(body), content_type="application/json"
    )
    return answer.status_code, json.loads(answer.content)


def act(incident: Incident, **body: Any) -> Any:
    facts = {"user": "mosi", "actor": "mission_force", "base": "mpala", **body}
    return post(f"/incidents/{incident.number}/responses", facts)


def test_a_response_is_recorded_and_moved_on(incident: Incident) -> None:
    left = database_now() - timedelta(minutes=20)
    status, body = act(incident, state="departed", happened_at=left.isoformat())
    assert (status, body["state"], body["actor"]) == (200, "departed", "mission_force")
    path = f"/responses/{body['id']}/words"
    status, body = post(path, {"user": "mosi", "state": "ended", "result": "arrests"})
    assert (status, body["state"], body["result"]) == (200, "ended", "arrests")
    assert Response.objects.get().updates.filter(via__startswith="api:").count() == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"state": "declined"}, 422, "response.reason_missing"),
        ({"base": "nowhere"}, 422, "form.field_wrong"),
        ({"actor": "martians"}, 422, "form.field_wrong"),
        ({"base": None}, 409, "response.not_possible"),
        ({"user": "salima"}, 403, "rights.not_allowed"),
        ({"happened_at": "2199-01-01T00:00:00Z"}, 422, "form.field_wrong"),
        ({"happened_at": "2199-01-01T00:00:00"}, 422, "form.field_wrong"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, 422, "form.field_wrong"),
        ({"state": "ended", "result": "attack_prevented"}, 422, "response.observation_missing"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    incident: Incident, body: dict[str, Any], status: int, code: str
) -> None:
    answer = act(incident, **body)
    assert (answer[0], answer[1]["code"]) == (status, code)
    assert not Response.objects.exclude(state="asked").exists()


def test_reading_does_not_allow_to_write(incident: Incident) -> None:
    path = f"/incidents/{incident.number}/responses"
    body = {"user": "mosi", "actor": "community"}
    assert post(path, body, client("responses"))[0] == 403


def test_a_correction_reaches_those_told_and_saying_it_twice_nobody(incident: Incident) -> None:
    path = f"/incidents/{incident.number}/corrections"
    said = {"user": "okello", "kind": "mistake", "reason": "hunters"}
    for body, status in (
        ({**said, "user": "salima"}, 403),
        ({**said, "kind": "untrue"}, 422),
        ({**said, "kind": "corrected", "right_place": "Nowhere at all"}, 422),
        ({**said, "kind": "reopened"}, 409),
        (said, 200),
    ):
        assert post(path, body)[0] == status
    assert post(path, said)[1] == {"incident": incident.number, "kind": "mistake", "told": {}}
    assert incident.corrections.get().told["people"] == 1
