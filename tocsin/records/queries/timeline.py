"""The log book as pages read it: of one incident, or all of it with filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.records.models import Incident, JournalEntry, JournalSeal, User


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line. `who` is a name of a user, a responder's code, or a rule of ours.

    `happened_at` and `recorded_at` differ when something was written down later.
    """

    id: UUID
    at: datetime
    recorded_at: datetime
    actor: str
    who: str
    verb: str
    subject: str
    incident: int | None
    facts: dict[str, Any]
    is_restricted: bool = False  # it belongs to an incident that not everybody may see


@dataclass(frozen=True, slots=True)
class ChainState:
    """`n_waiting` entries are not sealed yet; they are within a second or two."""

    n_entries: int
    n_sealed: int
    last_chain: str

    @property
    def n_waiting(self) -> int:
        return self.n_entries - self.n_sealed


def timeline(incident: Incident, *, most: int = 400) -> list[JournalLine]:
    """Return what happened to an incident, oldest first."""
    entries = JournalEntry.objects.filter(incident=incident.pk).order_by("-at", "-id")[:most]
    return journal_lines(reversed(entries))


def journal(
    *,
    verb: str = "",
    actor: str = "",
    subject: str = "",
    incident: int | None = None,
    seen: QuerySet[Incident] | None = None,
) -> QuerySet[JournalEntry]:
    """Return the entries of a filter, newest first; a page turns a slice into lines.

    `seen` are the incidents that may be asked for by number, None for all.
    """
    found = JournalEntry.objects.order_by("-recorded_at", "-id")
    if verb:
        found = found.filter(Q(verb=verb) | Q(verb__startswith=f"{verb}."))
    if actor:
        found = found.filter(actor=actor)
    if subject:
        found = found.filter(subject=subject)
    if incident is not None:
        among = Incident.objects.all() if seen is None else seen
        found = found.filter(incident__in=among.filter(number=incident).values("pk"))
    return found


def journal_lines(entries: Iterable[JournalEntry]) -> list[JournalLine]:
    rows = list(entries)
    names = _names(rows)
    incidents = {row.incident for row in rows if row.incident}
    known = Incident.objects.filter(pk__in=incidents).values_list("pk", "number", "is_restricted")
    numbers = {key: number for key, number, _ in known}
    hidden = {key for key, _, is_restricted in known if is_restricted}
    return [
        JournalLine(
            id=row.pk,
            at=row.at,
            recorded_at=row.recorded_at,
            actor=row.actor,
            who=names.get(row.actor, row.actor.removeprefix("responder:")),
            verb=row.verb,
            subject=row.subject,
            incident=numbers.get(row.incident) if row.incident else None,
            facts=row.facts,
            is_restricted=row.incident in hidden,
        )
        for row in rows
    ]


def chain_state() -> ChainState:
    last = JournalSeal.objects.order_by("-position").first()
    return ChainState(
        n_entries=JournalEntry.objects.count(),
        n_sealed=last.position if last else 0,
        last_chain=bytes(last.chain).hex()[:16] if last else "",
    )


def _names(rows: list[JournalEntry]) -> dict[str, str]:
    """Users by their journal code. The log book itself holds no names (design.md §9)."""
    keys = {row.actor.removeprefix("user:") for row in rows if row.actor.startswith("user:")}
    found = User.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    return {f"user:{pk}": name for pk, name in found.values_list("pk", "name")}
