"""What was corrected after a report went out, as its pages and its readers see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from tocsin.actions.report_marks import references_of
from tocsin.console.corrections.words import CORRECTIONS, TO_READERS
from tocsin.console.templatetags.words import labelled
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.reports.compose import Composition, Part, Piece
from tocsin.records.models import Correction, ReportCopy, SituationReport


@dataclass(frozen=True, slots=True)
class CorrectedView:
    code: str
    incident: int
    said: str | Promise
    at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TableView:
    columns: tuple[str, ...]
    # The cells with their columns, as `labelled` gives them; whether it was corrected since.
    rows: tuple[tuple[list[tuple[str, str, bool]], bool], ...]


@dataclass(frozen=True, slots=True)
class PartView:
    heading: str
    pieces: tuple[tuple[Piece, bool], ...]
    tables: tuple[TableView, ...]
    definitions: tuple[str, ...]


def corrected_in(report: SituationReport) -> list[CorrectedView]:
    """Return the corrections for those who write and release reports."""
    rows = report.corrections.select_related("correction__incident").order_by("-at")
    return [_view(row.correction, CORRECTIONS[_kind(row.correction)]) for row in rows]


def corrected_for(copy: ReportCopy) -> list[CorrectedView]:
    """Return the corrections for a reader, in words that blame nobody."""
    rows = copy.corrections.select_related("correction__incident").order_by("-made_at")
    return [_view(row.correction, TO_READERS[_kind(row.correction)], row.seen_at) for row in rows]


def parts_of(composed: Composition, copy: ReportCopy) -> list[PartView]:
    """Return the parts of a copy, each sentence and row that was corrected since marked as such."""
    names: set[str] = set()
    for row in copy.corrections.select_related("correction__incident"):
        names |= references_of(row.correction.incident)
    return [_part(part, names) for part in composed.parts]


def _part(part: Part, names: set[str]) -> PartView:
    return PartView(
        part.heading,
        tuple((one, _rests(one.sources, names)) for one in part.pieces),
        tuple(
            TableView(
                table.columns,
                tuple(
                    (row, _rests(sources, names))
                    for row, sources in zip(labelled(table), table.sources, strict=True)
                ),
            )
            for table in part.tables
        ),
        part.definitions,
    )


def _rests(sources: Iterable[str], names: set[str]) -> bool:
    return not names.isdisjoint(sources)


def _view(row: Correction, said: str | Promise, seen_at: datetime | None = None) -> CorrectedView:
    return CorrectedView(row.incident.code, row.incident.number, said, row.at, seen_at)


def _kind(row: Correction) -> CorrectionKind:
    return CorrectionKind(row.kind)
