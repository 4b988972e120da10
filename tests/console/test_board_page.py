"""The board: what stands first, what a filter holds, how few statements it takes."""

from copy import copy
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.domain.words import EscalationState, Kind, Priority
from tocsin.records.models import Incident
from tocsin.records.queries.board import MOST_ROWS, board_row, board_rows
from tocsin.records.queries.duty import holes
from tocsin.records.queries.scope import Scope


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


def test_an_empty_filter_in_the_address_hides_nothing(cast: Cast, client: Client) -> None:
    incident = make_incident(cast.amani)
    address = reverse("console:board_row", args=[incident.number])
    assert client.get(address + "?show=&priority=&q=").status_code == 200


def test_a_row_that_does_not_hold_the_words_sought_stays_out(cast: Cast, client: Client) -> None:
    incident = make_incident(cast.amani)
    address = reverse("console:board_row", args=[incident.number])
    assert client.get(address + "?q=mirembe").status_code == 204
    assert client.get(address + "?q=kasenga").status_code == 200


def test_a_storm_of_what_somebody_has_never_hides_what_nobody_took(cast: Cast) -> None:
    waits = make_incident(cast.neema, kind=Kind.CATTLE, priority=Priority.P3)
    taken = make_incident(cast.amani)
    taken.escalations.update(state=EscalationState.ACKNOWLEDGED)
    storm = []
    for number in range(MOST_ROWS):
        taken.pk, taken.number, taken.code = uuid4(), 1000 + number, f"ZZ{number:03}"
        storm.append(copy(taken))
    Incident.objects.bulk_create(storm)
    rows = board_rows(Scope(sees_restricted=True), now=waits.opened_at)
    assert len(rows) == MOST_ROWS
    assert rows[0].number == waits.number


def test_a_run_that_woke_again_speaks_for_its_incident(cast: Cast) -> None:
    incident = make_incident(cast.amani)
    later = incident.escalations.get()
    later.pk, later.state = uuid4(), EscalationState.STOPPED.value
    later.started_at += timedelta(hours=1)
    later.ended_at, later.end_reason = later.started_at, "somebody said so"
    later.save(force_insert=True)
    row = board_row(Scope(sees_restricted=True), incident.number, now=later.started_at)
    assert row is not None
    assert row.is_unacknowledged


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
