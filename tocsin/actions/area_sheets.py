"""The sheet of an area in words and as a file, from what stands at a time."""

from datetime import datetime

from django.conf import settings

from tocsin.actions.report_heads import words_of
from tocsin.domain.report_words import Marking
from tocsin.domain.reports.area_sheet import area_statements
from tocsin.domain.reports.compose import Composition, parts_of
from tocsin.domain.reports.saying import dtg, say
from tocsin.domain.reports.statements import Statement
from tocsin.formats.report_pdf import report_pdf
from tocsin.records.models import Base
from tocsin.records.queries.background import facts_in, noted, notes_of, said


def sheet_statements(base: Base, *, at: datetime) -> list[Statement]:
    notes = [noted(row) for row in notes_of(base, at=at)]
    facts = [said(row) for row in facts_in(base, at=at, today=at.date())]
    return area_statements(notes, facts)


def sheet_composed(base: Base, *, at: datetime, language: str) -> Composition:
    words = words_of(language)
    label = words.tables["label"]
    marking = words.of("marking", Marking.CONFIDENTIAL)
    return Composition(
        language=words.language,
        title=say(words.tables["title"]["area"], {"office": base.name}, words),
        reference=f"AREA/{base.slug.upper()}",
        stage="",
        marking=f"{label['exercise']} – {marking}" if settings.EXERCISE else marking,
        level=Marking.CONFIDENTIAL,
        caveat=str(label["caveat_area"]),
        facts=((str(label["dtg"]), dtg(at)),),
        parts=tuple(parts_of(sheet_statements(base, at=at), words)),
        closing=str(label["caveat"]),
    )


def sheet_pdf(base: Base, *, at: datetime, language: str) -> bytes:
    composed = sheet_composed(base, at=at, language=language)
    return report_pdf(composed, words_of(language), made_at=at)
