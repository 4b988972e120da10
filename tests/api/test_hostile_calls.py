"""Whatever another system sends, the API answers in its own words, and only to those who may ask."""

import json
import random
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from tests.cast import Cast, lay_cast
from tests.fuzzing.target import ODD, raw_or_shaped
from tests.make import make_incident
from tocsin.api.app import api
from tocsin.records.models import ApiToken, JournalEntry
from tocsin.records.queries.clock import database_now

SCOPES = (
    "messages", "alerts", "incidents", "responses", "reports", "feeds", "releases", "acknowledge", "respond", "signs",
    "restricted", "addressee:army-sector",
)  # fmt: skip
SCHEMA: Any = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
OPERATIONS = [
    (method, path, about) for path, about_all in SCHEMA["paths"].items() for method, about in about_all.items()
]  # fmt: skip
# As somebody writes them into an address or a field: the words alone.
WORDS = [str(one) for one in ODD if not isinstance(one, dict | list)]


@pytest.fixture
def cast(db: None) -> Cast:
    return lay_cast()


def client(*scopes: str) -> Client:
    token = sha256(f"token {scopes}".encode()).digest()
    ApiToken.objects.get_or_create(
        client="-".join(scopes)[:60] or "none",
        defaults={"token_hash": token, "scopes": list(scopes)},
    )
    # What breaks is an answer of ours too, as it would be for a caller.
    return Client(
        headers={"authorization": f"Bearer token {scopes}"}, raise_request_exception=False
    )


def calls(about: Any, path: str, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield addresses with odd words in every place, and bodies with odd fields."""
    names = [p["name"] for p in about.get("parameters", []) if p["in"] == "query"]
    body = (
        about.get("requestBody", {})
        .get("content", {})
        .get("application/json", {})
        .get("schema", {})
    )
    shape = SCHEMA["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
    known = [
        *shape.get("properties", {}),
        "mosi",
        "departed",
        "mpala",
        "retracted",
        "mission_force",
    ]
    for turn in range(12):
        address = path
        for part in about.get("parameters", []):
            if part["in"] == "path":
                address = address.replace(
                    "{{{}}}".format(part["name"]), "1" if turn % 2 else chance.choice(WORDS)
                )
        query = {
            name: chance.choice([*WORDS, "2026-01-01T00:00:00Z", "mosi"])
            for name in names
            if chance.random() < 0.7
        }
        yield (
            _quoted(address, query),
            raw_or_shaped(b"%d" % turn, known) if body else chance.choice([b"", b"{", b"\xff\0"]),
        )


def _quoted(address: str, query: dict[str, str]) -> str:
    return quote(address, errors="replace") + "?" + urlencode(query, errors="replace")


def ask(caller: Client, method: str, address: str, body: bytes) -> Any:
    return caller.generic(method.upper(), address, body, content_type="application/json")


def test_no_call_breaks_an_operation(cast: Cast) -> None:
    make_incident(cast.amani)
    everything = client(*SCOPES)
    for method, path, about in OPERATIONS:
        for address, body in calls(about, path, random.Random(path)):
            answer = ask(everything, method, address, body)
            assert answer.status_code < 500, (address, body[:300])
            if answer.status_code >= 400 and answer["Content-Type"].startswith("application/"):
                said = json.loads(answer.content)
                assert said["status"] == answer.status_code
                assert said["code"] in said["type"]


def test_an_operation_opens_for_one_scope_alone(cast: Cast) -> None:
    """Tried with a token of each scope, with none, and with a token that was taken back."""
    callers = {scope: client(scope) for scope in SCOPES}
    addresses = []
    for method, path, _ in OPERATIONS:
        if "/field/" in path:  # each phone has a token of its own
            continue
        address = re.sub(r"\{\w+_id\}", NOBODY, path).replace("{number}", "1")
        addresses.append((method, address))
        found = {name: ask(one, method, address, b"").status_code for name, one in callers.items()}
        opens = [name for name, status in found.items() if status != 403]
        # An answer in CAP needs two: the scope, and whose answer it is.
        assert len(opens) == (0 if path.endswith("/cap/answers") else 1), (path, found)
    ApiToken.objects.update(revoked_at=database_now())
    for caller in (Client(), *callers.values()):
        assert {ask(caller, method, one, b"").status_code for method, one in addresses} == {401}


NOBODY = "00000000-0000-0000-0000-000000000000"
ACTS = {
    "acknowledge?user=%s": {},
    "responses": {"user": "%s", "actor": "mission_force", "state": "accepted", "base": "mpala"},
    "corrections": {"user": "%s", "kind": "retracted", "reason": "a mistake"},
}


@pytest.mark.parametrize("who", ["baraka", "analyst", "auditor", "admin", "robot", "okello\0"])
@pytest.mark.parametrize("act", ACTS)
def test_a_token_does_no_more_than_the_person_it_names(cast: Cast, act: str, who: str) -> None:
    """Baraka has every right of a duty officer, in the next territory; a robot has no account."""
    incident = make_incident(cast.amani)
    before = JournalEntry.objects.count()
    body = json.dumps({name: said.replace("%s", who) for name, said in ACTS[act].items()})
    address = f"/api/v1/incidents/{incident.number}/{act.replace('%s', quote(who))}"
    answer = client(*SCOPES).post(address, data=body, content_type="application/json")
    assert answer.status_code in ((422, 400) if "\0" in who else (403,)), answer.content
    assert JournalEntry.objects.count() == before
