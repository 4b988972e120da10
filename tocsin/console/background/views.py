"""Area sheets and actors as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise

from tocsin.console.background.words import CERTAINTIES, FACTS, PARTS
from tocsin.domain.background import FACT_LASTS, is_old, records_in
from tocsin.domain.background_words import Certainty, FactKind, SheetPart
from tocsin.records.models import ActorFact, AreaNote


@dataclass(frozen=True, slots=True)
class NoteView:
    number: int
    words: str
    source: str
    records: Sequence[tuple[str, str]]  # what the source names, and where it is
    certainty: str | Promise
    as_of: date
    is_old: bool
    by: str
    written_at: datetime
    ended_at: datetime | None
    reason: str
    replaced_by: int | None


@dataclass(frozen=True, slots=True)
class PartView:
    code: str
    name: str | Promise
    notes: Sequence[NoteView]


@dataclass(frozen=True, slots=True)
class FactView:
    number: int
    code: str
    actor: str
    kind: str | Promise
    other_code: str
    other: str
    words: str
    base: str
    since: date | None
    until: date | None
    source: str
    certainty: str | Promise
    as_of: date
    is_old: bool
    reason: str


def part_views(rows: Sequence[AreaNote], *, today: date) -> list[PartView]:
    """Return all headings, an empty one as well: that nobody wrote is to be seen."""
    return [
        PartView(
            part.value, PARTS[part], [note_view(r, today=today) for r in rows if r.part == part]
        )
        for part in SheetPart
    ]


def note_view(row: AreaNote, *, today: date) -> NoteView:
    return NoteView(
        number=row.number,
        words=row.words,
        source=row.source,
        records=[_link(name) for name in records_in(row.source)],
        certainty=CERTAINTIES[Certainty(row.certainty)],
        as_of=row.as_of,
        is_old=is_old(SheetPart(row.part), row.as_of, today),
        by=row.written_by.name if row.written_by else "",
        written_at=row.written_at,
        ended_at=row.ended_at,
        reason=row.reason,
        replaced_by=row.replaced_by.number if hasattr(row, "replaced_by") else None,
    )


def fact_view(row: ActorFact, *, today: date) -> FactView:
    return FactView(
        number=row.number,
        code=row.actor.code,
        actor=row.actor.name,
        kind=FACTS[FactKind(row.kind)],
        other_code=row.other.code if row.other else "",
        other=row.other.name if row.other else "",
        words=row.words,
        base=row.base.name if row.base else "",
        since=row.since,
        until=row.until,
        source=row.source,
        certainty=CERTAINTIES[Certainty(row.certainty)],
        as_of=row.as_of,
        is_old=row.until is None and today - row.as_of > FACT_LASTS,
        reason=row.reason,
    )


def _link(name: str) -> tuple[str, str]:
    kind, _, key = name.partition(":")
    match kind:
        case "incident":
            return f"I-{key}", reverse("console:incident", args=[int(key)])
        case "alert":
            return f"A-{key}", f"{reverse('console:alerts')}?q={key}"
    return key, reverse("console:reports")
