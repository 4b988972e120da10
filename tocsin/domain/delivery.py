"""When to try again, when to give up, and what an answer that never came means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.messages import Blame
from tocsin.domain.words import DeliveryState, Priority


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt on one delivery, as its row remembers it.

    `is_final` means that repeating it by the same means cannot help. `blame` None means that it
    did not fail. `retry_after` is what the carrier asked us to wait, None when it said nothing.
    """

    gateway: str
    address: str
    at: datetime
    state: DeliveryState
    failure: str = ""
    is_final: bool = False
    blame: Blame | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """When to try again, and whether by the same means (same gateway, address and id)."""

    at: datetime
    is_same_means: bool


def _waits(*seconds: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=n) for n in seconds)


# The wait after the n-th try. A P1 takes three further means at once; its last wait repeats until
# its time is over: nothing but its `not_after`, an acknowledgement or a person ends it (R5).
PATIENCE = {
    Priority.P1: _waits(0, 0, 0, 5, 10, 20, 30, 60),
    Priority.P2: _waits(15, 60, 180, 600, 1200, 1800, 3600),
    Priority.P3: _waits(60, 300, 1200, 3600, 7200),
    Priority.P4: _waits(300, 1800, 7200, 14400),
}
# How long an answer may be late before the same message is offered again under the same id.
UNKNOWN_WAIT = {
    Priority.P2: timedelta(minutes=1),
    Priority.P3: timedelta(minutes=5),
    Priority.P4: timedelta(minutes=15),
}
# After this many unknown answers from one gateway, another one is tried.
UNKNOWNS_BY_ONE_MEANS = 3
# A sender that died with a message in its hands leaves it claimed: its fate is as unknown.
UNSURE = frozenset({DeliveryState.UNKNOWN, DeliveryState.CLAIMED})
_ENDED = frozenset(
    {
        DeliveryState.SENT,
        DeliveryState.DELIVERED,
        DeliveryState.EXPIRED,
        DeliveryState.CANCELLED,
    }
)


def can_be_throttled(priority: Priority) -> bool:
    """Whether a rate limit of ours may hold it back; never a P1 (alerting.md §6.1)."""
    return priority is not Priority.P1


def can_be_bundled(priority: Priority) -> bool:
    """Whether it may be put into one message with others; never a P1 (alerting.md §6.1)."""
    return priority is not Priority.P1


def next_attempt(tried: Sequence[Try], *, priority: Priority, now: datetime) -> datetime | None:
    """Return when to try next (never before `now`), or None when there is nothing more to try.

    None means sent, ended, or given up. A failure that repeating cannot help is followed by
    another means at once; `choose_route` says whether there is one. A P1 is never given up here.
    """
    if not tried:
        return now
    last = tried[-1]
    if last.state in _ENDED:
        return None
    if last.state in UNSURE:
        again = after_unknown(tried, priority=priority, now=now)
        return None if again is None else again.at
    return _after_failure(tried, priority, now)


def after_unknown(tried: Sequence[Try], *, priority: Priority, now: datetime) -> Again | None:
    """Return what follows an answer that never came, or None when patience is at its end.

    A P1 goes by the next means at once: two calls are better than none. Anything else waits and
    is offered again under the same id, so that a carrier that has it already sends it once.
    """
    if priority is Priority.P1:
        # The first means are taken at once; the rounds after them must not become a storm.
        wait = _patience(priority, len(tried)) or timedelta(0)
        return Again(max(now, tried[-1].at + wait), is_same_means=False)
    if len(tried) > len(PATIENCE[priority]):
        return None
    last = tried[-1]
    n_same = sum(t.state in UNSURE and t.gateway == last.gateway for t in tried)
    at = max(now, last.at + UNKNOWN_WAIT[priority])
    return Again(at, is_same_means=n_same < UNKNOWNS_BY_ONE_MEANS)


def _after_failure(tried: Sequence[Try], priority: Priority, now: datetime) -> datetime | None:
    last = tried[-1]
    wait = _patience(priority, len(tried))
    if wait is None:
        return None
    if last.is_final:
        return now if priority is not Priority.P1 else max(now, last.at + wait)
    # A carrier's wish to slow down is obeyed for all but a P1, which goes by another means.
    if last.retry_after is not None and can_be_throttled(priority):
        wait = max(wait, last.retry_after)
    return max(now, last.at + wait)


def _patience(priority: Priority, n_tried: int) -> timedelta | None:
    waits = PATIENCE[priority]
    if n_tried <= len(waits):
        return waits[max(0, n_tried - 1)]
    return waits[-1] if priority is Priority.P1 else None
