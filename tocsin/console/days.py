"""Days and moments as somebody writes them into an address or a form."""

from datetime import date, datetime

from django.utils.dateparse import parse_date, parse_datetime


def day_in(text: str) -> date | None:
    """Return a day that somebody may mean, None for anything else.

    At the ends of time no day comes before or after, and whatever counts from there breaks.
    """
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


def moment_in(text: str) -> datetime | None:
    """Return a moment with its zone, None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
