"""The life of an incident, and merging, splitting and undoing as pure rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tocsin.domain.words import IncidentLife, Outcome

Life = IncidentLife
UNDO_WITHIN = timedelta(days=30)  # and always before closure (alerting.md §7.3)

_LIVES: Mapping[IncidentLife, frozenset[IncidentLife]] = {
    Life.OPEN: frozenset({Life.STABLE, Life.CLOSED, Life.MERGED}),
    Life.STABLE: frozenset({Life.OPEN, Life.CLOSED, Life.MERGED}),
    Life.CLOSED: frozenset({Life.OPEN}),
    Life.MERGED: frozenset({Life.OPEN, Life.STABLE}),  # by undoing the merge only
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What must be alike in two incidents before they may become one."""

    id: str
    life: IncidentLife
    marking: int = 1
    is_restricted: bool = False
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An alert belonged to an incident from then until then; None: it still does."""

    alert: str
    incident: str
    since: datetime
    until: datetime | None = None

    @property
    def holds(self) -> bool:
        return self.until is None


@dataclass(frozen=True, slots=True)
class Rearranged:
    """A merge or a split with all that undoing it needs: which alerts left which incident."""

    source: str
    target: str
    alerts: frozenset[str]
    at: datetime


def may_live(life: IncidentLife, wanted: IncidentLife) -> bool:
    """Say whether an incident may go from one life to another. A closed one reopens to open."""
    return wanted in _LIVES[life]


def why_not_close(*, outcome: Outcome | None, reason: str, unsigned: bool) -> str:
    """Return the code of what is missing to close, or nothing.

    `unsigned`: it was over before anybody acknowledged it, and no person has signed that yet.
    """
    if outcome is None:
        return "incident.outcome_missing"
    if not reason.strip():
        return "incident.reason_missing"
    return "incident.over_before_anybody_answered" if unsigned else ""


def why_not_merge(one: Mark, other: Mark) -> str:
    """Return the code of why two incidents may not become one, or nothing when they may."""
    obstacles = {
        "incident.same": one.id == other.id,
        "incident.not_open": not {one.life, other.life} <= {Life.OPEN, Life.STABLE},
        "incident.exercise_and_real": one.is_drill != other.is_drill,
        "incident.markings_differ": one.marking != other.marking
        or one.is_restricted != other.is_restricted,
    }
    return next((code for code, applies in obstacles.items() if applies), "")


def why_not_undo(
    done: Rearranged,
    *,
    lives: Mapping[str, IncidentLife],
    is_undone: bool,
    now: datetime,
    is_split: bool = False,
    is_guarded: bool = False,
) -> str:
    """Return the code of why this can no longer be undone, or nothing when it can.

    `is_guarded`: one of both is restricted by now and the other is not.
    """
    # What was merged on since is undone first, else a third incident would lose its alerts.
    stood = (lives[done.target], *((lives[done.source],) if is_split else ()))
    obstacles = {
        "incident.already_undone": is_undone,
        "incident.kept_apart": is_guarded,
        "incident.undo_too_late": now - done.at > UNDO_WITHIN,
        "incident.closed_since": Life.CLOSED in (lives[done.source], lives[done.target]),
        "incident.merged_since": Life.MERGED in stood,
    }
    return next((code for code, applies in obstacles.items() if applies), "")


def rearrange(
    links: Sequence[Link],
    alerts: Collection[str],
    *,
    source: str,
    target: str,
    at: datetime,
) -> tuple[list[Link], Rearranged]:
    """Move alerts from one incident to another: all of them is a merge, some of them a split.

    Rows are ended and begun, never changed: what an incident was at any moment stays readable.
    """
    moving = frozenset(
        link.alert
        for link in links
        if link.holds and link.incident == source and link.alert in alerts
    )
    return _moved(links, moving, source, target, at), Rearranged(source, target, moving, at)


def undo(links: Sequence[Link], done: Rearranged, *, at: datetime) -> list[Link]:
    """Put back the alerts that were moved. What came to the target since stays there.

    An alert that a person has moved on meanwhile is left where they put it.
    """
    return _moved(links, done.alerts, done.target, done.source, at)


def projection(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    """Return which alerts each incident has now."""
    held: dict[str, set[str]] = {}
    for link in links:
        if link.holds:
            held.setdefault(link.incident, set()).add(link.alert)
    return {incident: frozenset(alerts) for incident, alerts in held.items()}


def _moved(
    links: Sequence[Link], alerts: frozenset[str], source: str, target: str, at: datetime
) -> list[Link]:
    rows: list[Link] = []
    for link in links:
        if link.holds and link.incident == source and link.alert in alerts:
            rows += [replace(link, until=at), Link(link.alert, target, since=at)]
        else:
            rows.append(link)
    return rows
