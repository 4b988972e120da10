"""The one clock that decides: the database's (alerting.md §6.8)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from tocsin.records.prepared import ask


def database_now() -> datetime:
    """Return the database's time now, even inside a transaction that began earlier."""
    ((moment,),) = ask("select clock_timestamp()")
    assert isinstance(moment, datetime)
    return moment


def day_here(at: datetime) -> date:
    """Return the day that it was then on the walls: what people write as a date is one of these."""
    return at.astimezone(ZoneInfo(settings.LOCAL_ZONE)).date()
