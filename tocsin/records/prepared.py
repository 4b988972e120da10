"""The few statements that the line asks for every batch: planned once a connection, then only run."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from django.db import connection


@contextmanager
def wire() -> "Iterator[psycopg.Connection[Any]]":
    """Give Django's own connection, so that what is said on it is in the caller's transaction.

    Raises Django's errors, like everything else of this layer.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        yield connection.connection


def ask(
    statement: LiteralString, values: Sequence[Any] | Mapping[str, Any] = ()
) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose text is always the same."""
    with wire() as database, psycopg.Cursor(database) as cursor:
        rows = cursor.execute(statement, values, prepare=True).fetchall()
    # It answered just now: Django need not ask it first whether it still does (CONN_HEALTH_CHECKS).
    connection.health_check_done = True  # type: ignore[attr-defined]  # not in the stubs
    return rows
