"""A question asked a thousand times is answered like a query that is built anew."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.make import (
    make_base,
    make_community,
    make_focal_point,
    make_gateway,
    make_incident,
    make_message,
    phone_number,
)
from tocsin.actions.judging import UNREAD
from tocsin.actions.nearby import CONSIDERED, NEAR, OpenIncidents
from tocsin.records.models import FocalPoint, Message
from tocsin.records.queries.clock import database_now


@pytest.fixture
def neema(db: None) -> FocalPoint:
    make_gateway()
    community = make_community("Kasenga", make_base())
    return make_focal_point("FP-1", community, name="Neema Invented", number=phone_number(1))


def test_rows_come_whole_with_what_belongs_to_them(neema: FocalPoint) -> None:
    message = make_message("Wamekuja", focal_point=neema)
    make_message("Habari")
    wanted = list(Message.objects.values_list("pk", flat=True))
    found: dict[UUID, Message] = {}
    for _ in range(2):
        found = {one.pk: one for one in UNREAD.ask(wanted=wanted)}
        assert found.keys() == set(wanted)
        with CaptureQueriesContext(connection) as asked:
            assert found[message.pk].text == "Wamekuja"
            assert found[message.pk].focal_point == neema
            assert (person := found[message.pk].focal_point) is not None
            assert person.community.base.name == "Mpala"
        assert not asked.captured_queries
    assert [one.focal_point for one in found.values()].count(None) == 1


def test_near_is_what_lies_in_the_cells_around_and_what_lies_nowhere(neema: FocalPoint) -> None:
    here = make_incident(neema)
    nowhere = make_incident(neema, text="Tafadhali msaada sana leo usiku")
    nowhere.lat = nowhere.lon = None
    nowhere.save()
    assert here.lat is not None
    assert here.lon is not None
    now = database_now()
    for lat, found in ((here.lat, {here, nowhere}), (here.lat + 3, {nowhere})):
        loaded = OpenIncidents.load(at=now, near=[(lat, here.lon)])
        assert set(loaded.rows.values()) == found
    everywhere = OpenIncidents.load(at=now, near=[None])
    assert set(everywhere.rows.values()) == {here, nowhere}
    assert not NEAR.ask(south=[], west=[], since=now + CONSIDERED)
