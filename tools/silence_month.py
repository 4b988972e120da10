"""A simulated month of roll calls: how often each rule calls in vain, and how soon it finds a real silence.

`python tools/silence_month.py` prints the figures of docs/explanation/silence.md as JSON.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median

from tocsin.domain.habits import Call, missed
from tocsin.domain.silence import Asks

SEED = 2026
STATIONS = 60
PAST_DAYS, DAYS = 28, 30
SLOTS = (("07:00", 7), ("17:00", 17))
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
GRAVE = (Asks.CALL, Asks.TASK)


@dataclass(frozen=True)
class Station:
    """How likely it answers in the morning and in the evening; `dies_on` None: never."""

    morning: float
    evening: float
    dies_on: int | None


def stations(chance: random.Random) -> list[Station]:
    """Return a mission's: half reliable, a third with flat batteries in the evening, the rest poor."""
    made = []
    for number in range(STATIONS):
        kind = number % 6
        morning, evening = (0.97, 0.95) if kind < 3 else (0.93, 0.6) if kind < 5 else (0.55, 0.45)
        dies_on = chance.randrange(3, DAYS - 8) if number % 5 == 0 else None
        made.append(Station(morning, evening, dies_on))
    return made


@dataclass
class Found:
    """What one rule did in the month; `waits` are the hours from a death to the call."""

    rule: str
    false_calls: int = 0
    waits: list[float] = field(default_factory=list)


def month() -> dict[str, dict[str, float]]:
    """Return, for the plain rule (two missed, a call) and for habits, false calls and detections."""
    chance = random.Random(SEED)
    figures = (Found("two missed"), Found("habit"))
    made = stations(chance)
    for station in made:
        lived = _life(station, chance)
        for found in figures:
            _judge(station, lived, found)
    dead = sum(station.dies_on is not None for station in made)
    return {found.rule: _summary(found, dead) for found in figures}


def _life(station: Station, chance: random.Random) -> list[Call]:
    calls = []
    for day in range(-PAST_DAYS, DAYS):
        for slot, hour in SLOTS:
            rate = station.morning if hour == SLOTS[0][1] else station.evening
            is_dead = station.dies_on is not None and day >= station.dies_on
            heard = chance.random() < rate and not is_dead
            calls.append(Call(BEGAN + timedelta(days=day, hours=hour), slot, heard))
    return calls


def _judge(station: Station, calls: list[Call], found: Found) -> None:
    rings, is_found = False, False
    for at, call in enumerate(calls):
        was, rings = rings, _rings(calls[: at + 1], found.rule)
        day = (call.at - BEGAN).days
        if day < 0 or not rings:
            continue
        if station.dies_on is None or day < station.dies_on:
            found.false_calls += not was
        elif not is_found:
            is_found = True
            died = BEGAN + timedelta(days=station.dies_on)
            found.waits.append((call.at - died).total_seconds() / 3600)


def _rings(calls: list[Call], rule: str) -> bool:
    if rule == "two missed":
        return len(calls) > 1 and not calls[-1].is_heard and not calls[-2].is_heard
    run = missed(calls, now=calls[-1].at)
    return run is not None and run.asks in GRAVE


def _summary(found: Found, dead: int) -> dict[str, float]:
    return {
        "false_calls": found.false_calls,
        "silences": dead,
        "found": len(found.waits),
        "median_hours_to_ring": round(median(found.waits), 1),
        "longest_hours_to_ring": round(max(found.waits), 1),
    }


if __name__ == "__main__":
    print(json.dumps(month(), indent=2))
