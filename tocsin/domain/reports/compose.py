"""One report in the words of one language for one audience: what every format is written from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tocsin.domain.report_words import (
    Audience,
    FlashStage,
    Level,
    Marking,
    Origin,
    ReportKind,
    Section,
)
from tocsin.domain.reports.audiences import CLEARANCES, Subject, marking_of, redact
from tocsin.domain.reports.saying import Words, dtg, say, spaced
from tocsin.domain.reports.statements import Fields, Statement, in_order


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a report. `subject` fills its title; `office` is where it is from."""

    kind: ReportKind
    reference: str
    issue: int  # 0 is the first
    stage: FlashStage | None
    office: str
    made_at: datetime
    since: datetime | None = None
    until: datetime | None = None
    subject: Fields | None = None
    about: Subject = field(default_factory=Subject)
    to: tuple[Audience, ...] = ()
    is_drill: bool = False
    is_draft: bool = True
    was_alone: bool = False  # released by one person, as a P1 may be


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence in words; `sources` are the references behind it."""

    key: str
    text: str
    sources: tuple[str, ...]
    origin: Origin
    is_comment: bool


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    section: Section
    heading: str
    pieces: tuple[Piece, ...]
    tables: tuple[Table, ...]
    definitions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """A report in words. Nothing in it is above the level of its audience."""

    language: str
    title: str
    reference: str
    stage: str
    marking: str
    level: Marking
    caveat: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    closing: str
    watermark: str = ""


def compose(
    head: Head, statements: Iterable[Statement], words: Words, *, audience: Audience | None = None
) -> Composition:
    """Return the report as an audience reads it; None is the author, who reads everything."""
    shown = in_order(redact(statements, audience) if audience else statements)
    level = marking_of(shown, head.about)
    label = words.tables["label"]
    marking = words.of("marking", level.value)
    if head.is_drill:
        marking = f"{label['exercise']} – {marking}"
    return Composition(
        language=words.language,
        title=_title(head, words, audience),
        reference=head.reference,
        stage=_stage(head, words),
        marking=f"{label['draft']} – {marking}" if head.is_draft else marking,
        level=level,
        caveat=str(label["caveat"]),
        facts=tuple(_facts(head, words, audience)),
        parts=tuple(parts_of(shown, words)),
        closing=str(label[_closing(head)]),
    )


def text_of(one: Statement, words: Words) -> str:
    """Return one sentence in words: a person's, or those that its fields fill."""
    if one.text:
        return spaced(one.text, words)
    if one.table:
        cells = (say(template, one.fields, words) for _, template in _columns(one.table, words))
        return " · ".join(cell for cell in cells if cell)
    return said(one, words)


def said(one: Statement, words: Words) -> str:
    """Return what the records say of a sentence, whatever a person made of it; empty without any."""
    if not one.code:
        return ""
    if one.code.startswith("row."):
        return text_of(replace(one, text=""), words)
    return say(words.of("say", one.code), one.fields, words)


def watermarked(composed: Composition, mark: str) -> Composition:
    return replace(composed, watermark=mark)


def _title(head: Head, words: Words, audience: Audience | None) -> str:
    fields = dict(head.subject or {})
    if audience and CLEARANCES[audience].level < Level.HIGH:
        fields["place"] = ""
    if head.since and head.until:
        fields |= {"since": head.since.isoformat(), "until": head.until.isoformat()}
    return say(words.tables["title"][head.kind], {"office": head.office, **fields}, words)


def _closing(head: Head) -> str:
    if head.is_draft:
        return "closing_draft"
    return "closing_alone" if head.was_alone else "closing"


def _stage(head: Head, words: Words) -> str:
    if head.stage is None:
        return say(words.tables["label"]["issue"], {"n": head.issue}, words) if head.issue else ""
    return say(words.tables["stage"][head.stage], {"n": head.issue}, words)


def _facts(head: Head, words: Words, audience: Audience | None) -> Iterable[tuple[str, str]]:
    label = words.tables["label"]
    yield label["dtg"], dtg(head.made_at)
    if head.since and head.until:
        yield (
            label["period"],
            say(
                label["from_to"], {"a": head.since.isoformat(), "b": head.until.isoformat()}, words
            ),
        )
    yield label["from"], head.office
    to = (audience,) if audience else head.to
    if to:
        yield label["to"], ", ".join(words.of("audience", one) for one in to)


def parts_of(shown: Sequence[Statement], words: Words) -> Iterable[Part]:
    """Return sentences by their headings, rows as tables."""
    by_section: dict[Section, list[Statement]] = {}
    for one in shown:
        by_section.setdefault(one.section, []).append(one)
    for section, members in by_section.items():
        tables = list(dict.fromkeys(one.table for one in members if one.table))
        definitions = words.tables.get("definition", {}) if section is Section.FIGURES else {}
        named = {str(one.fields.get("figure")) for one in members}
        yield Part(
            section=section,
            heading=words.of("section", section),
            pieces=tuple(_piece(one, words) for one in members if not one.table),
            tables=tuple(_table(name, members, words) for name in tables),
            definitions=tuple(
                f"{words.of('figure', code)}. {text}"
                for code, text in definitions.items()
                if code in named
            ),
        )


def _piece(one: Statement, words: Words) -> Piece:
    text = text_of(one, words)
    if one.is_carried:
        text = f"{one.fields.get('office', '')}{words.tables['label']['colon']} {text}"
    return Piece(one.key, text, one.sources, one.origin, one.is_comment)


def _table(name: str, members: Sequence[Statement], words: Words) -> Table:
    rows = [one for one in members if one.table == name]
    columns = _columns(name, words)
    return Table(
        columns=tuple(head for head, _ in columns),
        rows=tuple(
            tuple(say(template, one.fields, words) or "–" for _, template in columns)
            for one in rows
        ),
        sources=tuple(one.sources for one in rows),
    )


def _columns(name: str, words: Words) -> Sequence[tuple[str, str]]:
    columns: Mapping[str, Sequence[tuple[str, str]]] = words.tables["columns"]
    return columns[name]
