"""Changed rows written together are what Django would have written one by one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.make import make_base, make_community, make_focal_point, phone_number
from tests.records.test_inserting import an_incident
from tocsin.records.models import FocalPoint, Incident, Watched
from tocsin.records.queries.clock import database_now
from tocsin.records.updating import update_all

ODD = 'l\'été "à" Kasenga \\ 50 % \n{x} %s 🔥 \u202f'


@pytest.fixture
def neema(db: None) -> FocalPoint:
    community = make_community("Kasenga", make_base())
    return make_focal_point("FP-1", community, name="Neema Invented", number=phone_number(1))


def test_only_the_named_fields_of_the_given_rows_are_written(neema: FocalPoint) -> None:
    changed, other = an_incident(neema), an_incident(neema, 2)
    later = database_now() + timedelta(microseconds=1)
    Incident.objects.bulk_create([changed, other])
    changed.place_name, changed.lat, changed.closed_at, changed.community = ODD, None, later, None
    changed.direction = "not asked for"
    update_all([changed], ["place_name", "lat", "closed_at", "community"])
    found = Incident.objects.get(pk=changed.pk)
    assert (found.place_name, found.lat, found.closed_at, found.community) == (
        ODD,
        None,
        later,
        None,
    )
    assert found.direction == ""
    assert Incident.objects.get(pk=other.pk).place_name == other.place_name


def test_what_is_sealed_stays_sealed(neema: FocalPoint) -> None:
    neema.name = ODD
    update_all([neema], ["name"])
    assert FocalPoint.objects.get(pk=neema.pk).name == ODD


def test_a_refused_row_refuses_all(neema: FocalPoint) -> None:
    one, other = an_incident(neema), an_incident(neema, 2)
    Incident.objects.bulk_create([one, other])
    one.place_name, other.kind = "Mbau", "no such kind"
    with pytest.raises(IntegrityError), transaction.atomic():
        update_all([one, other], ["place_name", "kind"])
    assert Incident.objects.get(pk=one.pk).place_name != "Mbau"


def test_a_length_of_time_goes_and_comes_whole(neema: FocalPoint) -> None:
    pace = timedelta(days=-3, seconds=5, microseconds=7)
    now = database_now()
    row = Watched.objects.create(focal_point=neema, pace=-pace, check_at=now, since=now)
    row.pace = pace
    update_all([row], ["pace"])
    assert Watched.objects.get(pk=row.pk).pace == pace


def test_nothing_asks_nothing(db: None) -> None:
    update_all([], ["name"])
