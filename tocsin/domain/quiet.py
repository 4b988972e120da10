"""What may be held back, and when: never a P1, never for ever, never without a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tocsin.domain.words import Kind, Priority

LONGEST_HOLD = timedelta(hours=12)  # alerting.md §6.4


@dataclass(frozen=True, slots=True)
class Hold:
    """A rule by which a person holds notifications back for a while. Storing is never held back.

    Empty `kinds` or `area` match everything.
    """

    reason: str
    since: datetime
    until: datetime
    kinds: frozenset[Kind] = frozenset()
    area: str = ""


@dataclass(frozen=True, slots=True)
class Peace:
    """The quiet hours of one address, local; None on either side: it has none."""

    quiet_from: time | None = None
    quiet_until: time | None = None


def faults_of(hold: Hold) -> tuple[str, ...]:
    """Return the codes of what is wrong with a hold; empty when it may be saved."""
    wrong = {
        "hold.reason_missing": not hold.reason.strip(),
        "hold.too_long": hold.until - hold.since > LONGEST_HOLD,
        "hold.backwards": hold.until <= hold.since,
    }
    return tuple(code for code, applies in wrong.items() if applies)


def held_by(
    priority: Priority, kind: Kind, area: str, *, holds: Iterable[Hold], now: datetime
) -> Hold | None:
    """Return the hold that keeps a notification back, or None: it goes out. A P1 always does.

    A hold that may not be saved holds nothing either, whoever wrote it into the tables.
    """
    if priority is Priority.P1:
        return None
    for hold in holds:
        matches = (not hold.kinds or kind in hold.kinds) and hold.area in ("", area)
        if matches and hold.since <= now < hold.until and not faults_of(hold):
            return hold
    return None


def waits_until(
    priority: Priority, *, is_on_duty: bool, peace: Peace, now: datetime
) -> datetime | None:
    """Return when the quiet hours of an address end, or None when it may be used now.

    `now` carries the local zone. Quiet hours bind nobody for a P1, and nobody on duty for a P2.
    """
    start, end = peace.quiet_from, peace.quiet_until
    if priority is Priority.P1 or (priority is Priority.P2 and is_on_duty):
        return None
    if start is None or end is None or start == end or not _between(now.time(), start, end):
        return None
    over = datetime.combine(now.date(), end, tzinfo=now.tzinfo)
    return over if over > now else over + timedelta(days=1)


def _between(moment: time, start: time, end: time) -> bool:
    return start <= moment < end if start < end else moment >= start or moment < end
