"""Whatever words a file is made of, it opens, runs nothing, and says them."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

import tocsin
from tests.channels.test_email import channel as mail_channel
from tests.domain.test_cap_rules import GOOD, INFO
from tests.formats.test_report_files import AT, WORDS
from tests.stories.hostile import HOSTILE
from tocsin.channels.failures import SendFailed
from tocsin.domain.cap_xml import element_of, read_cap, write_cap
from tocsin.domain.legible import laid_open, legible
from tocsin.domain.report_words import Level, ReportKind, Section
from tocsin.domain.reports.compose import Composition, Head, compose
from tocsin.domain.reports.statements import Statement
from tocsin.domain.sms import fit, measure
from tocsin.formats.atom import Entry, write_feed
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase
from tocsin.formats.report_pdf import report_pdf
from tocsin.formats.report_text import report_html, report_text
from tocsin.formats.report_word import report_word
from tocsin.formats.sheets import UnreadableSheet, _is_crowded, harmless, read_rows, write_csv
from tocsin.formats.table_files import csv_of, xlsx_of
from tocsin.formats.workbooks import load_workbook

TEXTS = list(HOSTILE.values())
SHORT = [text for text in TEXTS if len(text) < 1_000]
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\ufe62")
BLANKS = " \xa0\u200b\u202e\ufeff\x0b"


def composed(texts: list[str]) -> Composition:
    said = [
        Statement(f"s{n}", Section.EVENT, text=text, level=Level.LOW, sources=("incident:47",))
        for n, text in enumerate(texts)
    ]
    head = Head(ReportKind.FLASH, "FLASH/X/2026/001", 0, None, texts[0], AT, is_draft=False)
    return compose(head, said, WORDS)


def test_a_table_holds_it_and_runs_none_of_it() -> None:
    head = ["n", "words"]
    rows: list[list[str | int | float | None]] = [[n, text] for n, text in enumerate(TEXTS)]
    for table in (csv_of(head, rows), write_csv(head, rows)):
        cells = [row[1] for row in csv.reader(io.StringIO(table, newline=""))][1:]
        assert len(cells) == len(TEXTS)
        assert not [cell for cell in cells if cell.startswith(RUNS)]
    sheet = load_workbook(io.BytesIO(xlsx_of("a/b: *[c]?", head, rows))).worksheets[0]
    found = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in found} == {"s"}
    assert not [cell for cell in found if str(cell.value).lstrip(BLANKS).startswith(RUNS)]


@pytest.mark.parametrize("before", ["wezi;", "wezi\n", "wezi\r\n ", "wezi\t", "a; b;\u200b"])
def test_no_other_separator_makes_a_formula_of_it(before: str) -> None:
    """In French a spreadsheet splits at semicolons, and takes a line's end in the middle of a cell for one."""
    words = f"{before}=cmd|' /C calc'!A0"
    table = write_csv(["n", "words"], [[1, words]])
    pieces = [piece.strip('"').lstrip(BLANKS) for piece in re.split("[;\t\r\n]", table)]
    assert not [piece for piece in pieces if piece.startswith(RUNS)]
    assert read_rows(table.encode())[1:] == [["1", words]]


def test_tables_are_written_in_one_place() -> None:
    """Two of them had a guard of their own against formulas, or none."""
    ours = Path(tocsin.__file__).parent
    found = [
        path.name
        for path in ours.rglob("*.py")
        if re.search(r"\bcsv\.\w*[Ww]riter\(", path.read_text())
    ]
    assert found == ["sheets.py"]


def test_a_hundred_thousand_blanks_before_nothing_take_no_time_to_speak_of() -> None:
    for sign in (" ", ";", "\x1c", "\u200b", "; "):
        assert harmless(sign * 100_000) == sign * 100_000


def test_a_name_with_a_formula_comes_back_as_it_was() -> None:
    formula = "=1+1"
    (row,) = read_rows(write_csv(["name"], [[formula]]).encode())[1:]
    assert row == [formula]


def test_cap_and_its_feed_are_well_formed_and_say_it() -> None:
    for text in TEXTS:
        message = replace(GOOD, note=text, infos=(replace(INFO, headline=text, description=text),))
        again = read_cap(write_cap(message)) if len(text) < 10_000 else None
        assert again is None or again.note == legible(text).strip()
        entry = Entry(
            "x", text, datetime(2026, 3, 2, tzinfo=UTC), "http://localhost/", element_of(message)
        )
        feed = write_feed(title=text, url="u", updated=AT, author="a", entries=[entry])
        assert etree.fromstring(feed).tag.endswith("feed")


def test_a_map_is_well_formed_and_names_its_bases() -> None:
    for text in SHORT:
        drawn = draw_map(points=[], bases=[MapBase(text, 29.0, -1.0)], title=text)
        tags = {etree.QName(one).localname for one in etree.fromstring(drawn).iter()}
        assert not tags & {"script", "img", "style", "foreignObject", "image"}
        assert not [
            one
            for one in etree.fromstring(drawn).iter()
            if [name for name in map(str, one.attrib) if name.startswith("on")]
        ]


