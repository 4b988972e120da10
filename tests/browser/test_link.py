"""A screen that is no longer told says so loudly, and is live again by itself."""

import os
import re
import signal

from playwright.sync_api import expect

from tests.browser.bench import ATTACK, Bench
from tests.browser.deployment import Deployment
from tests.browser.desks import Desks

SILENT = "00:28"
"""Longer than a page bears without a sign of life (live.js)."""

MINUTE = "01:01"
AGAIN = 60_000

BREAK = """(count) => {
    const whole = window.fetch;
    window.broken = 0;
    window.fetch = async (...asked) => {
        const answer = await whole(...asked);
        if (window.broken >= count) return answer;
        window.broken += 1;
        const half = new ReadableStream({
            start(body) {
                body.enqueue(new TextEncoder().encode("<div"));
                body.error(new TypeError("network error"));
            },
        });
        return new Response(half, { status: answer.status });
    };
}"""
"""A link on which the next answers begin and never end."""


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


def test_answers_that_break_off_hide_no_attack_for_long(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    board = desks.open("okello")
    expect(board.locator("[data-link]")).to_have_attribute("data-state", "live")
    waiting = board.locator("#board-counters").get_attribute("data-unacknowledged")
    board.evaluate(BREAK, 4)
    bench.text(deployment.number("focal point", "Drodro"), ATTACK.format(place="Drodro"))
    expect(board.locator(".row-alarm", has_text="Drodro")).to_be_visible(timeout=AGAIN)
    expect(board.locator("#board-counters")).not_to_have_attribute(
        "data-unacknowledged", str(waiting), timeout=AGAIN
    )
    assert board.evaluate("window.broken") == 4


def test_what_only_time_makes_late_shows_on_a_board_that_stays_open(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    board = desks.open("okello", "about:blank")
    board.clock.install()
    board.goto("/")
    foot = board.locator("#board-foot")
    before = foot.inner_text()
    bench.ring(deployment.number("focal point", "Fataki"))
    queue = desks.open("okello", "/calls/")
    expect(queue.locator("[data-row]", has_text="Fataki").first).to_be_visible()
    assert foot.inner_text() == before
    board.clock.fast_forward(MINUTE)
    expect(foot).not_to_have_text(before)
