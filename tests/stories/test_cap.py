"""Other systems read incidents and releases as CAP, and answer; nobody who warned is in it."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import etree

from tests.domain.test_cap_corpus import stricter
from tests.domain.test_cap_xml import SCHEMA, needs_schema
from tests.stories.outside import Outside, drafted, set_up_outside
from tests.stories.words import ATTACK, RAPE
from tests.world import World
from tocsin.actions.correcting import correct_incident
from tocsin.actions.incidents import close_incident
from tocsin.actions.release_cancel import retract
from tocsin.actions.releases import approve_release
from tocsin.domain.cap_message import CapMessage, references_of
from tocsin.domain.cap_rules import faults
from tocsin.domain.cap_xml import read_cap, write_cap
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.release_words import CancelReason
from tocsin.domain.words import Outcome
from tocsin.records.models import ApiToken, Incident, Release

ALERT = "{urn:oasis:names:tc:emergency:cap:1.2}alert"


@pytest.fixture
def outside(world: World) -> Outside:
    world.neema.texts(ATTACK)
    return set_up_outside(world)


def caller(*scopes: str) -> Client:
    token = "-".join(scopes)
    digest = hashlib.sha256(token.encode()).digest()
    ApiToken.objects.get_or_create(
        client=token, defaults={"token_hash": digest, "scopes": list(scopes)}
    )
    return Client(headers={"authorization": f"Bearer {token}"})


def incident_cap(incident: Incident) -> CapMessage:
    answer = caller("feeds").get(f"/api/v1/incidents/{incident.number}/cap")
    assert answer.status_code == 200, answer.content
    return read_cap(answer.content)


def test_an_incident_is_told_restricted_rounded_and_without_its_source(
    world: World, outside: Outside
) -> None:
    message = incident_cap(world.incident)
    assert (message.type, message.status, message.scope) == ("Alert", "Actual", "Restricted")
    assert [one for one in faults(message, is_ours=True) if one.level != "warning"] == []
    written = write_cap(message).decode()
    assert "Neema" not in written
    assert world.neema.number not in written
    assert "0.62," not in written
    assert "FP-" not in written


def test_each_turn_of_an_incident_refers_to_all_before_it_that_stand(
    world: World, outside: Outside
) -> None:
    incident = world.incident
    by = world.user("okello")
    first = incident_cap(incident)
    world.passes(minutes=1)
    world.zawadi.texts(ATTACK + " wengi sana")
    second = incident_cap(incident)
    assert second.type == "Update"
    assert [one for _, one, _ in references_of(second.references)] == [first.identifier]
    world.passes(minutes=1)
    close_incident(incident, by=by, at=world.now, outcome=Outcome.GONE, reason="gone", version=None)
    third = incident_cap(incident)
    assert (third.type, third.infos) == ("Cancel", ())
    assert len(references_of(third.references)) == 2
    world.passes(minutes=1)
    correct_incident(incident, CorrectionKind.REOPENED, by=by, at=world.now, reason="again")
    again = incident_cap(incident)
    assert (again.type, again.references) == ("Alert", "")
    assert incident_cap(incident) == again


def test_what_is_restricted_is_in_no_feed(world: World, outside: Outside) -> None:
    world.amani.texts(RAPE)
    hidden = Incident.objects.get(is_restricted=True)
    client = caller("feeds")
    assert client.get(f"/api/v1/incidents/{hidden.number}/cap").status_code == 404
    feed = etree.fromstring(client.get("/api/v1/feeds/incidents").content)
    assert len(list(feed.iter(ALERT))) == 1
    found = client.get("/api/v1/feeds/incidents.geojson").json()["features"]
    assert hidden.number not in [one["properties"]["number"] for one in found]
    assert len(found) == 1


def test_a_map_reads_incidents_as_points_since_a_moment(world: World, outside: Outside) -> None:
    incident, client = world.incident, caller("feeds")
    answer = client.get("/api/v1/feeds/incidents.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    (point,) = answer.json()["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [incident.lon, incident.lat]}
    assert point["properties"]["code"] == incident.code
    assert not {"lat", "lon"} & set(point["properties"])
    later = quote(str(incident.last_alert_at + timedelta(seconds=1)))
    none = client.get(f"/api/v1/feeds/incidents.geojson?since={later}")
    assert none.json() == {"type": "FeatureCollection", "features": []}
    assert client.get("/api/v1/feeds/incidents.geojson?limit=0").status_code == 422
    assert caller("alerts").get("/api/v1/feeds/incidents.geojson").status_code == 403


def test_an_addressee_reads_its_own_releases_and_answers_them(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    army = caller("releases", "addressee:army")
    police = caller("releases", "addressee:police")
    path = f"/api/v1/releases/{release.number}/cap"
    assert army.get(path).status_code == 404
    approve_release(release, by=outside.second, at=world.now)
    world.passes(seconds=6)
    message = read_cap(army.get(path).content)
    assert (message.type, message.scope, message.addresses) == ("Alert", "Private", "army")
    assert police.get(path).status_code == 404
    error = answer_to(message)
    for body, status in (
        (write_cap(replace(error, note="")), 400),
        (write_cap(message), 400),
        (b"<!DOCTYPE x><alert/>", 400),
        (write_cap(replace(error, references="a,REL-999,b")), 404),
        (write_cap(error), 200),
    ):
        answer = army.post("/api/v1/cap/answers", body, content_type="application/cap+xml")
        assert answer.status_code == status, answer.content
    release.refresh_from_db()
    assert (release.answer, release.answer_note) == ("refused", "outside our area")


def answer_to(message: CapMessage, **changes: str) -> CapMessage:
    """What the army's machine says to a release: it refuses, unless `changes` say otherwise."""
    error = replace(
        message, identifier="a-1", sender="army.example", type="Error", infos=(),
        references=f"{message.sender},{message.identifier},{message.sent}", note="outside our area",
    )  # fmt: skip
    return replace(error, **changes)  # type: ignore[arg-type]  # names of text fields


