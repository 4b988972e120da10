"""The sheet of an area in sentences: each paragraph with its source, its day and how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.domain.background import records_in
from tocsin.domain.background_words import SheetPart
from tocsin.domain.report_words import Section
from tocsin.domain.reports.statements import Statement

SECTION_OF = {
    SheetPart.HISTORY: Section.HISTORY,
    SheetPart.POWER: Section.POWER,
    SheetPart.ECONOMY: Section.ECONOMY,
    SheetPart.PATTERNS: Section.PATTERNS,
    SheetPart.MECHANISMS: Section.MECHANISMS,
    SheetPart.SENSITIVITIES: Section.SENSITIVITIES,
}


@dataclass(frozen=True, slots=True)
class Noted:
    """A paragraph of the sheet; `as_of` is a day in ISO 8601."""

    number: int
    part: SheetPart
    words: str
    source: str
    certainty: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Said:
    """A fact of an actor; `other` is the name of the one it is related to."""

    number: int
    actor: str
    kind: str
    words: str
    other: str
    since: str
    until: str
    certainty: str
    source: str


def area_statements(notes: Sequence[Noted], facts: Sequence[Said]) -> list[Statement]:
    """Return the sheet by its headings; one that nobody wrote says so."""
    found: list[Statement] = []
    for part in SheetPart:
        here = [one for one in notes if one.part is part]
        found += [_note(one) for one in here] or [_nothing(SECTION_OF[part])]
        if part is SheetPart.POWER:
            found += list(_actors(facts)) or [_nothing(Section.ACTORS)]
    return found


def _note(one: Noted) -> Statement:
    return Statement(
        f"note.{one.number}", SECTION_OF[one.part], "area.note",
        {
            "what": one.words, "source": one.source, "certainty": one.certainty,
            "as_of": one.as_of, "number": one.number,
        },
        tuple(records_in(one.source)),
    )  # fmt: skip


def _actors(facts: Sequence[Said]) -> Iterable[Statement]:
    for one in facts:
        yield Statement(
            f"fact.{one.number}", Section.ACTORS, "row.actor_facts",
            {
                "actor": one.actor, "kind": one.kind, "what": one.words, "other": one.other,
                "since": one.since, "until": one.until, "certainty": one.certainty,
                "source": one.source,
            },
            tuple(records_in(one.source)),
        )  # fmt: skip


def _nothing(section: Section) -> Statement:
    return Statement(f"{section}.nobody", section, "area.nobody")
