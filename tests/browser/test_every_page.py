"""Every page, for everybody: readable by all, on any screen, light enough, and of our own house."""

import re
from urllib.parse import urlparse

import httpx
import pytest
from django.urls import get_resolver
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import axe_file, violations
from tests.browser.bench import ATTACK, Bench
from tests.browser.deployment import Deployment
from tests.browser.desks import Desks
from tests.browser.inventory import PAGES, PARTS, Inventory, take_inventory

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}
PAGE_WEIGHT = 60_000
BOARD_WEIGHT = 400_000
BOARD_WEIGHT_WITHOUT_MAP = 100_000
NARROW = "document.documentElement.scrollWidth <= innerWidth"
WEIGHT = """(without) => performance.getEntries()
    .filter((one) => "encodedBodySize" in one && !new RegExp(without).test(one.name))
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""


@pytest.fixture(scope="package")
def _found() -> list[Inventory]:
    return []


@pytest.fixture
def inventory(
    _found: list[Inventory], deployment: Deployment, desks: Desks, bench: Bench
) -> Inventory:
    """Addresses of a night in which something of each sort has happened."""
    if not _found:
        bench.text(deployment.number("focal point", "Kibirizi"), ATTACK.format(place="Kibirizi"))
        bench.ring(deployment.number("focal point", "Kibirizi"))
        httpx.post(f"{deployment.url}/in/sms/", content=b"\xff{", timeout=5)
        _found.append(take_inventory(desks))
    return _found[0]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_serves_everybody(name: str, inventory: Inventory, desks: Desks) -> None:
    who, path = inventory.of(name)
    page = desks.open(who, path) if who else desks.stranger(path)
    expect(page.locator("main h1")).to_have_count(1)
    assert page.evaluate(WEIGHT, "^$") < (BOARD_WEIGHT if name == "board" else PAGE_WEIGHT)
    wrong = [line for screen in (DESK, PHONE) for line in _judge(page, screen)]
    assert not wrong, "\n".join(wrong)
    page.set_viewport_size(SMALL_PHONE)
    assert page.evaluate(NARROW), "it scrolls sideways at 320 px"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_scripts(name: str, inventory: Inventory, desks: Desks) -> None:
    who, path = inventory.of(name)
    plain = {"java_script_enabled": False}
    page = desks.open(who, path, **plain) if who else desks.stranger(path, **plain)
    expect(page.locator("main h1")).to_have_count(1)
    assert urlparse(page.url).path == urlparse(path).path


def test_the_board_is_light_where_its_map_is_kept(desks: Desks) -> None:
    board = desks.open("okello")
    assert board.evaluate(WEIGHT, "/map|/ground") < BOARD_WEIGHT_WITHOUT_MAP


def test_the_inventory_leaves_no_page_out(deployment: Deployment, desks: Desks) -> None:
    """What stands in no list must be a deed: it refuses to be opened."""
    places, who = get_resolver("tocsin.console.urls").reverse_dict, {"okello", "admin", "auditor"}
    names = {name for name in places if isinstance(name, str)} - PAGES.keys() - PARTS
    windows = [desks.open(one).context.request for one in sorted(who)]
    for name in sorted(names):
        path = re.sub(r"%\(\w+\)s", "0", places.getlist(name)[0][0][0][0])
        answers = {window.get(f"/{path}", max_redirects=0).status for window in windows}
        assert 405 in answers, f"{name} ({path}) can be opened: {answers}"


def _judge(page: Page, screen: ViewportSize) -> list[str]:
    page.set_viewport_size(screen)
    wrong = [] if page.evaluate(NARROW) else [f"scrolls sideways at {screen['width']} px"]
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        if axe_file() is None:
            pytest.skip("needs axe-core: make assets, with Node and its registry")
        wrong += [f"{theme}, {screen['width']} px: {line}" for line in violations(page)]
    return wrong
