"""Who is owed an answer, by when, and whether and when it can be given without doing harm."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.network_words import SafeWay
from tocsin.domain.words import FeedbackClock, Priority, Purpose

_CLOCKS = {
    FeedbackClock.RECEIPT: Clock.RECEIPT,
    FeedbackClock.FIRST_NEWS: Clock.FIRST_NEWS,
    FeedbackClock.CLOSING: Clock.CLOSING,
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to be told, by code. The hours are local; None on either side: any hour is safe.

    `is_silent` people are never written to; somebody tells them face to face. So are those whose
    safe way is no text.
    """

    code: str
    is_silent: bool = False
    is_active: bool = True
    is_compromised: bool = False
    is_under_duress: bool = False
    has_number: bool = True
    safe_from: time | None = None
    safe_until: time | None = None
    way: SafeWay = SafeWay.TEXT


@dataclass(frozen=True, slots=True)
class Telling:
    """When a machine may write to somebody; None: never, a person must find another way.

    `reason` is a code, empty when it may be sent at once.
    """

    send_at: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to an incident so far, in UTC or local moments; None: not yet.

    `heard` are the sources whose words made it, with when each was first received.
    """

    priority: Priority
    heard: tuple[tuple[Contact, datetime], ...]
    decided_at: datetime | None = None
    nobody_comes: bool = False
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """One answer owed to one person. It stays owed until it is given, or said to be impossible."""

    clock: FeedbackClock
    contact: str
    purpose: Purpose
    due_at: datetime
    telling: Telling

    def is_overdue(self, now: datetime) -> bool:
        return now > self.due_at


def owed_feedback(
    story: Story, *, given: Collection[tuple[FeedbackClock, str]], now: datetime
) -> list[Owed]:
    """Return what is still owed, most urgent first.

    `given` are the pairs of clock and contact that were answered or declared impossible. `now`
    carries the local zone: safe hours are hours on the wall. Telling that nobody comes replaces
    good news; it never promises anything (domain.md §2.9).
    """
    owed = [one for one in _debts(story, now) if (one.clock, one.contact) not in given]
    return sorted(owed, key=lambda one: (one.due_at, one.contact, one.clock))


def when_to_tell(contact: Contact, now: datetime) -> Telling:
    """Return when this person may be written to. `now` carries the local zone."""
    if reason := never_because(contact):
        return Telling(None, reason)
    if _is_safe(contact, now.time()):
        return Telling(now)
    return Telling(_next(contact.safe_from or time(0), now), "feedback.waits_for_safe_hour")


def never_because(contact: Contact) -> str:
    """Return why nothing is ever written to this person, empty when something may be."""
    reasons = {
        "feedback.silent": contact.is_silent,
        "feedback.inactive": not contact.is_active,
        "feedback.compromised": contact.is_compromised,
        "feedback.duress": contact.is_under_duress,
        "feedback.no_number": not contact.has_number,
        f"feedback.by_{contact.way.value}": contact.way is not SafeWay.TEXT,
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def _debts(story: Story, now: datetime) -> Iterator[Owed]:
    news = Purpose.NOBODY_COMES if story.nobody_comes else Purpose.FIRST_NEWS
    for contact, received_at in _people(story.heard):
        telling = when_to_tell(contact, now)
        for clock, purpose, since in (
            (FeedbackClock.RECEIPT, Purpose.RECEIPT, received_at),
            (FeedbackClock.FIRST_NEWS, news, story.decided_at),
            (FeedbackClock.CLOSING, Purpose.CLOSING, story.closed_at),
        ):
            if since is not None:
                due_at = since + _patience(clock, story.priority)
                yield Owed(clock, contact.code, purpose, due_at, telling)


def _people(
    heard: Sequence[tuple[Contact, datetime]],
) -> Iterator[tuple[Contact, datetime]]:
    """Each person once, from when they were first heard."""
    first: dict[str, tuple[Contact, datetime]] = {}
    for contact, received_at in heard:
        known = first.get(contact.code)
        if known is None or received_at < known[1]:
            first[contact.code] = (contact, received_at)
    yield from first.values()


def _patience(clock: FeedbackClock, priority: Priority) -> timedelta:
    # A P4 is owed an answer as well, if not soon (alerting.md §5.7 leaves it open).
    return allowed(_CLOCKS[clock], priority) or timedelta(days=7)


def _is_safe(contact: Contact, moment: time) -> bool:
    start, end = contact.safe_from, contact.safe_until
    if start is None or end is None or start == end:
        return True
    if start < end:
        return start <= moment < end
    return moment >= start or moment < end


def _next(start: time, now: datetime) -> datetime:
    today = datetime.combine(now.date(), start, tzinfo=now.tzinfo)
    return today if today > now else today + timedelta(days=1)
