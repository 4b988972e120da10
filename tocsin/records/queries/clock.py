"""The one clock that decides: the database's (alerting.md §6.8)."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """Return the database's time now, even inside a transaction that began earlier."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        row = cursor.fetchone()
    moment: datetime = row[0]
    return moment
