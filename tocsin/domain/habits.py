"""How often each one is heard by its own habit, so that only what is unusual rings.

A station that answers nine calls in ten is missed after two; one that answers every second call,
because its battery is flat by evening, only after several. A habit never excuses a silence for
ever: after `MOST_MISSES`, or for a text after `LONGEST_PACE`, somebody must call all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tocsin.domain.silence import Asks

REMEMBERED = timedelta(days=28)  # older roll calls say little about today's battery
# A station nobody knows yet is taken for one that answers nine calls in ten.
_PRIOR_HEARD, _PRIOR_CALLED = 4.5, 5.0
RARE = {Asks.CALL: 0.02, Asks.TASK: 0.001}
FEWEST = {Asks.CALL: 2, Asks.TASK: 4}  # domain.md §6.6: two missed, a call; four, a visit
MOST_MISSES = {Asks.CALL: 6, Asks.TASK: 12}

MOST_QUARTERS = {Asks.CALL: 96, Asks.TASK: 192}  # of a machine: a day, two days

SHORTEST_PACE = timedelta(days=1)
LONGEST_PACE = timedelta(days=14)
USUAL_PACE = timedelta(days=14)  # of somebody whose habit we do not know yet
_FEWEST_GAPS = 5
SHORTEST_WORD = timedelta(minutes=15)  # of a team: sooner than this nobody is missed
_BURST = timedelta(hours=1)  # several texts about one thing are one sign of life
_BEYOND = 1.5  # times the longest usual gap


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a station: when, at which hour of the net, and whether it was heard."""

    at: datetime
    slot: str
    is_heard: bool


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a station was heard and called, for each hour of its net."""

    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def rate(self, slot: str) -> float:
        """Return how likely it answers at this hour; never quite 0 or 1."""
        heard, called = self.counts.get(slot, (0, 0))
        return (heard + _PRIOR_HEARD) / (called + _PRIOR_CALLED)


@dataclass(frozen=True, slots=True)
class Missed:
    """A run of misses that has not ended. `chance` is how likely the habit alone explains it."""

    misses: int
    chance: float
    asks: Asks


def habit_of(calls: Iterable[Call], *, now: datetime) -> Habit:
    """Return the habit shown by the calls of the last four weeks."""
    counts: dict[str, tuple[int, int]] = {}
    for call in calls:
        if now - REMEMBERED <= call.at <= now:
            heard, called = counts.get(call.slot, (0, 0))
            counts[call.slot] = (heard + call.is_heard, called + 1)
    return Habit(counts)


def missed(
    calls: Sequence[Call], *, now: datetime, most: Mapping[Asks, int] = MOST_MISSES
) -> Missed | None:
    """Return the run of misses at the end of the calls (oldest first), None after an answer.

    `most` is after how many something is asked whatever the habit.

    The habit is that of the time before the run: a station that has gone silent must not slowly
    become one whose silence is usual.
    """
    run: list[Call] = []
    for call in reversed(calls):
        if call.is_heard:
            break
        run.append(call)
    if not run:
        return None
    habit = habit_of(calls[: len(calls) - len(run)], now=now)
    chance = 1.0
    for call in run:
        chance *= 1 - habit.rate(call.slot)
    return Missed(len(run), chance, _asked(len(run), chance, most))


def _asked(misses: int, chance: float, most: Mapping[Asks, int]) -> Asks:
    for asks in (Asks.TASK, Asks.CALL):
        is_rare = misses >= FEWEST[asks] and chance <= RARE[asks]
        if is_rare or misses >= most[asks]:
            return asks
    return Asks.NOTE


def pace_of(heard: Sequence[datetime]) -> timedelta:
    """Return after how long without a word somebody is missed, by their own gaps.

    It is one and a half times the gap that they seldom exceed (nine in ten), at least a day and
    at most two weeks. Whoever was heard too seldom to have a habit has two weeks.
    """
    gaps: list[timedelta] = []
    last: datetime | None = None
    for moment in sorted(heard):
        if last is not None and moment - last >= _BURST:
            gaps.append(moment - last)
        last = moment
    if len(gaps) < _FEWEST_GAPS:
        return USUAL_PACE
    return min(LONGEST_PACE, max(SHORTEST_PACE, _seldom(gaps) * _BEYOND))


def team_pace(gaps: Sequence[timedelta], *, rule: timedelta) -> timedelta:
    """Return after how long without a word a team on the road is missed.

    It is the habit of its base's teams, and never later than the `rule`: what was agreed with it, or
    what its incident's priority allows. A habit of saying nothing excuses nobody.
    """
    if len(gaps) < _FEWEST_GAPS:
        return rule
    return min(rule, max(SHORTEST_WORD, _seldom(gaps) * _BEYOND))


def _seldom(gaps: Sequence[timedelta]) -> timedelta:
    """Return the gap that nine in ten do not exceed."""
    return sorted(gaps)[min(len(gaps) - 1, int(len(gaps) * 0.9))]
