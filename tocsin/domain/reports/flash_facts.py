"""What a flash says of an incident, as plain facts; several counts become one range."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tocsin.domain.signs import Picture
from tocsin.domain.words import Kind, Priority, VerificationState


@dataclass(frozen=True, slots=True)
class Counted:
    """What alerts gave of one thing: the range over all of them, and how many gave it."""

    name: str
    least: int | None
    most: int | None
    sources: int


@dataclass(frozen=True, slots=True)
class Done:
    """What one actor undertook. `at` is the time of its last state."""

    reference: str
    actor: str
    base: str
    type: str
    state: str
    at: datetime
    why_not: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An incident of the same ground before this one. `flash` is the reference of its report."""

    number: int
    kind: Kind
    at: datetime
    km: float
    state: VerificationState
    flash: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """`place` is a name of the map; what somebody typed is in no report (alerting.md §6.6)."""

    place: str = ""
    territory: str = ""
    province: str = ""
    pcode: str = ""
    grid: str = ""
    base: str = ""
    km: float | None = None
    bearing: str = ""
    population: int | None = None


@dataclass(frozen=True, slots=True)
class FlashFacts:
    """All that a flash says of an incident. `alleged` are codes of actors with their sides."""

    number: int
    kind: Kind
    priority: Priority
    happened_at: datetime
    received_at: datetime
    where: Where
    state: VerificationState
    grade: str
    n_alerts: int
    n_origins: int
    n_first_hand: int
    n_denials: int
    alerts: tuple[int, ...] = ()
    alleged: tuple[tuple[str, str], ...] = ()
    direction: str = ""
    counts: tuple[Counted, ...] = ()
    done: tuple[Done, ...] = ()
    nobody: str = ""  # why nobody could come, while nobody can
    told_at: datetime | None = None  # the community
    earlier: tuple[Earlier, ...] = ()
    calls_due: int = 0
    outcome: str = ""
    is_restricted: bool = False
    last_change_at: datetime | None = None
    signs: Picture = field(default_factory=Picture)  # as they stood when it began

    @property
    def about(self) -> tuple[str, ...]:
        return (f"incident:{self.number}", *(f"alert:{number}" for number in self.alerts))


def merge_counts(given: Iterable[Mapping[str, Mapping[str, Any]]]) -> tuple[Counted, ...]:
    """Return what several alerts counted, as one range each: no mean, and none preferred."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for counts in given:
        for name, count in counts.items():
            found.setdefault(name, []).append(count)
    return tuple(_merged(name, rows) for name, rows in sorted(found.items()))


def _merged(name: str, rows: Sequence[Mapping[str, Any]]) -> Counted:
    least = [row["min"] for row in rows if row.get("min") is not None]
    most = [row.get("max") for row in rows]
    known = [count for count in most if count is not None]
    return Counted(
        name=name,
        least=min(least) if least else None,
        # One who said "at least" leaves the upper end open for all.
        most=max(known) if len(known) == len(most) else None,
        sources=len(rows),
    )
