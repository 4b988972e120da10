"""The board: what stands first, what a filter holds, how few statements it takes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.domain.words import Kind, Priority
from tocsin.records.queries.duty import holes


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.okello)


def numbers(client: Client, address: str = "/") -> list[int]:
    return [row.number for row in client.get(address).context["board"]["rows"]]


def test_what_nobody_took_stands_before_what_is_graver(cast: Cast, client: Client) -> None:
    grave = make_incident(cast.amani)
    less = make_incident(cast.neema, kind=Kind.CATTLE, priority=Priority.P3)
    client.post(reverse("console:acknowledge", args=[grave.number]))
    assert numbers(client) == [less.number, grave.number]
    assert numbers(client, "/?show=unacknowledged") == [less.number]
    assert numbers(client, "/?priority=P1") == [grave.number]
    assert numbers(client, "/?q=mirembe") == [less.number]


def test_a_row_says_what_where_who_and_how_far(cast: Cast, client: Client) -> None:
    incident = make_incident(cast.amani, "Wanachoma nyumba")
    address = reverse("console:board_row", args=[incident.number])
    row = client.get(address).content.decode()
    for shown in (
        "Attack on civilians",
        "Kasenga",
        "Wanachoma nyumba",
        "FP-0001",
        "of Mpala",
        "35M",
    ):
        assert shown in row


def test_a_row_outside_the_filter_is_gone(cast: Cast, client: Client) -> None:
    incident = make_incident(cast.amani)
    address = reverse("console:board_row", args=[incident.number])
    assert client.get(address + "?priority=P3").status_code == 204
    assert client.get(address + "?priority=P1").status_code == 200
    client.post(reverse("console:acknowledge", args=[incident.number]))
    assert client.get(address + "?show=unacknowledged").status_code == 204


def test_many_rows_cost_no_more_statements_than_one(cast: Cast, client: Client) -> None:
    make_incident(cast.amani)
    with CaptureQueriesContext(connection) as few:
        client.get("/?selected=0")
    for kind in (Kind.CATTLE, Kind.TENSION, Kind.ROAD, Kind.DISPLACEMENT):
        make_incident(cast.neema, f"words about {kind.name}", kind=kind, priority=Priority.P3)
    with CaptureQueriesContext(connection) as many:
        client.get("/?selected=0")
    assert len(many) == len(few)


def test_a_hole_in_the_duty_is_found() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    held = [(now - hour, now + hour), (now + 2 * hour, None)]
    assert holes(held, start=now, end=now + 24 * hour) == [(now + hour, now + 2 * hour)]
    assert holes([(now - hour, None)], start=now, end=now + hour) == []
    assert holes([(now, now + hour)], start=now, end=now + 2 * hour) == [(now + hour, None)]
