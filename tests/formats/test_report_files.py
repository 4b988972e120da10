"""Reports as files: accessible, marked on each page, nothing typed is ever markup."""

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from docx import Document

from tocsin.domain.report_words import Audience, Level, ReportKind, Section
from tocsin.domain.reports.compose import Composition, Head, compose, watermarked
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import Priority
from tocsin.formats.chart_svg import Bar, draw_bars
from tocsin.formats.report_pdf import Picture, report_pdf
from tocsin.formats.report_text import report_html, report_text
from tocsin.formats.report_word import report_word
from tocsin.wording.reports import report_words

AT = datetime(2026, 11, 23, 14, tzinfo=UTC)
WORDS = report_words("fr", "Africa/Lubumbashi")
EVIL = '<script>#read("/etc/passwd")</script>'


def composed(audience: Audience | None = None) -> Composition:
    statements = [
        Statement("a", Section.EVENT, text=EVIL, level=Level.MODERATE, sources=("incident:47",)),
        Statement("b", Section.EVENT, text="SECRETWORD", level=Level.HIGH),
    ]
    head = Head(ReportKind.FLASH, "FLASH/X/2026/001", 0, None, "Mpala", AT, is_draft=False)
    return compose(head, statements, WORDS, audience=audience)


def test_the_pdf_passes_the_check_of_typst_with_picture_and_watermark() -> None:
    bars = [Bar("17", {Priority.P1: 2}), Bar("18", {})]
    svg = draw_bars(bars, title="Alertes", legend={Priority.P1: "<Haute>"}, width=400, height=300)
    assert "&lt;Haute&gt;" in svg
    pdf = report_pdf(
        watermarked(composed(), "Exemplaire de JOC"), WORDS, made_at=AT, picture=Picture(svg, "Alertes")
    )  # fmt: skip
    assert b"pdfuaid" in pdf


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext: poppler-utils")
def test_no_word_above_a_reader_is_in_the_pdf() -> None:
    for audience, may in ((Audience.HUMANITARIAN, False), (Audience.JOC, True)):
        pdf = report_pdf(composed(audience), WORDS, made_at=AT)
        text = subprocess.run(
            ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        assert ("SECRETWORD" in text) == may
        mark = "CONFIDENTIEL" if may else "NONCLASSIFI"  # its letters stand apart
        assert text.replace(" ", "").count(mark) == 2
        assert 'read("/etc/passwd")' in text


def test_no_file_says_who_made_it_where_or_carries_another() -> None:
    pdf = report_pdf(composed(), WORDS, made_at=AT)
    assert set(re.findall(rb"/Author\s*\((.*?)\)", pdf)) == {b"Tocsin"}
    for mark in (b"/EmbeddedFile", b"/JavaScript", b"/Launch", b"/URI"):
        assert mark not in pdf, mark
    told = Document(io.BytesIO(report_word(composed(), WORDS))).core_properties
    assert (told.author, told.last_modified_by, told.revision) == ("Tocsin", "", 1)
    assert told.modified.year == told.created.year == 2013, "that of the empty sheet it begins with"


def test_html_shows_what_was_typed_and_runs_nothing() -> None:
    html = report_html(composed(), WORDS)
    assert "<script" not in html
    assert "http" not in html
    assert "&lt;script&gt;" in html


def test_word_holds_the_picture_with_its_words() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>'
    written = report_word(composed(), WORDS, picture=Picture(svg, "Map of the place", "#f6f4ef"))
    file = Document(io.BytesIO(written))
    (drawn,) = file.inline_shapes
    assert drawn._inline.docPr.get("descr") == "Map of the place"
    (part,) = [one for name, one in parts_of(written).items() if name.endswith(".png")]
    assert part.startswith(b"\x89PNG")
    assert not Document(io.BytesIO(report_word(composed(), WORDS))).inline_shapes


def parts_of(written: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(written)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_word_and_text_carry_the_marking_and_the_records() -> None:
    file = Document(io.BytesIO(report_word(composed(), WORDS)))
    section = file.sections[0]
    assert "CONFIDENTIEL" in section.header.paragraphs[0].text
    assert "CONFIDENTIEL" in section.footer.paragraphs[0].text
    assert any("I-47" in line.text for line in file.paragraphs)
    text = report_text(composed(), WORDS)
    assert text.startswith("CONFIDENTIEL")
    assert "[I-47]" in text
