"""New rows of many tables in one statement: for each warning the line writes some twenty of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, LiteralString

from django.conf import settings
from django.db import connection, models

from tocsin.domain.vault import seal
from tocsin.records.prepared import ask
from tocsin.records.sealed import SealedText

Batch = tuple[type[models.Model], Sequence[models.Model]]
Beside = tuple[LiteralString, Sequence[Any]]
Into = Callable[[Any], Any]


def insert_all(batches: Sequence[Batch], *beside: Beside) -> None:
    """Insert the rows of each table, and change what is `beside` them, inside the caller's transaction.

    One statement and so one round trip; on a laptop a trip costs as much as ten rows. Every part
    sees the tables as they were before it, so what stands beside must not touch the new rows.
    References are checked at the end of it. Ids must be set already, as all of ours are (`new_id`);
    those that the database numbers stay unknown, and `save` of a model is not asked. Raises what
    Django raises for a refused row, and then nothing of it was written.
    """
    if not batches and not beside:
        return
    tables = [_table(model) for model, _ in batches]
    parts = [table.statement for table in tables] + [statement for statement, _ in beside]
    values = [table.rows_of(rows) for table, (_, rows) in zip(tables, batches, strict=True)]
    ask(_together(tuple(parts)), [*values, *(value for _, given in beside for value in given)])
    alias = connection.alias
    for _, rows in batches:
        for row in rows:
            # As Django's own bulk_create does: it is a row from now on.
            row._state.adding, row._state.db = False, alias  # noqa: SLF001


@cache
def _together(parts: tuple[LiteralString, ...]) -> LiteralString:
    named: list[LiteralString] = [f"part{n} as ({part})" for n, part in enumerate(parts)]
    return f"with {', '.join(named)} select"


@dataclass(frozen=True, slots=True)
class _Table:
    """How the rows of one model are written: as JSON, which PostgreSQL makes rows of by itself."""

    statement: LiteralString
    columns: tuple[tuple[str, str, Into | None], ...]

    def rows_of(self, rows: Sequence[models.Model]) -> str:
        return json.dumps(
            [
                {
                    column: into(value) if into else value
                    for column, name, into in self.columns
                    # What is not there is null to PostgreSQL.
                    if (value := getattr(row, name)) is not None
                }
                for row in rows
            ]
        )


@cache
def _table(model: type[models.Model]) -> _Table:
    table = model._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
    fields = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001
        if not isinstance(field, models.AutoField)
    ]
    names = ", ".join(f'"{field.column}"' for field in fields)
    rows = f"json_populate_recordset(null::{table}, %s::json)"
    statement: LiteralString = f"insert into {table} ({names}) select {names} from {rows}"  # noqa: S608 - names of our own
    columns = [(str(field.column), field.attname, into_json(field)) for field in fields]
    return _Table(statement, tuple(columns))


def into_json(field: "models.Field[Any, Any]") -> Into | None:
    """Return what makes JSON of a value of this field, such as PostgreSQL reads into its column.

    None: JSON has it already. Asked once for each column, and so never of each value.
    """
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, SealedText):
        return lambda text: _hexadecimal(seal(settings.KEY_RING, text))
    return next((into for kind, into in _INTO if isinstance(field, kind)), None)


def _length(value: timedelta) -> str:
    return f"{value.days} days {value.seconds}.{value.microseconds:06} seconds"


def _hexadecimal(value: bytes | memoryview) -> str:
    return "\\x" + bytes(value).hex()


_INTO: Sequence[tuple[type["models.Field[Any, Any]"], Into]] = (
    (models.UUIDField, str),
    (models.DateTimeField, datetime.isoformat),
    (models.DateField, date.isoformat),
    (models.TimeField, time.isoformat),
    (models.DurationField, _length),
    (models.BinaryField, _hexadecimal),
)
