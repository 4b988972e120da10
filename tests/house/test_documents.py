"""What the documents list is what there is."""

from tests.house.sources import ROOT
from tocsin.channels.catalogue import KINDS
from tools.problems_page import PAGE, problems_page

REFERENCE = ROOT / "docs" / "reference"


def test_the_page_of_problems_is_the_catalogue() -> None:
    assert PAGE.read_text() == problems_page(), "Run: python tools/problems_page.py"


def test_every_kind_of_carrier_has_its_page() -> None:
    page = (REFERENCE / "channels.md").read_text()
    assert not [kind for kind in KINDS if f"## `{kind}`" not in page]
