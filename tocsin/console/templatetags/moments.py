"""Times in templates: date-time groups in Zulu, local time beside them, and ages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()

# A date-time group is read out on radio nets in every language alike: never translated.
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
HOUR = 3600
DAY = 24 * HOUR


@register.filter
def dtg(moment: datetime | None) -> str:
    """Return `230418Z NOV 26`; an empty text for no time."""
    if not moment:
        return ""
    zulu = moment.astimezone(UTC)
    return f"{zulu:%d%H%M}Z {MONTHS[zulu.month - 1]} {zulu:%y}"


@register.filter
def dtg_short(moment: datetime | None) -> str:
    """Return `230418Z`, for lists where the month is plain."""
    return "" if not moment else f"{moment.astimezone(UTC):%d%H%M}Z"


@register.filter
def zulu(moment: datetime | None) -> str:
    """Return `04:18Z`."""
    return "" if not moment else f"{moment.astimezone(UTC):%H:%M}Z"


@register.filter(expects_localtime=True)
def day(found: date | None) -> str:
    """Return `29 November 2026` in the viewer's language, which no line breaks; empty for no day."""
    return date_format(found, "j F Y").replace(" ", "\N{NO-BREAK SPACE}") if found else ""


@register.filter
def local(moment: datetime | None) -> str:
    """Return `2026-11-23 06:18` on the clocks of the mission."""
    return "" if not moment else f"{_at_the_mission(moment):%Y-%m-%d %H:%M}"


@register.filter
def local_hour(moment: datetime | None) -> str:
    """Return `06:18` on the clocks of the mission."""
    return "" if not moment else f"{_at_the_mission(moment):%H:%M}"


@register.filter
def age(moment: datetime | None, now: datetime) -> str:
    """Return `1:42` under an hour, then `1h06`, then days; never negative."""
    return "" if not moment else span(now - moment if now > moment else moment - moment)


@register.filter
def span(length: object) -> str:
    """Return a `timedelta` or a number of seconds as `1:42`, `1h06` or `3d 04h`."""
    total = getattr(length, "total_seconds", None)
    seconds = abs(int(total() if total else float(str(length))))
    if seconds < HOUR:
        return f"{seconds // 60}:{seconds % 60:02}"
    if seconds < DAY:
        return f"{seconds // HOUR}h{seconds % HOUR // 60:02}"
    return _("%(days)sd %(hours)sh") % {
        "days": seconds // DAY,
        "hours": f"{seconds % DAY // HOUR:02}",
    }


@register.filter
def lasted(length: timedelta) -> str:
    """Return how long something took, as `40 s`, `14 min`, `2h05` or `3d 04h`: no clock time."""
    seconds = int(length.total_seconds())
    if seconds < 60:
        return f"{seconds}\N{NO-BREAK SPACE}s"
    return way(seconds // 60) if seconds < DAY else span(length)


@register.filter
def way(minutes: int) -> str:
    """Return how long a journey takes as `45 min` or `2h50`."""
    return (
        f"{minutes // 60}h{minutes % 60:02}" if minutes >= 60 else f"{minutes}\N{NO-BREAK SPACE}min"
    )


@register.filter
def is_past(moment: datetime | None, now: datetime) -> bool:
    """Say whether a due time has gone by; no due time is never late."""
    return moment is not None and moment < now


@register.filter
def iso(moment: datetime | None) -> str:
    """Return the time as the scripts read it."""
    return "" if not moment else moment.isoformat()


@register.simple_tag
def local_zone() -> str:
    """Return the name of the mission's time zone, for the ticking clock."""
    return str(settings.LOCAL_ZONE)


def _at_the_mission(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.LOCAL_ZONE))
