"""Letterheads: a template names fields and can do nothing else, and no report is lost to one."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as File

from tests.formats.test_report_files import AT, WORDS
from tocsin.domain.letterhead_words import LetterheadFault as Wrong
from tocsin.domain.report_words import Origin, ReportKind, Section
from tocsin.domain.reports.compose import Head, Part, Piece, compose
from tocsin.domain.reports.statements import Statement
from tocsin.formats.letterhead import (
    LetterheadBroken,
    faults_of,
    is_installed,
    on_letterhead,
    plain_template,
)
from tocsin.formats.letterhead_file import DOCUMENT, LARGEST, LARGEST_XML

pytestmark = pytest.mark.skipif(not is_installed(), reason="needs tocsin[letterhead]")
PLAIN = plain_template() if is_installed() else b""
COMPOSED = compose(
    Head(ReportKind.DAILY, "DAILY/X/2026/001", 0, None, "Mpala", AT, is_draft=False),
    [
        Statement(
            "a", Section.EVENT, text="Rien de neuf & tout <va> bien.", sources=("incident:47",)
        ),
        Statement("b", Section.POPULATION, "row.needs", {"number": 4, "place": "Kasenga"}),
    ],
    WORDS,
)
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
HOSTILE = "{{ 7*7 }} {% for x in y %} <w:p> & {{ marking }}"


def template(change: Callable[[File], object] = lambda _: None) -> bytes:
    file = Document(io.BytesIO(PLAIN))
    change(file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def says(text: str) -> bytes:
    """Return a template with a paragraph more."""
    return template(lambda file: file.add_paragraph(text))


def swapped(old: str, new: str, *, part: str = "word/document.xml", more: str = "") -> bytes:
    """Return a template in which a part reads otherwise, with one file more if one is named."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            made.writestr(
                name, content.replace(old.encode(), new.encode(), 1) if name == part else content
            )
        if more:
            made.writestr(more, b"x")
    return out.getvalue()


