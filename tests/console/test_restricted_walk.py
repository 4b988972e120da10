"""Whoever may not see what is restricted meets none of it: on no list, page, export, feed or answer of the API."""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import product
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident, make_message, make_reading, read
from tocsin.actions.triage_by_person import confirm_triage
from tocsin.cli.files import EXPORTS, export
from tocsin.domain.words import Kind, Priority
from tocsin.records.models import Alert, ApiToken, Incident, Message
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.watching import is_restricted_key, sees_restricted

# Words that stand in the three messages only, and in no text of ours.
WORDS = ("qwaliza", "qwadogo", "qwabaya")
MAY_NOT = ("okello", "analyst", "admin", "auditor")
# Not of one mission's matters, or the door itself.
APART = {"static", "alive", "sign_out", "demo_phones"}
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


def test_nobody_without_the_right_meets_any_of_it_on_any_page(
    cast: Cast, secrets: list[str], sign_in: SignIn
) -> None:
    seen = list(_pages(sign_in(cast.salima), ["/", "/triage/", "/alerts/"]))
    assert {
        f"/incidents/{one.number}/" in " ".join(body for _, body in seen)
        for one in Incident.objects.all()
    } == {True}
    lists = _addresses()
    leaks = [
        (who, address, secret)
        for who in MAY_NOT
        for address, body in _pages(sign_in(getattr(cast, who)), lists)
        for secret in secrets
        if secret in body
    ]
    leaks += [
        ("okello", address, secret)
        for address, body in _pages(sign_in(cast.okello), _addresses_of_things())
        for secret in secrets
        if secret in body.replace(address, "")
    ]
    assert leaks == []


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
    assert [key for key in (*shown, *hidden) if is_restricted_key(key)] == hidden
    now = database_now()
    assert [sees_restricted(getattr(cast, who), now) for who in MAY_NOT] == [False] * len(MAY_NOT)
    assert sees_restricted(cast.salima, now)


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


def _pages(client: Client, addresses: list[str]) -> Iterator[tuple[str, str]]:
    for address in addresses:
        answer: Any = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, body.decode(errors="replace") + str(answer.headers)


def _patterns() -> Iterator[tuple[str, URLPattern]]:
    console = get_resolver("tocsin.console.urls")
    for prefix, pattern in _flat(console.url_patterns, ""):
        if pattern.name not in APART:
            yield prefix + str(pattern.pattern), pattern


def _flat(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield prefix, one
        else:
            yield from _flat(one.url_patterns, prefix + str(one.pattern))


def _addresses() -> list[str]:
    """Every page that is not of one thing: lists, files, parts of the board."""
    return [f"/{route}" for route, _ in _patterns() if "<" not in route]


def _addresses_of_things() -> list[str]:
    """Every page of one thing, asked for with a hidden incident and the two messages that came by it."""
    hidden = Incident.objects.filter(is_restricted=True).order_by("-number")[:1]
    messages = Message.objects.order_by("received_at")
    keys = [str(hidden[0].pk), str(messages[0].pk), str(messages[2].pk)]
    found = []
    for route, pattern in _patterns():
        names = list(pattern.pattern.converters)
        if len(names) == 1:
            values = (
                [str(hidden[0].number)] if "<int:" in route else keys if "<uuid:" in route else []
            )
            before, after = route.split("<")[0], route.split(">")[-1]
            found += [f"/{before}{value}{after}" for value in values]
    return found
