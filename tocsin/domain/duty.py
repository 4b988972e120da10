"""Who holds a function at a post now, whom to page while it changes hands, and the gaps ahead."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.words import DutyFunction

ACCEPT_WITHIN = timedelta(minutes=5)  # then the deputy is paged too (alerting.md §6.5)
# Whoever went off duty is paged until the next one accepts, but not for ever.
_OUTGOING_FOR = timedelta(hours=12)
_HORIZON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Post:
    """A function at a base: what ladders point at, never a person."""

    function: DutyFunction
    base: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A person at a post for a time. `until` None: until somebody else takes over.

    `is_override` stands before the plan (leave, swap, illness). `accepted_at` None: the person
    has not yet said that they have it.
    """

    post: Post
    person: str
    since: datetime
    until: datetime | None = None
    is_deputy: bool = False
    is_override: bool = False
    accepted_at: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Holders:
    """Whom to page for a post, most responsible first, nobody twice; empty when nobody holds it."""

    paged: tuple[str, ...]
    reasons: tuple[str, ...]


class Notice(StrEnum):
    """How soon a gap begins, which says how loudly to tell of it."""

    NOW = "now"
    TWELVE_HOURS = "twelve_hours"
    THREE_DAYS = "three_days"
    FORTNIGHT = "fortnight"


@dataclass(frozen=True, slots=True)
class Gap:
    """A time during which nobody holds a post. A deputy alone softens a gap, it does not fill it."""

    post: Post
    since: datetime
    until: datetime
    notice: Notice
    has_deputy: bool


def holders(post: Post, shifts: Iterable[Shift], now: datetime) -> Holders:
    """Return whom to page for this post now.

    Until somebody coming on duty accepts, the one going off is paged as well; after five minutes
    the deputy too. With nobody in the first place the deputy holds it.
    """
    here = [shift for shift in shifts if shift.post == post]
    current = [shift for shift in here if shift.covers(now)]
    primary = [shift for shift in current if not shift.is_deputy]
    primary = [shift for shift in primary if shift.is_override] or primary
    deputies = [shift for shift in current if shift.is_deputy]
    if not primary:
        reason = "duty.deputy_holds" if deputies else "duty.nobody"
        return Holders(_people(deputies), (reason,))
    if any(shift.accepted_at is not None for shift in primary):
        return Holders(_people(primary), ("duty.primary",))
    pending = [*primary, *_outgoing(here, primary, now)]
    if all(now - shift.since <= ACCEPT_WITHIN for shift in primary):
        return Holders(_people(pending), ("duty.hand_over_pending",))
    return Holders(_people([*pending, *deputies]), ("duty.hand_over_not_accepted",))


def gaps(
    posts: Iterable[Post],
    shifts: Iterable[Shift],
    now: datetime,
    *,
    horizon: timedelta = _HORIZON,
) -> list[Gap]:
    """Return the times within the horizon when nobody holds a post, soonest first."""
    planned = list(shifts)
    found = [gap for post in posts for gap in _gaps_of(post, planned, now, now + horizon)]
    return sorted(found, key=lambda gap: (gap.since, gap.post.base, gap.post.function))


def new_notices(before: Sequence[Gap], after: Sequence[Gap]) -> list[Gap]:
    """Return the gaps to tell of: new ones at once, known ones when they come nearer."""
    told = {(gap.post, gap.until, gap.notice) for gap in before}
    return [gap for gap in after if (gap.post, gap.until, gap.notice) not in told]


def _outgoing(here: Iterable[Shift], primary: Sequence[Shift], now: datetime) -> Iterator[Shift]:
    """Those who went off duty last, while nobody who came has accepted."""
    began = min(shift.since for shift in primary)
    ended = [
        shift
        for shift in here
        if not shift.is_deputy
        and shift.until is not None
        and shift.since < began
        and shift.until <= now <= shift.until + _OUTGOING_FOR
    ]
    last = max((shift.until for shift in ended if shift.until), default=None)
    yield from (shift for shift in ended if shift.until == last)


def _people(shifts: Iterable[Shift]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shift.person for shift in shifts))


def _gaps_of(post: Post, shifts: Iterable[Shift], start: datetime, end: datetime) -> Iterator[Gap]:
    here = [shift for shift in shifts if shift.post == post]
    reached = start
    for shift in sorted(here, key=lambda shift: shift.since):
        if shift.is_deputy or (shift.until is not None and shift.until <= reached):
            continue
        if shift.since >= end:
            break
        if shift.since > reached:
            yield _gap(post, here, reached, shift.since, now=start)
        if shift.until is None:
            return
        reached = shift.until
    if reached < end:
        yield _gap(post, here, reached, end, now=start)


def _gap(
    post: Post, here: Iterable[Shift], since: datetime, until: datetime, *, now: datetime
) -> Gap:
    has_deputy = any(shift.is_deputy and shift.covers(since) for shift in here)
    return Gap(post, since, until, _notice(since - now), has_deputy)


def _notice(ahead: timedelta) -> Notice:
    for within, notice in (
        (timedelta(0), Notice.NOW),
        (timedelta(hours=12), Notice.TWELVE_HOURS),
        (timedelta(days=3), Notice.THREE_DAYS),
    ):
        if ahead <= within:
            return notice
    return Notice.FORTNIGHT
