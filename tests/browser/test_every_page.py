"""Every page, for everybody: readable by all, on any screen, light enough, and of our own house."""

from typing import Literal
from urllib.parse import urlparse
from uuid import UUID

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from lxml.html import document_fromstring
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import OF_COLOURS, OF_SIZE, axe_file, violations
from tests.browser.desks import Desks
from tests.browser.inventory import PAGES, PARTS, InFrench, Inventory

ALL_RIGHTS = ["okello", "salima", "releaser", "admin", "auditor"]
"""Between them they may do everything that is done on a page."""

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}
Theme = Literal["light", "dark"]
LOOKS: tuple[tuple[ViewportSize, Theme, list[str] | None], ...] = (
    (DESK, "light", None),
    (PHONE, "dark", [*OF_COLOURS, *OF_SIZE]),
)
"""Every rule once, and what another theme or screen of the same page can break."""

CONSOLE = "tocsin.console.urls"
ANY = {
    IntConverter: 0,
    SlugConverter: "x",
    StringConverter: "x",
    UUIDConverter: UUID(int=0),
}
"""Some value of each sort that an address may hold."""

PAGE_WEIGHT = 60_000
BOARD_WEIGHT = 400_000
SHEETS_WEIGHT = 140_000
"""Pages as they will be printed are drawings: whoever asks for them fetches them, nobody else."""

BOARD_WEIGHT_WITHOUT_MAP = 100_000
FONT = "[.]woff2$"
"""It comes once and is kept, so it weighs on no page but the first."""

NARROW = "document.documentElement.scrollWidth <= innerWidth"
WEIGHT = """(without) => performance.getEntries()
    .filter((one) => "encodedBodySize" in one && !new RegExp(without).test(one.name))
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""

FOREIGN = """() => performance.getEntriesByType("resource").map((one) => one.name)
    .filter((name) => !name.startsWith(location.origin + "/") && !/^(data|blob):/.test(name))"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_serves_everybody(name: str, inventory: Inventory, desks: Desks) -> None:
    who, path = inventory.of(name)
    page = desks.visit(who, path)
    expect(page.locator("main h1")).to_have_count(1)
    most = {"board": BOARD_WEIGHT, "report_pages": SHEETS_WEIGHT}.get(name, PAGE_WEIGHT)
    assert page.evaluate(WEIGHT, FONT) < most
    assert page.evaluate(FOREIGN) == [], "it asks somebody else for something"
    wrong = [line for look in LOOKS for line in _judge(page, *look)]
    assert not wrong, "\n".join(wrong)
    page.set_viewport_size(SMALL_PHONE)
    assert page.evaluate(NARROW), "it scrolls sideways at 320 px"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_scripts(
    name: str, inventory: Inventory, in_french: InFrench
) -> None:
    """No script makes any of it: what the server answers has its heading already."""
    _, path = inventory.of(name)
    answer = in_french.of(name)
    assert (answer.status, urlparse(answer.url).path) == (200, urlparse(path).path)
    assert len(list(document_fromstring(answer.body()).iterfind(".//main//h1"))) == 1


def test_the_board_opens_where_scripts_may_not_run(desks: Desks) -> None:
    page = desks.visit("okello", "/", java_script_enabled=False)
    expect(page.locator("main h1")).to_have_count(1)


def test_the_board_is_light_where_its_map_is_kept(desks: Desks) -> None:
    board = desks.open("okello")
    assert board.evaluate(WEIGHT, "/map-|/ground") < BOARD_WEIGHT_WITHOUT_MAP


@pytest.mark.usefixtures("inventory")  # so that there is a message to judge
@pytest.mark.parametrize("width", [320, 360, 390])
def test_the_words_of_a_message_have_the_width_of_a_small_phone(width: int, desks: Desks) -> None:
    inbox = desks.visit("okello", "/triage/")
    inbox.set_viewport_size({"width": width, "height": 740})
    words = inbox.locator("#inbox .row-words").first
    assert words.evaluate("one => one.clientWidth") > width / 2


def test_the_inventory_leaves_no_page_out(desks: Desks) -> None:
    """What stands in no list must be a deed: it refuses to be opened."""
    pages = [one for one in get_resolver(CONSOLE).url_patterns if isinstance(one, URLPattern)]
    windows = [desks.visit(who, "/more/").context.request for who in ALL_RIGHTS]
    for page in pages:
        if page.name is None or page.name in PAGES or page.name in PARTS:
            continue
        given = {name: ANY[type(kind)] for name, kind in page.pattern.converters.items()}
        path = reverse(page.name, urlconf=CONSOLE, kwargs=given)
        answers = (window.get(path, max_redirects=0).status for window in windows)
        assert 405 in answers, f"{path} can be opened"


def _judge(page: Page, screen: ViewportSize, theme: Theme, rules: list[str] | None) -> list[str]:
    page.set_viewport_size(screen)
    page.emulate_media(color_scheme=theme)
    wrong = [] if page.evaluate(NARROW) else ["scrolls sideways"]
    if axe_file() is None:
        pytest.skip("needs axe-core: make assets, with Node and its registry")
    wrong += violations(page, only=rules)
    return [f"{theme}, {screen['width']} px: {line}" for line in wrong]
