"""How many people somebody may look at, and when a field phone writes more than a person does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Bound:
    """At most so many within a time."""

    within: timedelta
    most: int


LOOKS = (
    Bound(timedelta(hours=1), 30),
    Bound(timedelta(days=1), 90),
    Bound(timedelta(days=7), 200),
)
"""Different people. An assistant in charge of thirty villages calls all of them in a bad hour; whoever
reads on for a day, or a little every day, is copying a list. The hour does not count for somebody who widened their rights:
all administrators were texted of that, and another reviews it."""

ENTRIES = (Bound(timedelta(minutes=10), 40), Bound(timedelta(days=1), 200))
"""Of one field phone. A queue of a week without a network may be more: nothing is refused for it."""

REMEMBERED = max(bound.within for bound in LOOKS)


@dataclass(frozen=True, slots=True)
class Stop:
    """How many it were, until when there is no other, and whether widened rights would lead past it now."""

    count: int
    until: datetime
    gives_way: bool = False


def stop_before(
    looked: Mapping[str, datetime], whom: str, *, is_widened: bool = False, now: datetime
) -> Stop | None:
    """Return why this person may not be looked at now, None when they may.

    `looked` says when somebody was looked at last, by whatever they are known by. Whoever was looked
    at within a bound is nobody new for it.
    """
    found = {bound: _stop(looked, whom, bound, now) for bound in LOOKS[is_widened:]}
    stops = {bound: stop for bound, stop in found.items() if stop}
    if not stops:
        return None
    longest = max(stops.values(), key=lambda one: one.until)
    return replace(longest, gives_way=set(stops) == {LOOKS[0]})


def _stop(looked: Mapping[str, datetime], whom: str, bound: Bound, now: datetime) -> Stop | None:
    lately = sorted(at for one, at in looked.items() if one != whom and at > now - bound.within)
    if len(lately) < bound.most or looked.get(whom, now - bound.within) > now - bound.within:
        return None
    # There is room again once so many have gone that one less than the most is left.
    return Stop(len(lately), lately[-bound.most] + bound.within)


def too_many(moments: Sequence[datetime], *, now: datetime) -> Stop | None:
    """Return how many entries came within the shortest time that is too short for so many."""
    for bound in ENTRIES:
        lately = sum(at > now - bound.within for at in moments)
        if lately > bound.most:
            return Stop(lately, now + bound.within)
    return None
