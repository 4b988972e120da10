"""What reports say of an office in a period, as plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tocsin.domain.words import Kind


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert with what became of its incident; a guarded one never gets here."""

    number: int
    incident: int
    at: datetime
    kind: Kind
    priority: str
    place: str
    territory: str
    grade: str
    to: tuple[str, ...] = ()
    doing: str = ""
    outcome: str = ""
    is_told: bool = False
    alleged: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pending:
    """A response that was asked for and has not ended."""

    reference: str
    incident: int
    at: datetime
    actor: str
    base: str
    type: str
    state: str
    kind: Kind
    place: str


@dataclass(frozen=True, slots=True)
class Gap:
    incident: int
    place: str
    since: datetime
    why_not: str


@dataclass(frozen=True, slots=True)
class RollCallLine:
    net: str
    at: datetime
    present: int
    relayed: int
    silent: int
    all: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    number: int
    place: str
    women: int
    men: int
    next_on: str = ""
    has_concerns: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed to communities. `late` is late at the cut-off."""

    rumours: tuple[int, int, int] = (0, 0, 0)  # heard, checked, late
    answers: tuple[int, int, int] = (0, 0, 0)  # given, owed, late
    promises: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)  # made, kept, broken, open, late


@dataclass(frozen=True, slots=True)
class Kit:
    silences: tuple[int, int] = (0, 0)  # open, late to check
    phones: tuple[int, int, int] = (0, 0, 0)  # held, broken, lost
    airtime: tuple[int, int] = (0, 0)  # sent, waiting
    calls_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Coming:
    """What stands in the calendar: `number` of a promise or a meeting, at a place."""

    number: int
    place: str
    at: datetime
    is_promise: bool


@dataclass(frozen=True, slots=True)
class Below:
    """A comment of a released report of an office below, taken over without retyping."""

    reference: str
    office: str
    key: str
    text: str
