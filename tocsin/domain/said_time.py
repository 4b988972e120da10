"""The hour at the beginning of a responder's text: when it happened, if that was before they wrote."""

import re
from datetime import datetime, timedelta

# 18H30, 18h, 18:30, 1830. A bare 18 is a number of something, and "saa 4" may be either clock.
_HOUR = re.compile(
    r"\s*(?:(?:a|à|at|vers)\s*)?(?:([01]?\d|2[0-3])\s?[hH:]\s?([0-5]\d)?|([01]\d|2[0-3])([0-5]\d))(?!\w)"
)


def hour_said(text: str, *, now: datetime) -> tuple[datetime | None, str]:
    """Return the last such moment that has been, on the clock of `now`, and the text without it."""
    found = _HOUR.match(text)
    if found is None:
        return None, text
    hour, minute = (found[1], found[2]) if found[1] else (found[3], found[4])
    moment = now.replace(hour=int(hour), minute=int(minute or 0), second=0, microsecond=0)
    if moment > now:
        moment -= timedelta(days=1)
    return moment, text[found.end() :].lstrip(" ,;.:-")
