"""Other systems see how far a message went, acknowledge for people, and never see a name."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast, lay_cast
from tests.make import make_incident, make_message, make_reading, read
from tocsin.api.app import api
from tocsin.domain.quarters import Quarter
from tocsin.domain.words import Kind, Priority
from tocsin.records.models import ApiToken, Message
from tocsin.records.queries.clock import database_now, day_here

SNAPSHOT = Path(__file__).with_name("openapi.json")


@pytest.fixture
def cast(db: None) -> Cast:
    return lay_cast()


def client(*scopes: str) -> Client:
    ApiToken.objects.get_or_create(
        client="-".join(scopes) or "none",
        defaults={
            "token_hash": sha256(f"token {scopes}".encode()).digest(),
            "scopes": list(scopes),
        },
    )
    return Client(headers={"authorization": f"Bearer token {scopes}"})


def get(path: str, *scopes: str) -> Any:
    answer = client(*scopes).get(f"/api/v1{path}")
    return answer.status_code, json.loads(answer.content)


def test_a_message_can_be_followed_to_the_people_it_paged(cast: Cast) -> None:
    incident = make_incident(cast.amani)
    message = Message.objects.get()
    status, body = get(f"/messages/{message.pk}", "messages")
    assert status == 200
    assert (body["status"], body["incident"]) == ("reported", incident.number)
    (run,) = body["escalations"]
    assert run["state"] == "paging"
    assert {d["function"] for d in run["deliveries"]} == {"duty_officer", "commander"}
    assert all(d["due_at"] for d in run["deliveries"])


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999+14:00"])
def test_whoever_asks_for_all_time_there_is_gets_it(cast: Cast, end: str) -> None:
    make_incident(cast.amani)
    since = "0001-01-01T00:00:00"
    until = end.replace("+", "%2B")
    for path, scope in (("/alerts", "alerts"), ("/reports", "reports")):
        assert get(f"{path}?since={until}", scope)[0] == 200
    status, body = get(f"/statistics?since={since}&until={until}", "reports")
    assert (status, body["incidents"]) == (200, 1 if end > "2" else 0)


def test_no_answer_holds_a_name_a_number_or_a_word_of_a_source(cast: Cast) -> None:
    make_incident(cast.amani, "Amani Test anasema wanashambulia, piga +243990000001")
    message = Message.objects.get()
    scopes = ("messages", "alerts", "incidents", "responses", "reports")
    for path in (
        f"/messages/{message.pk}",
        "/alerts",
        "/incidents",
        "/incidents/1",
        "/communities",
    ):
        status, body = get(path, *scopes)
        text = json.dumps(body)
        assert status in (200, 404), path
        for secret in ("Amani", cast.amani.number, "anasema", cast.mosi.name, cast.mosi.number):
            assert secret not in text, path


def test_an_incident_comes_with_its_timeline(cast: Cast) -> None:
    incident = make_incident(cast.amani)
    status, body = get(f"/incidents/{incident.number}", "incidents")
    assert status == 200
    assert "incident.opened" in [line["verb"] for line in body["timeline"]]
    assert body["place"]


def test_a_person_acknowledges_through_another_system(cast: Cast) -> None:
    incident = make_incident(cast.amani)
    answer = client("acknowledge", "incidents").post(
        f"/api/v1/incidents/{incident.number}/acknowledge?user=mosi"
    )
    assert answer.status_code == 200
    assert incident.escalations.get().state == "acknowledged"


def test_nobody_acknowledges_without_a_person(cast: Cast) -> None:
    incident = make_incident(cast.amani)
    answer = client("acknowledge").post(
        f"/api/v1/incidents/{incident.number}/acknowledge?user=robot"
    )
    assert answer.status_code == 403
    assert incident.escalations.get().state == "paging"


@pytest.mark.parametrize(
    "path", ["/alerts", "/incidents", "/responses", "/feedback", "/statistics"]
)
def test_every_list_wants_its_scope(cast: Cast, path: str) -> None:
    everything = ("alerts", "incidents", "responses", "reports")
    assert get(path, *everything)[0] == 200
    assert get(path, "messages")[0] == 403
    answer = Client().get(f"/api/v1{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "rights.token_wrong")
    assert answer["Content-Type"] == "application/problem+json"


def test_restricted_kinds_are_shown_only_to_their_scope(cast: Cast) -> None:
    message = make_message(focal_point=cast.amani)
    read({message: make_reading(Kind.SEXUAL_VIOLENCE, Priority.P1)})
    assert get("/incidents", "incidents")[1] == []
    assert get(f"/messages/{message.pk}", "messages")[0] == 404
    assert len(get("/incidents", "incidents", "restricted")[1]) == 1


def test_a_wrong_field_is_named_and_not_repeated(cast: Cast) -> None:
    status, body = get("/incidents?limit=90000", "incidents")
    assert (status, body["code"]) == (422, "form.field_wrong")
    assert "limit" in body["title"]
    assert "90000" not in json.dumps(body)


def test_a_withdrawn_token_opens_nothing(cast: Cast) -> None:
    assert get("/incidents", "incidents")[0] == 200
    ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    assert get("/incidents", "incidents")[0] == 401


def test_figures_come_with_their_definitions_and_with_less_for_outside(cast: Cast) -> None:
    make_incident(cast.amani)
    status, body = get("/statistics", "reports")
    received = body["figures"][0]
    assert (status, received["code"], received["count"]) == (200, "received", 1)
    assert received["definition"]
    status, body = get("/statistics?quarter=2020-Q1", "reports")
    assert (status, body["figures"][0]["count"]) == (200, 0)
    for quarter in ("soon", str(Quarter.of(day_here(database_now())).next)):
        status, body = get(f"/statistics?quarter={quarter}", "reports")
        assert (status, body["code"]) == (422, "form.field_wrong")


def test_figures_for_outside_are_those_of_the_whole_mission(cast: Cast) -> None:
    """Of two areas, one in the other, the smaller could be subtracted, and what is hidden comes back."""
    client("reports")
    ApiToken.objects.update(area=cast.area)
    assert get("/statistics", "reports")[0] == 200
    status, body = get("/statistics?quarter=2020-Q1", "reports")
    assert (status, body["code"]) == (403, "rights.not_allowed")


def test_the_contract_is_the_committed_one() -> None:
    """A change of the API shows in review. To accept one: write the file anew and commit it."""
    now = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    assert now == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
