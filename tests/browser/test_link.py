"""A screen that is no longer told says so loudly, and is live again by itself."""

import os
import re
import signal

from playwright.sync_api import expect

from tests.browser.deployment import Deployment
from tests.browser.desks import Desks

SILENT = "00:28"
"""Longer than a page bears without a sign of life (live.js)."""

AGAIN = 20_000


def test_a_lost_stream_is_loud_and_a_new_one_is_found(deployment: Deployment, desks: Desks) -> None:
    board = desks.open("okello", "about:blank")
    board.clock.install()
    board.goto("/")
    link, banner = board.locator("[data-link]"), board.locator("[data-lost-banner]")
    expect(link).to_have_attribute("data-state", "live")
    former = deployment.pid("jobs")
    os.kill(former, signal.SIGSTOP)
    try:
        board.clock.fast_forward(SILENT)
        expect(banner).to_be_visible()
        expect(banner).to_have_text(re.compile(r"No link for \d+ s"))
    finally:
        os.kill(former, signal.SIGKILL)
    expect(link).to_have_attribute("data-state", "live", timeout=AGAIN)
    expect(banner).to_be_hidden()
    assert deployment.pid("jobs") != former
    desks.forgive("net::ERR_")
