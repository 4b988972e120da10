"""Everything that is kept about one focal point, in the open: for them, when they ask what is known of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import models

from tocsin.records.models import FocalPoint, JournalEntry, Message, Reading

Rows = list[dict[str, Any]]


def all_about(person: FocalPoint) -> Mapping[str, Rows]:
    """Return every row that points at this person, by table, with sealed columns opened.

    The tables are found by their relations, so that one which is added later is not forgotten.
    """
    found: dict[str, Rows] = {_table(FocalPoint): [_plain(person)]}
    for relation in FocalPoint._meta.related_objects:  # noqa: SLF001 - Django's own door to its relations
        model: Any = relation.related_model
        rows = model.objects.filter(**{relation.field.name: person}).order_by("pk")
        _add(found, _table(model), rows)
    messages = Message.objects.filter(focal_point=person)
    _add(found, _table(Reading), Reading.objects.filter(message__in=messages))
    lines = JournalEntry.objects.filter(subject=f"focalpoint:{person.pk}").order_by("recorded_at")
    _add(found, _table(JournalEntry), lines)
    return {table: rows for table, rows in sorted(found.items()) if rows}


def _add(found: dict[str, Rows], table: str, rows: Iterable[models.Model]) -> None:
    known = {row["id"] for row in found.get(table, [])}
    found.setdefault(table, []).extend(
        plain for row in rows if (plain := _plain(row))["id"] not in known
    )


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table.removeprefix("records_")  # noqa: SLF001 - as above


def _plain(row: models.Model) -> dict[str, Any]:
    """Every column but hashes, which say nothing to anybody."""
    fields = row._meta.concrete_fields  # noqa: SLF001 - as above
    kept = {"id": str(row.pk)}
    return kept | {
        field.attname: _text(value)
        for field in fields
        if not field.primary_key
        and not isinstance(value := getattr(row, field.attname), bytes | memoryview)
        and value not in (None, "", [], {})
    }


def _text(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)