def in_utf_16(head: str) -> bytes:
    """Return a template whose document has a head that no search for bytes would find."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == DOCUMENT:
                body = content.decode().partition("?>")[2]
                content = ('<?xml version="1.0" encoding="UTF-16"?>' + head + body).encode("utf-16")
            made.writestr(name, content)
    return out.getvalue()


def harmed() -> bytes:
    """Return a template one of whose parts does not unpack."""
    whole = bytearray(PLAIN)
    whole[60:90] = bytes(30)
    return bytes(whole)


def linked(kind: str, target: str) -> bytes:
    relation = (
        f'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/x/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    return swapped("</Relationships>", relation, part="word/_rels/document.xml.rels")


def field(code: str) -> bytes:
    """Return a template with a field of Word whose name stands in two pieces."""
    run = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>', f"<w:instrText>{code[:3]}</w:instrText>",
            f"<w:instrText>{code[3:]}</w:instrText>", '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip
    return swapped("<w:sectPr", f"<w:p>{run}</w:p><w:sectPr")


def header_in(part: str, *, before: bytes = b"", strict: bool = False) -> bytes:
    """Return a template whose head runs a program when it is opened, in a part of another name."""
    out = io.BytesIO()
    field = b'<w:p><w:fldSimple w:instr="DDEAUTO x"/></w:p></w:hdr>'
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name).replace(b"</w:hdr>", field)
            content = content.replace(b"header1.xml", part.encode())
            if name.endswith("header1.xml"):
                content = before + content.partition(b"?>")[2].lstrip() if before else content
                content = content.replace(TRANSITIONAL, STRICT) if strict else content
            made.writestr(name.replace("header1.xml", part), content)
    return out.getvalue()


def drawing(inside: str, *, head: str = "") -> bytes:
    """Return a template with a drawing beside it."""
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as made:
        svg = f'{head}<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
        made.writestr("word/media/logo.svg", svg)
    return out.getvalue()


def with_font(content: bytes) -> bytes:
    """Return a template with a font in it: its first 32 bytes are veiled by a key of its own."""
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("word/fonts/font1.odttf", content)
    return out.getvalue()


def more(xml: str) -> bytes:
    return swapped("<w:sectPr", f"{xml}<w:sectPr")


def text_of(content: bytes) -> str:
    file = Document(io.BytesIO(content))
    around = [
        one.text
        for part in (file.sections[0].header, file.sections[0].footer)
        for one in part.paragraphs
    ]
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*around, *(one.text for one in file.paragraphs), *cells])


@pytest.mark.parametrize(
    ("content", "wrong", "words"),
    [
        (b"", Wrong.NOT_WORD, ""),
        (b"PK\x03\x04 no zip", Wrong.NOT_WORD, ""),
        (b"x" * (LARGEST + 1), Wrong.TOO_LARGE, ""),
        (swapped("", "", more="word/vbaProject.bin"), Wrong.MACROS, "word/vbaProject.bin"),
        (swapped("", "", more="word/embeddings/a.xlsx"), Wrong.EMBEDDED, "word/embeddings/a.xlsx"),
        (linked("attachedTemplate", "http://x.example/t.dotm"), Wrong.FETCHES, "http://x.example/t.dotm"),
        (linked("image", "http://x.example/i.png"), Wrong.FETCHES, "http://x.example/i.png"),
        (linked("hyperlink", "file:///c:/x"), Wrong.FETCHES, "file:///c:/x"),
        (swapped("<w:document", "<!DOCTYPE w><w:document"), Wrong.NOT_WORD, "word/document.xml"),
        (field("DDEAUTO c:\\x"), Wrong.WORD_FIELD, "DDEAUTO"),
        (field("INCLUDETEXT x"), Wrong.WORD_FIELD, "INCLUDETEXT"),
        (says("{{ password }}"), Wrong.UNKNOWN_FIELD, "password"),
        (says("{{ title.__class__ }}"), Wrong.NOT_A_FIELD, "getattr"),
        (says("{{ title|upper }}"), Wrong.NOT_A_FIELD, "filter"),
        (says("{{ title() }}"), Wrong.NOT_A_FIELD, "call"),
        (says("{{ 'a' * 9999999999 }}"), Wrong.NOT_A_FIELD, "mul"),
        (says("{% for x in title %}{% endfor %}"), Wrong.NOT_A_FIELD, "for"),
        (says("{% set title = 1 %}"), Wrong.NOT_A_FIELD, "assign"),
        (says("{% include 'x' %}"), Wrong.NOT_A_FIELD, "include"),
        (says("{{ title"), Wrong.NOT_A_FIELD, ""),
        (says("{{ body }}"), Wrong.BODY_NOT_ALONE, ""),
        (says("and {{ body }}"), Wrong.BODY_NOT_ALONE, ""),
        # Each of these once took docxtpl's patterns seconds or minutes, or was a fault of ours.
        (says("{{" * 20_000), Wrong.NOT_A_FIELD, ""),
        (says("{% {{ title }}" * 3), Wrong.NOT_A_FIELD, ""),
        (says("{{ title }}" * 300), Wrong.TOO_LARGE, ""),
        (swapped("<w:body>", "<w:body><!-- {{ title }} -->"), Wrong.NOT_A_FIELD, ""),
        (swapped("<w:sectPr", '<w:p w:x="{{ title }}"/><w:sectPr'), Wrong.NOT_A_FIELD, ""),
        (swapped("<w:sectPr", f"<w:p>{'x' * LARGEST_XML}</w:p><w:sectPr"), Wrong.TOO_LARGE, ""),
        (in_utf_16("<!DOCTYPE w [<!ENTITY x 'y'>]>"), Wrong.NOT_WORD, "word/document.xml"),
        (harmed(), Wrong.NOT_WORD, ""),
        # Word goes by the list of parts and not by their names.
        (header_in("header1.dat"), Wrong.WORD_FIELD, "DDEAUTO"),
        (header_in("header1.XML"), Wrong.WORD_FIELD, "DDEAUTO"),
        (header_in("header1.rels"), Wrong.WORD_FIELD, "DDEAUTO"),
        (header_in("header1.odttf"), Wrong.WORD_FIELD, "DDEAUTO"),
        (header_in("header1.dat", before=b"\n" * 201), Wrong.WORD_FIELD, "DDEAUTO"),
        (header_in("header1.dat", before=b" " * 200_000), Wrong.WORD_FIELD, "DDEAUTO"),
        (header_in("header1.xml", strict=True), Wrong.WORD_FIELD, "DDEAUTO"),
        (drawing("<script>x</script>"), Wrong.EMBEDDED, "script"),
        (drawing('<rect onload="x"/>'), Wrong.EMBEDDED, "rect"),
        (drawing('<image href="//x.example/i"/>'), Wrong.FETCHES, "//x.example/i"),
        (drawing("<style>@import 'x'</style>"), Wrong.FETCHES, "style"),
        (drawing("<style><!--x-->@import 'x'</style>"), Wrong.FETCHES, "style"),
        (drawing("<style>@im<!--x-->port 'x'</style>"), Wrong.FETCHES, "style"),
        (drawing("<style>@\\69mport 'x'</style>"), Wrong.FETCHES, "style"),
        (drawing('<g style="fill:u\\72l(http://x.example)"/>'), Wrong.FETCHES, "g"),
        (drawing("<g style=\"fill:url( 'http://x.example')\"/>"), Wrong.FETCHES, "g"),
        (drawing("", head='<?xml-stylesheet href="http://x.example/s"?>'), Wrong.FETCHES, "xml-stylesheet"),
        (drawing('<a href="javascript:x"/>'), Wrong.FETCHES, "javascript:x"),
        (drawing("", head="<!DOCTYPE svg [<!ENTITY x 'y'>]>"), Wrong.NOT_WORD, "word/media/logo.svg"),
        (drawing("", head=USUAL.replace("www.w3.org", "x.example")), Wrong.NOT_WORD, "word/media/logo.svg"),
        (drawing("", head=USUAL * 2), Wrong.NOT_WORD, "word/media/logo.svg"),
        (swapped("<w:document", f"{USUAL}<w:document"), Wrong.NOT_WORD, DOCUMENT),
        (more('<v:imagedata xmlns:v="urn:v" src="http://x.example/i"/>'), Wrong.FETCHES, "http://x.example/i"),
        (more("<w:mailMerge/>"), Wrong.FETCHES, "mailMerge"),
        # Each of these took python-docx minutes, or would have been millions of cells.
        (more("<w:p/>" * 2_001), Wrong.TOO_LARGE, DOCUMENT),
        (more("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * 51), Wrong.TOO_LARGE, DOCUMENT),
        (more("<w:r/>" * 20_001), Wrong.TOO_LARGE, DOCUMENT),
        (more('<w:gridSpan w:val="99999999"/>'), Wrong.TOO_LARGE, DOCUMENT),
        (swapped("{{ body }}", "nothing"), Wrong.FIELD_MISSING, "body"),
        (swapped("{{ body }}", "{% if stage %}{{ body }}{% endif %}"), Wrong.FIELD_MISSING, "body"),
    ],
)  # fmt: skip
def test_what_is_not_inert_is_refused_and_named(content: bytes, wrong: Wrong, words: str) -> None:
    assert (wrong, words) in [(one.fault, one.words) for one in faults_of(content)]
    with pytest.raises(LetterheadBroken):
        on_letterhead(content, COMPOSED, WORDS)


@pytest.mark.parametrize(
    "content",
    [
        plain_template(),
        drawing(
            '<use href="#a"/><image href="data:image/png;base64,AAAA"/><g style="fill:url(#a)"/>'
        ),
        drawing('<a href="https://mission.example/"><text>C:\\a</text></a>', head=USUAL),
        drawing('<g i:path="C:\\logo" xmlns:i="urn:i"/><style>a{fill:url( #a )}</style>'),
        drawing("<g style=\"fill:url('#a');stroke:url( #b )\"/>"),
        more('<v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="https://mission.example/"/>'),
        with_font(b"<" + bytes(range(1, 32)) + bytes(64)),
        says("{% if watermark %}Copy: {{ watermark }}{% endif %}"),
        says("{# a note #} plain words, 100 % sure"),
        linked("hyperlink", "https://mission.example/"),
        field("PAGE"),
    ],
)
def test_what_only_names_fields_may_be_used(content: bytes) -> None:
    assert faults_of(content) == []


def test_a_report_stands_whole_on_the_paper_of_the_mission() -> None:
    paper = template(lambda file: file.add_paragraph("Mission of Somewhere, P.O. box 7"))
    text = text_of(on_letterhead(paper, replace(COMPOSED, watermark="Copy: JOC"), WORDS))
    for part in COMPOSED.parts:
        assert part.heading in text
        assert all(piece.text in text for piece in part.pieces)
        assert all(cell in text for table in part.tables for row in table.rows for cell in row)
    assert text.count(COMPOSED.marking) == 2
    assert "Copy: JOC" in text
    assert text.index(COMPOSED.title) < text.index(COMPOSED.parts[0].heading)
    assert text.index(COMPOSED.parts[-1].heading) < text.index("P.O. box 7")
    assert "{{" not in text
    assert "body-" not in text


def test_what_people_write_is_never_run_as_a_template() -> None:
    piece = Piece("own.1", HOSTILE, (), Origin.WRITTEN, is_comment=True)
    part = Part(Section.ASSESSMENT, HOSTILE, (piece,), ())
    composed = replace(COMPOSED, title=HOSTILE, parts=(part,))
    text = text_of(on_letterhead(plain_template(), composed, WORDS))
    assert text.count(HOSTILE) == 3
    assert "49" not in text


def test_a_template_without_our_styles_still_carries_headings_and_tables() -> None:
    def strip(file: File) -> None:
        for name in ("Heading 2", "Table Grid"):
            file.styles[name].element.getparent().remove(file.styles[name].element)

    text = text_of(on_letterhead(template(strip), COMPOSED, WORDS))
    assert all(part.heading in text for part in COMPOSED.parts)
