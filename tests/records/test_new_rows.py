"""A new row made by name is the row that Django would have made."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.make import make_message
from tocsin.records.models import CallBack, Delivery, Incident, Message
from tocsin.records.models._shape import Row

ROWS = [model for model in apps.get_models() if issubclass(model, Row)]


def as_django_makes_it(model: type[models.Model], named: dict[str, Any]) -> models.Model:
    row = model.__new__(model)
    models.Model.__init__(row, **named)
    return row


def said_by(row: models.Model) -> dict[str, Any]:
    """Everything in the row but what is new in each: its id."""
    kept = {name: value for name, value in vars(row).items() if name not in ("_state", "id")}
    return {**kept, "adding": row._state.adding, "known": row._state.fields_cache}


def test_nothing_named_is_what_django_takes_then() -> None:
    for model in ROWS:
        new, known = model(), as_django_makes_it(model, {})
        assert said_by(new) == said_by(known), model
        assert new.pk is not None
        assert new.pk != known.pk


def test_what_is_named_stands_where_django_puts_it() -> None:
    for model in ROWS:
        fields: list[Any] = list(model._meta.concrete_fields)
        given = {one.attname: f"a {one.name}" for one in fields if not one.is_relation}
        references = [one for one in fields if one.is_relation]
        referred = {one.name: one.related_model(pk=7) for one in references}
        by_id = {one.attname: "an id" for one in references}
        nothing = dict.fromkeys(one.name for one in references if one.null)
        for named in ({**given, **referred}, {**given, **by_id}, nothing):
            assert said_by(model(**named)) == said_by(as_django_makes_it(model, named)), model


def test_two_rows_share_no_list() -> None:
    one, other = Message(), Message()
    one.flags.append("x")
    assert other.flags == []


def test_a_row_that_belongs_to_one_other_is_known_there_as_well() -> None:
    message = Message()
    call = CallBack(message=message)
    assert message.call_back is call


def test_what_no_column_bears_is_refused() -> None:
    named = {"colour": "red"}
    with pytest.raises(TypeError, match="colour"):
        Incident(**named)
    delivery = Delivery(pk="given as the key")
    assert delivery.id == "given as the key"


@pytest.mark.usefixtures("db")
def test_a_row_of_the_database_is_no_new_one() -> None:
    again = Message.objects.get(pk=make_message("Wamekuja").pk)
    assert again.text == "Wamekuja"
    assert not again._state.adding
