"""What the documents list is what there is."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, name, text, tracked
from tocsin.channels.catalogue import KINDS
from tools.lexicon_review import FOLDER, files
from tools.problems_page import PAGE, problems_page
from tools.reference_pages import PAGES

REFERENCE = ROOT / "docs" / "reference"


def test_the_page_of_problems_is_the_catalogue() -> None:
    assert PAGE.read_text() == problems_page(), "Run: python tools/problems_page.py"


def test_every_kind_of_carrier_has_its_page() -> None:
    page = (REFERENCE / "channels.md").read_text()
    assert not [kind for kind in KINDS if f"## `{kind}`" not in page]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_that_repeats_the_code_says_what_the_code_says(page: str) -> None:
    written = (REFERENCE / page).read_text()
    assert written == PAGES[page](), "Run: python tools/reference_pages.py"


def test_the_lists_for_native_speakers_are_what_nobody_has_checked() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert written == files(), "Run: python -m tools.lexicon_review"


def test_every_document_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    pages = [path for path in (ROOT / "docs").rglob("*.md") if path.name != "README.md"]
    assert not [
        str(where)
        for path in pages
        if f"({(where := path.relative_to(ROOT / 'docs'))})" not in index
    ]


@pytest.mark.parametrize("page", sorted(p for p in tracked() if p.suffix == ".md"), ids=name)
def test_no_link_of_a_document_leads_nowhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(page))
    ours = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert not [link for link in ours if not (page.parent / link).exists()]
