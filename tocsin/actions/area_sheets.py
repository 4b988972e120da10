"""The sheet of an area in words and as a file, from what stands at a time."""

from datetime import datetime

from tocsin.actions.base_sheets import composed_of
from tocsin.actions.report_heads import words_of
from tocsin.domain.reports.area_sheet import area_statements
from tocsin.domain.reports.compose import Composition
from tocsin.domain.reports.statements import Statement
from tocsin.formats.report_pdf import report_pdf
from tocsin.records.models import Base
from tocsin.records.queries.background import facts_in, noted, notes_of, said
from tocsin.records.queries.clock import day_here


def sheet_statements(base: Base, *, at: datetime) -> list[Statement]:
    notes = [noted(row) for row in notes_of(base, at=at)]
    facts = [said(row) for row in facts_in(base, at=at, today=day_here(at))]
    return area_statements(notes, facts)


def sheet_composed(base: Base, *, at: datetime, language: str) -> Composition:
    statements = sheet_statements(base, at=at)
    return composed_of(base, "area", "AREA", statements, at=at, language=language)


def sheet_pdf(base: Base, *, at: datetime, language: str) -> bytes:
    composed = sheet_composed(base, at=at, language=language)
    return report_pdf(composed, words_of(language), made_at=at)
