"""Whoever may not see what is restricted meets none of it: in no export, feed, stream or answer of the API.

Pages are driven by tests/house/test_reach.py.
"""

import json
from hashlib import sha256
from itertools import product

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident, make_message, make_reading, read
from tocsin.actions.triage_by_person import confirm_triage
from tocsin.cli.files import EXPORTS, export
from tocsin.domain.words import Kind, Priority
from tocsin.records.models import Alert, ApiToken, Incident, Message
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.held import held_by, scope_of
from tocsin.records.queries.watching import may_hear, whose_key

# Words that stand in the three messages only, and in no text of ours.
WORDS = ("qwaliza", "qwadogo", "qwabaya")
MAY_NOT = ("okello", "analyst", "admin", "auditor")
SCOPES = ["messages", "alerts", "incidents", "responses", "reports", "feeds", "releases"]


@pytest.fixture
def secrets(cast: Cast) -> list[str]:
    """Sexual violence and a child read by the machine, and an attack that a person found to be more."""
    first = make_message(f"ilikuwa {WORDS[0]} ubakaji", focal_point=cast.amani)
    second = make_message(f"mtoto {WORDS[1]} amechukuliwa", focal_point=cast.neema)
    third = make_message(f"wamempiga {WORDS[2]}", focal_point=cast.amani)
    read({first: make_reading(Kind.SEXUAL_VIOLENCE)})
    read({second: make_reading(Kind.RECRUITMENT, Priority.P3)})
    read({third: make_reading(Kind.LOOTING, Priority.P3)})
    confirm_triage(
        third, by=cast.salima, at=database_now(), kind=Kind.SEXUAL_VIOLENCE, priority=Priority.P2,
        reason="she told me",
    )  # fmt: skip
    hidden = Incident.objects.filter(is_restricted=True)
    assert hidden.count() == len(WORDS) == Alert.objects.filter(is_restricted=True).count()
    things = [*hidden, *Alert.objects.all(), *Message.objects.all()]
    numbers = [f"/incidents/{one.number}/" for one in hidden]
    return [*WORDS, *numbers, *(str(one.pk) for one in things)]


def test_what_a_person_found_to_be_restricted_is_as_hidden_as_what_the_machine_did(
    cast: Cast, secrets: list[str], sign_in: SignIn
) -> None:
    for who, shown in (("salima", True), ("okello", False)):
        client = sign_in(getattr(cast, who))
        pages = [client.get(path).content.decode() for path in ("/", "/triage/", "/alerts/")]
        found = {secret for secret in secrets for page in pages if secret in page}
        assert bool(found) is shown, who


def test_the_api_answers_a_client_without_the_scope_as_if_it_were_not_there(
    cast: Cast, secrets: list[str]
) -> None:
    make_incident(cast.neema)
    ApiToken.objects.create(client="peer", token_hash=sha256(b"peer").digest(), scopes=SCOPES)
    client = Client(headers={"authorization": "Bearer peer"})
    lists = [f"/api/v1/{one}" for one in API]
    hidden = Incident.objects.filter(is_restricted=True)
    things = [f"/api/v1/incidents/{one.number}" for one in hidden]
    things += [f"{one}/cap" for one in things]
    things += [f"/api/v1/messages/{key}" for key in secrets if _is_message(key)]
    for address in (*lists, *things):
        answer = client.get(address)
        assert answer.status_code == (200 if address in lists else 404), address
        found = [secret for secret in secrets if secret in answer.content.decode()]
        assert found == [], address
        for one in hidden:
            assert f'"{one.code}"' not in answer.content.decode(), address


def test_no_exported_file_holds_any_of_it(secrets: list[str], cast: Cast) -> None:
    seen = make_incident(cast.neema)
    hidden = Incident.objects.filter(is_restricted=True)
    numbers = set(Alert.objects.filter(is_restricted=True).values_list("number", flat=True))
    codes = [f"{one.code}" for one in hidden]
    for kind, form in [*product(EXPORTS, ("csv", "json", "geojson")), ("incidents", "cap")]:
        done = CliRunner().invoke(export, [kind, "--format", form], standalone_mode=False)
        assert done.exception is None, (kind, form)
        assert [one for one in (*secrets, *codes) if one in done.output] == [], (kind, form)
        if kind == "alerts" and form == "json":
            assert numbers.isdisjoint(row["number"] for row in json.loads(done.output))
        if kind == "incidents" and form == "csv":
            assert seen.code in done.output


def test_the_stream_tells_those_without_the_right_no_key_of_it(
    secrets: list[str], cast: Cast
) -> None:
    seen = make_incident(cast.neema)
    shown = [f"incident:{seen.number}", "duty:all", "radio:all"]
    hidden = [f"incident:{one.number}" for one in Incident.objects.filter(is_restricted=True)]
    hidden += [f"message:{key}" for key in secrets if _is_message(key)]
    assert len(hidden) == 2 * len(WORDS)
    now = database_now()
    for who in (*MAY_NOT, "salima"):
        scope = scope_of(held_by(getattr(cast, who), now=now))
        told = [key for key in (*shown, *hidden) if may_hear(scope, whose_key(key))]
        assert told == ([*shown, *hidden] if who == "salima" else shown), who


API = (
    "alerts",
    "incidents",
    "responses",
    "feedback",
    "communities",
    "feeds/incidents",
    "feeds/incidents.geojson",
    "feeds/releases",
)


def _is_message(key: str) -> bool:
    return "-" in key and Message.objects.filter(pk=key).exists()
