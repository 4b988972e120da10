"""The one clock that decides: the database's (alerting.md §6.8)."""

from datetime import datetime

from tocsin.records.prepared import ask


def database_now() -> datetime:
    """Return the database's time now, even inside a transaction that began earlier."""
    ((moment,),) = ask("select clock_timestamp()")
    assert isinstance(moment, datetime)
    return moment
