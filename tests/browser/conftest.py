"""Chromium on a running exercise; every page of every test is watched for complaints."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.bench import ATTACK, PAGED, THEFT, Bench
from tests.browser.deployment import Deployment, running
from tests.browser.desks import Desks
from tests.browser.inventory import (
    InFrench,
    Inventory,
    change_profile,
    draft_flash,
    draft_release,
    take_inventory,
    widen,
)
from tocsin.channels.contract import wall_clock
from tocsin.channels.dialect import signed_headers

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, see pyproject")

CHROMIUM = "chromium-headless-shell"
"""Chromium without its own windows, which cost more than the pages in them."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
UNREADABLE = b"\xff{"
PATIENCE = 60_000
"""Milliseconds to wait for what a page should show; two cores may be busy with other tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.chromium)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Put what the exercise wrote in its logs beside a test that failed: its folder goes with the run."""
    report = yield
    deployment = getattr(item, "funcargs", {}).get("deployment")
    if report.failed and isinstance(deployment, Deployment):
        report.sections += deployment.last_words()
    return report


@pytest.fixture(scope="package")
def deployment() -> Iterator[Deployment]:
    with running() as one:
        yield one


@pytest.fixture(scope="package")
def _offices(deployment: Deployment) -> Iterator[Desks]:
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        chromium = shutil.which(CHROMIUM) or CHROMIUM
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield Desks(browser, deployment)
        browser.close()


@pytest.fixture
def desks(_offices: Desks) -> Iterator[Desks]:
    """Open pages for people who are signed in. A page that complained fails its test."""
    with ExitStack() as closing:
        closing.callback(_offices.close)
        yield _offices
        _offices.check()


@pytest.fixture(scope="package")
def _wall(_offices: Desks) -> Bench:
    return Bench(_offices.keep("salima", "/demo/phones/"))


@pytest.fixture
def bench(_wall: Bench) -> Bench:
    """The wall of simulated phones, in a window of its own."""
    return _wall


@pytest.fixture(scope="package")
def in_french(_offices: Desks, inventory: Inventory) -> InFrench:
    return InFrench(_offices, inventory)


@pytest.fixture(scope="package")
def inventory(deployment: Deployment, _offices: Desks, _wall: Bench) -> Inventory:
    """Addresses of a night in which something of each sort has happened."""
    village = deployment.number("focal point", "Kibirizi")
    _wall.text(village, ATTACK.format(place="Kibirizi"))
    officer = deployment.number("duty officer", "Base Rutshuru")
    _wall.text(officer, f"{_wall.code(officer, PAGED)} 3")
    _wall.ring(village)
    _wall.text(deployment.number("focal point", "Bunagana"), THEFT.format(place="Bunagana"))
    headers = signed_headers(deployment.secret("sms"), UNREADABLE, at=wall_clock())
    httpx.post(f"{deployment.url}/in/sms/", content=UNREADABLE, headers=headers, timeout=5)
    draft_release(_offices)
    change_profile(_offices)
    draft_flash(_offices)
    widen(_offices)
    found = take_inventory(_offices)
    _offices.close()
    return found