def given_to_the_army(world: World, outside: Outside) -> Release:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    world.passes(seconds=6)
    return release


@needs_schema
def test_what_leaves_by_the_doors_is_valid_by_the_official_schemas(
    world: World, outside: Outside
) -> None:
    release = given_to_the_army(world, outside)
    feeds, army = caller("feeds"), caller("releases", "addressee:army")
    for client, path, schema in (
        (feeds, f"incidents/{world.incident.number}/cap", "cap12_extended.xsd"),
        (army, f"releases/{release.number}/cap", "cap12_extended.xsd"),
        (feeds, "feeds/incidents", "atom.xsd"),
        (army, "feeds/releases", "atom.xsd"),
    ):
        answer = etree.fromstring(client.get(f"/api/v1/{path}").content)
        stricter(schema).assertValid(answer)
        official = etree.XMLSchema(etree.parse(str(SCHEMA)))
        messages = [answer] if answer.tag == ALERT else list(answer.iter(ALERT))
        assert messages
        for one in messages:
            official.assertValid(etree.fromstring(etree.tostring(one)))


def test_an_answer_counts_from_whom_it_went_to_and_from_nobody_else(
    world: World, outside: Outside
) -> None:
    release = given_to_the_army(world, outside)
    army, police = caller("releases", "addressee:army"), caller("releases", "addressee:police")
    message = read_cap(army.get(f"/api/v1/releases/{release.number}/cap").content)
    ack = write_cap(answer_to(message, type="Ack", note=""))
    path = "/api/v1/cap/answers"
    assert army.post(path, ack, content_type="application/xml").json() == {
        "releases": [release.reference],
        "answer": "accepted",
    }
    assert police.post(path, ack, content_type="application/xml").status_code == 404
    assert caller("releases").post(path, ack, content_type="x/y").status_code == 403


def test_a_cancelled_release_is_a_cancel_that_says_nothing_again(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    world.passes(seconds=6)
    incident = world.incident
    (cancel,) = retract(incident, by=outside.first, at=world.now, reason=CancelReason.MISTAKE)
    approve_release(cancel, by=outside.second, at=world.now)
    world.passes(seconds=6)
    feed = etree.fromstring(caller("releases").get("/api/v1/feeds/releases").content)
    messages = [read_cap(etree.tostring(one)) for one in feed.iter(ALERT)]
    assert [one.type for one in messages] == ["Cancel", "Alert"]
    assert messages[0].infos == ()
    assert release.reference in messages[0].references
    assert Release.objects.filter(state="given").count() == 2
