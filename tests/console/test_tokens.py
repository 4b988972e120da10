"""A token for another system takes two administrators, reaches as far as its area, and ends at once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_user
from tocsin.domain.words import Role
from tocsin.records.models import AccountChange, ApiToken, JournalEntry
from tocsin.records.queries.clock import database_now

ASKED = {
    "client": "map.mpala",
    "scopes": ["incidents", "alerts"],
    "reason": "the map of the sector",
}


@pytest.fixture
def first(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.admin)


@pytest.fixture
def second(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(make_user("second-admin", Role.ADMINISTRATOR))


def approve(client: Client) -> tuple[int, str]:
    change = AccountChange.objects.latest("asked_at")
    answer = client.post(f"/accounts/changes/{change.pk}/approve")
    found = re.search(r"<code>([\w-]{43})</code>", answer.content.decode())
    return answer.status_code, found[1] if found else ""


def status(token: str) -> int:
    headers = {"authorization": f"Bearer {token}"}
    return Client(headers=headers).get("/api/v1/incidents").status_code


def test_two_give_it_it_is_shown_once_and_one_ends_it(
    cast: Cast, first: Client, second: Client
) -> None:
    assert first.post("/accounts/tokens/", {**ASKED, "area": cast.area.name}).status_code == 302
    page = second.get("/accounts/").content.decode()
    assert "map.mpala" in page
    assert cast.area.name in page
    assert approve(first)[0] == 403, "not by whoever asked"
    assert not ApiToken.objects.exists()
    code, token = approve(second)
    row = ApiToken.objects.get()
    assert (code, status(token), row.area) == (200, 200, cast.area)
    assert token not in first.get("/accounts/tokens/").content.decode()
    assert first.post(f"/accounts/tokens/{row.pk}/end").status_code == 302
    assert status(token) == 401
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["account.change_asked", "account.change_approved", "token.ended"]
    again = first.post("/accounts/tokens/", ASKED)
    assert again.status_code == 409, "what the old one did stays the old one's"


def test_it_ends_by_itself(cast: Cast, first: Client, second: Client) -> None:
    until = (database_now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    first.post("/accounts/tokens/", {**ASKED, "until": until})
    token = approve(second)[1]
    assert status(token) == 200
    ApiToken.objects.update(until=database_now())
    assert status(token) == 401


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("client", "Map of Bunia", 422),
        ("scopes", [], 422),
        ("scopes", ["incidents", "everything"], 422),
        ("area", "nowhere", 422),
        ("reason", "", 422),
        ("client", "map.bunia", 302),
    ],
)
def test_what_makes_no_sense_is_said(
    cast: Cast, first: Client, field: str, value: object, code: int
) -> None:
    answer = first.post("/accounts/tokens/", {**ASKED, field: value})
    assert answer.status_code == code
    assert AccountChange.objects.exists() is (code == 302)
