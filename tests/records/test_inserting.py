"""Rows written together are the rows that Django would have written one by one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from tests.make import make_base, make_community, make_focal_point, make_message, phone_number
from tocsin.actions.sheet import ORDER
from tocsin.records.inserting import insert_all
from tocsin.records.models import FocalPoint, Incident, JournalEntry, Message, Reading
from tocsin.records.queries.clock import database_now

ODD = 'l\'été "à" Kasenga \\ 50 % \n{x} %s 🔥 \u202f\u0000'[:-1]


@pytest.fixture
def village(db: None) -> FocalPoint:
    community = make_community("Kasenga", make_base())
    return make_focal_point("FP-1", community, name=ODD, number=phone_number(1))


def an_incident(village: FocalPoint, number: int = 1, **changes: Any) -> Incident:
    now = database_now()
    facts: dict[str, Any] = {
        "number": number,
        "code": f"K{number}",
        "kind": "ATT",
        "priority": "P1",
        "priority_reason": ODD,
        "place_name": ODD,
        "lat": -1.1234567890123,
        "lon": None,
        "community": village.community,
        "opened_at": now,
        "last_alert_at": now - timedelta(microseconds=1),
    }
    return Incident(**{**facts, **changes})


def said_by(row: models.Model) -> dict[str, Any]:
    fields = row._meta.concrete_fields
    return {field.attname: getattr(row, field.attname) for field in fields}


def test_every_value_comes_back_as_it_went_in(village: FocalPoint) -> None:
    incident, message = an_incident(village), make_message("Wamekuja", focal_point=village)
    reading = Reading(
        message=message,
        kind="ATT",
        is_alert=True,
        priority=None,
        score=0.1,
        fingerprint=-(2**63),
        places=["a", ODD],
        text_key=b"\x00\xff",
        body=ODD,
        read_at=database_now(),
        reader="r",
    )
    line = JournalEntry(
        at=database_now(),
        recorded_at=database_now(),
        actor="a",
        verb="v",
        subject="s",
        facts={ODD: [1, None]},
    )
    insert_all([(Reading, [reading]), (Incident, [incident]), (JournalEntry, [line])])
    for row in (reading, incident, line):
        again = type(row)._default_manager.get(pk=row.pk)
        kept = {
            name: bytes(v) if isinstance(v, memoryview) else v for name, v in said_by(again).items()
        }
        assert kept == said_by(row)
        assert not row._state.adding


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("model", ORDER)
def test_the_statement_of_every_table_fits_the_migrated_schema(model: type[models.Model]) -> None:
    insert_all([(model, [])])


def test_a_refused_row_refuses_all_of_them(village: FocalPoint) -> None:
    twins = [an_incident(village), an_incident(village)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([(Incident, twins)])
    assert not Incident.objects.exists()


def test_what_stands_beside_changes_with_the_rows(village: FocalPoint) -> None:
    message = make_message("Wamekuja", focal_point=village)
    move = "update records_message set state = %s where id = any(%s::uuid[])"
    insert_all([(Incident, [an_incident(village)])], (move, ["read", [message.pk]]))
    assert Message.objects.get(pk=message.pk).state == "read"
    assert Incident.objects.count() == 1