def test_a_report_holds_it_in_every_form() -> None:
    report = composed(SHORT)
    page = report_html(report, WORDS)
    for tag in ("<script", "<img", "<svg", "<style>body", "<a "):
        assert tag not in page.lower()
    assert "<script>alert(1)</script>" in report_text(report, WORDS)
    words = "\n".join(
        line.text for line in Document(io.BytesIO(report_word(report, WORDS))).paragraphs
    )
    assert "<script>alert(1)</script>" in words
    assert "{{ 7777*7 }}" in words
    assert report_pdf(report, WORDS, made_at=AT).startswith(b"%PDF-")


def test_a_text_message_of_it_is_no_longer_than_it_may_be() -> None:
    for text in TEXTS:
        fitted = fit(text, segments=2, keep=("KT423",) if "KT423" in text else ())
        assert measure(fitted.text).segments <= 2


@pytest.mark.parametrize("place", ["to", "subject"])
def test_no_word_writes_a_head_of_a_letter(place: str) -> None:
    for text in SHORT:
        given = {"to": "a@example.invalid", "subject": "Tocsin"} | {place: text}
        try:
            letter = mail_channel(1)._headed("d-1", given["to"], given["subject"])
        except SendFailed:
            continue
        letter.set_content(text)
        read = BytesParser(policy=policy.default).parsebytes(letter.as_bytes())
        assert sorted(read.keys()) == sorted(letter.keys())
        assert "Bcc" not in read


def test_what_nobody_would_see_is_laid_open_on_a_screen() -> None:
    assert laid_open("tuko \u202esalama\u202c") == "tuko ⟨U+202E⟩salama⟨U+202C⟩"
    assert laid_open("sham\u200bbulio\ufeff") == "sham⟨U+200B⟩bulio⟨U+FEFF⟩"
    assert laid_open("w" + "\u0301" * 60 + "ezi") == "w" + "\u0301" * 4 + "ezi"
    assert laid_open("👨\u200d👩\u200d👧 é\nلا") == "👨\u200d👩\u200d👧 é\nلا"


def test_a_workbook_that_asks_for_a_file_gets_none() -> None:
    """Its parts are XML too: entities are not read, from wherever they are to come."""
    sheet = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of("a", ["a"], []))) as whole,
        zipfile.ZipFile(sheet, "w") as harmed,
    ):
        for part in whole.infolist():
            is_cells = part.filename.startswith("xl/worksheets/")
            harmed.writestr(part, ASKS if is_cells else whole.read(part))
    with pytest.raises(UnreadableSheet):
        read_rows(sheet.getvalue())


ASKS = """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>
<c t="inlineStr"><is><t>a&e;b</t></is></c></row></sheetData></worksheet>"""


NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CELL, ROWS = '<c r="A1" s="1" t="n"><v>1</v></c>', "xl/worksheets/sheet1.xml"

CROWDED: dict[str, tuple[str, str | bytes]] = {
    "rows": (ROWS, f"<worksheet {NS}><sheetData>{'<row/>' * 3_000_001}</sheetData></worksheet>"),
    "cells of one row": (ROWS, f"<worksheet {NS}><sheetData><row>{CELL * 30_000}</row></sheetData></worksheet>"),
    "notes at one tag": (ROWS, "<worksheet " + " ".join(f'a{n}=""' for n in range(100_001)) + "/>"),
    "styles": ("xl/styles.xml", f"<styleSheet {NS}><cellXfs>{'<xf/>' * 100_000}</cellXfs></styleSheet>"),
    "in another sort of letters": (ROWS, f"<worksheet {NS}>{'<row/>' * 100_001}</worksheet>".encode("utf-16")),
}  # fmt: skip


def book_with(name: str, text: str | bytes) -> bytes:
    sheet = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of("a", ["code", "name"], [["X", "Y"]]))) as whole,
        zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as harmed,
    ):
        for part in whole.infolist():
            harmed.writestr(
                part.filename, text if part.filename == name else whole.read(part.filename)
            )
    return sheet.getvalue()


@pytest.mark.parametrize("name", CROWDED)
def test_some_kilobytes_that_unpack_to_millions_of_things_are_refused(name: str) -> None:
    """A hundred thousand bytes took forty seconds and two gigabytes of the pages."""
    book = book_with(*CROWDED[name])
    assert len(book) < 600_000
    with pytest.raises(UnreadableSheet, match="unpacks to more"):
        read_rows(book)


def test_a_list_as_long_as_it_may_be_is_not_crowded() -> None:
    row = f"<row>{CELL * 12}</row>"
    whole = f"<worksheet {NS}><sheetData>{row * 50_000}</sheetData></worksheet>"
    with zipfile.ZipFile(io.BytesIO(book_with(ROWS, whole))) as packed:
        assert not _is_crowded(packed)


def test_an_archive_of_thousands_of_parts_is_no_list() -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as packed:
        for number in range(1_001):
            packed.writestr(str(number), "")
    with pytest.raises(UnreadableSheet, match="unpacks to more"):
        read_rows(book.getvalue())
