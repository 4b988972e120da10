"""A composed report as a Word file, for whoever must go on writing in it."""

import io

from docx import Document
from docx.document import Document as File
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as DrawnTable

from tocsin.domain.legible import legible
from tocsin.domain.reports.compose import Composition, Part, Piece, Table
from tocsin.domain.reports.saying import Words
from tocsin.formats.printing import print_pixels
from tocsin.formats.report_pdf import Picture, references

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
PICTURE_WIDTH = Cm(10)


def report_word(
    composed: Composition, words: Words, *, picture: Picture | None = None, notice: str = ""
) -> bytes:
    """Return the file, its language set, its marking at the head and the foot of every page.

    `picture` is a map or bars, as in the PDF. `notice` says first that it should have been on other paper.
    """
    file = Document()
    _page(file, composed)
    file.core_properties.title = legible(composed.title)
    file.core_properties.author = "Tocsin"
    if notice:
        file.add_paragraph().add_run(notice).bold = True
    line = file.add_paragraph()
    line.add_run(
        legible(" – ".join(p for p in (composed.reference, composed.stage) if p))
    ).bold = True
    file.add_heading(legible(composed.title), level=1)
    for term, value in composed.facts:
        fact = file.add_paragraph()
        fact.paragraph_format.space_after = Pt(0)
        fact.add_run(legible(f"{term}  ")).bold = True
        fact.add_run(legible(value))
    write_body(file, composed, words, picture=picture)
    file.add_paragraph(legible(composed.closing))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def write_body(
    file: File, composed: Composition, words: Words, *, picture: Picture | None = None
) -> None:
    """Write the picture, the sentences and tables at the end of a file, whatever styles it has."""
    if picture:
        _draw(file, picture)
    for part in composed.parts:
        _part(file, part, words)


def _page(file: File, composed: Composition) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    style = file.styles["Normal"]
    style.font.size = Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGES.get(composed.language, "fr-FR"))
    style.element.get_or_add_rPr().append(language)
    mark = "   ".join(text for text in (composed.marking, composed.watermark) if text)
    for place in (section.header, section.footer):
        place.paragraphs[0].add_run(legible(mark)).bold = True


def _draw(file: File, picture: Picture) -> None:
    """Draw it in pixels, which every version of Word shows, with its words for those who cannot see it."""
    pixels = io.BytesIO(print_pixels(picture.svg, fill=picture.fill))
    drawn = file.add_picture(pixels, width=PICTURE_WIDTH)
    drawn._inline.docPr.set("descr", legible(picture.alt))  # noqa: SLF001 - python-docx has no name for it
    file.add_paragraph().add_run(legible(picture.alt)).font.size = Pt(8)


def _part(file: File, part: Part, words: Words) -> None:
    _heading(file, legible(part.heading))
    for piece in part.pieces:
        _piece(file, piece, str(words.tables["label"]["comment"]))
    for table in part.tables:
        _table(file, table)
    for definition in part.definitions:
        file.add_paragraph().add_run(legible(definition)).font.size = Pt(8)


def _heading(file: File, text: str) -> None:
    """Write a heading; a template without the style has it in bold, and in the outline all the same."""
    if _has(file, "Heading 2"):
        file.add_heading(text, level=2)
        return
    paragraph = file.add_paragraph()
    paragraph.add_run(text).bold = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    paragraph._p.get_or_add_pPr().append(level)  # noqa: SLF001 - python-docx has no name for it


def _has(file: File, style: str) -> bool:
    return any(one.name == style for one in file.styles)


def _piece(file: File, piece: Piece, comment: str) -> None:
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(3)
    if piece.is_comment:
        paragraph.add_run(f"{comment} ").bold = True
    paragraph.add_run(legible(piece.text)).italic = piece.is_comment
    if signs := references(piece.sources):
        paragraph.add_run(legible(f" {signs}")).font.size = Pt(7)


def _table(file: File, table: Table) -> None:
    drawn = file.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    if _has(file, "Table Grid"):
        drawn.style = "Table Grid"
    else:
        _rule(drawn)
    for number, texts in enumerate((table.columns, *table.rows)):
        for cell, text in zip(drawn.rows[number].cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(legible(text))
            run.bold, run.font.size = number == 0, Pt(8)
    # The head is repeated on each page, and read out as a head.
    first = drawn._tbl.tr_lst[0]  # noqa: SLF001 - python-docx has no name for it
    first.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _rule(drawn: DrawnTable) -> None:
    """Draw the lines of a table in a template that has no style for one."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    drawn._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no name for it
