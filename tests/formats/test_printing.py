"""Printed sheets: what people typed stays text, the same sheet everywhere, and nothing is fetched."""

import re
import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from tocsin.domain.problems import PRINT_FAILED, Problem
from tocsin.formats.printing import TEMPLATES, Printable, print_pdf, print_pictures

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs poppler: apt-get install poppler-utils"
)


def a_form(*said: str, paper: str = "a4") -> dict[str, Printable]:
    parts: list[Printable] = [{"kind": "text", "text": text} for text in said]
    return {"title": "Reçu", "language": "fr", "paper": paper, "parts": parts}


def text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return told.stdout.decode()


def sizes_of(pdf: bytes) -> set[str]:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    return set(re.findall(r"Page size:\s+(.*?) pts", told.stdout.decode()))


@needs_poppler
@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        '#import "@preview/evil:1.0.0"',
        "*not bold* and _not italic_",
        "= No heading",
        "$ not math $ @nobody <label>",
        'quote " backslash \\ brace } bracket ]',
        '{"title": "another"}',
    ],
)
def test_what_somebody_typed_is_never_markup(typed: str) -> None:
    assert typed in text_of(print_pdf("form", a_form(typed), made_at=NOON))


@needs_poppler
def test_accents_and_narrow_spaces_are_printed_as_they_are() -> None:
    said = "Êtes-vous en sécurité\u202f? «\u202fŒuvre\u202f» mbɔngɔ ŋ"
    printed = text_of(print_pdf("form", a_form(said), made_at=NOON))
    assert said.replace("\u202f", " ") in printed.replace("\u202f", " ")


@needs_poppler
@pytest.mark.parametrize(
    ("paper", "size"), [("a4", "595.276 x 841.89"), ("a5", "419.528 x 595.276")]
)
def test_a_sheet_has_the_size_of_its_paper(paper: str, size: str) -> None:
    assert sizes_of(print_pdf("form", a_form("x", paper=paper), made_at=NOON)) == {size}


def test_every_sheet_says_what_it_is_to_a_screen_reader() -> None:
    pdf = print_pdf("form", a_form("Bonjour"), made_at=NOON)
    assert b"pdfuaid" in pdf
    assert b"/StructTreeRoot" in pdf


@pytest.mark.parametrize("odd", ["\N{GRINNING FACE}", "a\x00b", "\ud800", "中", "\x07"])
def test_a_sign_that_no_font_has_does_not_cost_the_sheet(odd: str) -> None:
    assert print_pdf("form", a_form(odd), made_at=NOON).startswith(b"%PDF-")


def test_a_byte_order_mark_that_came_along_costs_no_sheet() -> None:
    """PDF/UA forbids it: whoever pasted it into a name kept a report from being printed."""
    for words in ("\ufeffSalama", "\ufeff", "Salama\ufeff \ufeff"):
        pdf = print_pdf("form", a_form(words), made_at=NOON)
        assert b"pdfuaid" in pdf


def test_the_same_content_at_the_same_time_gives_the_same_bytes() -> None:
    once, twice = (print_pdf("form", a_form("x"), made_at=NOON) for _ in range(2))
    assert once == twice


def test_a_preview_is_a_picture_for_each_page() -> None:
    pages = print_pictures("form", a_form(*["Ligne"] * 120))
    assert len(pages) > 1
    assert all(page.startswith(b"<svg") for page in pages)


@pytest.mark.parametrize("name", ["none", "../printing", "/etc/passwd"])
def test_a_template_that_is_not_there_is_a_problem_and_no_path(name: str) -> None:
    with pytest.raises(Problem) as told:
        print_pdf(name, a_form("x"), made_at=NOON)
    assert told.value.kind is PRINT_FAILED


def test_content_that_does_not_fit_its_template_is_a_problem_without_a_word_of_it() -> None:
    with pytest.raises(Problem) as told:
        print_pdf("form", {"language": "fr", "secret": "Neema"}, made_at=NOON)
    assert "Neema" not in told.value.sentence


def test_no_template_fetches_or_evaluates_anything() -> None:
    written = {path.name: path.read_text() for path in TEMPLATES.glob("*.typ")}
    assert written
    forbidden = re.compile(r'"@|\beval\(|\bread\(|\bplugin\(')
    assert not [name for name, source in written.items() if forbidden.search(source)]
