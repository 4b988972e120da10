"""How long personal words are kept (domain.md §5.2, rule 7), and what is left when they go."""

from datetime import datetime, timedelta
from typing import Any

from tocsin.domain.retention_words import Retained

MONTH = timedelta(days=30.5)
UNREADABLE_LIVES = timedelta(days=90)
FEWEST_MONTHS = 6
"""Sooner, words are still needed: for corrections, a handover, a complaint, and to learn from."""


def horizon(sort: Retained, *, months: int, now: datetime) -> datetime:
    """Return before which moment rows of this sort lose their words."""
    if sort is Retained.UNREADABLE:
        return now - UNREADABLE_LIVES
    return now - max(months, FEWEST_MONTHS) * MONTH


def without_quotes(reading: Any) -> Any:
    """Return a reading, as its JSON has it, with nothing quoted from the message.

    Kinds, places, numbers, rules and scores stay: they say what was understood, not what was said.
    """
    if isinstance(reading, list):
        return [without_quotes(one) for one in reading]
    if not isinstance(reading, dict):
        return reading
    return {name: _unquoted(name, value) for name, value in reading.items()}


def _unquoted(name: str, value: Any) -> Any:
    match name:
        case "surface":
            return ""
        case "span":
            return None
        case _:
            return without_quotes(value)
