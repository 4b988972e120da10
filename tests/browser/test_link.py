"""A screen that is no longer told says so loudly, and is live again by itself."""

import os
import re
import signal

from playwright.sync_api import Page, expect

from tests.browser.bench import ATTACK, Bench
from tests.browser.deployment import Deployment
from tests.browser.desks import Desks

SILENT = "00:28"
"""Longer than a page bears without a sign of life (live.js)."""

MINUTE = "01:01"
AGAIN = 60_000
SOON = 1_500

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

HOLD = """(address) => {
    const whole = window.fetch;
    Object.assign(window, { held: 0, moved: 0 });
    document.addEventListener("tocsin:incident", () => { window.moved += 1; });
    window.fetch = async (...asked) => {
        const answer = await whole(...asked);
        if (asked[0] !== address || window.held) return answer;
        const text = await answer.text();
        window.held = 1;
        await new Promise((done) => { window.letGo = done; });
        return new Response(text, { status: answer.status });
    };
}"""
"""A slow link: the next answer from an address is made at once, and arrives when the test lets it go."""

SWALLOW = """(count) => {
    const whole = window.fetch;
    window.swallowed = 0;
    window.fetch = (address, options) => {
        if (window.swallowed >= count) return whole(address, options);
        window.swallowed += 1;
        return new Promise((_, fail) => options?.signal?.addEventListener("abort", () => fail(options.signal.reason)));
    };
}"""
"""A link that went without a word: what is asked of it is never answered, nor refused."""

SILENT_ANSWER = "00:31"
"""Longer than a page waits for a word of an answer (asking.js)."""

CHANGED = """(section) => {
    const whole = window.fetch;
    window.fetch = async (...asked) => {
        const text = await (await whole(...asked)).text();
        return new Response(text.replace(new RegExp(`(id="${section}"[^>]*>)`), "$1<i>new</i>"));
    };
}"""
"""From now on a section says something new each time that its page is read."""

READ_ALL = "document.dispatchEvent(new CustomEvent('tocsin:poll'))"


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


def test_what_moves_while_a_page_is_on_its_way_is_read_after_it(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    bench.text(deployment.number("focal point", "Bunagana"), ATTACK.format(place="Bunagana"))
    page = open_incident(desks, "Bunagana")
    page.evaluate(HOLD, page.url)
    page.evaluate(READ_ALL)
    page.wait_for_function("() => window.held")
    acknowledge(desks, page.url)
    page.wait_for_function("() => window.moved")
    page.evaluate("window.letGo()")
    expect(page.locator("#incident-head")).to_contain_text("Acknowledged")


def test_what_moves_under_a_hand_is_held_back_said_and_shown_by_a_key(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    bench.text(deployment.number("focal point", "Eringeti"), ATTACK.format(place="Mutwanga"))
    page = open_incident(desks, "Mutwanga")
    head, bar = page.locator("#incident-head"), page.locator("[data-changed]")
    head.hover()
    acknowledge(desks, page.url)
    expect(bar).to_be_visible()
    expect(head).not_to_contain_text("Acknowledged")
    page.keyboard.press("r")
    expect(head).to_contain_text("Acknowledged")
    expect(bar).to_be_hidden()


def test_ticks_and_the_current_row_stay_when_a_list_is_read_again(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    village = deployment.number("focal point", "Drodro")
    bench.text(village, "Tunahitaji dawa na chakula katika kijiji chetu")
    inbox = desks.open("okello", "/triage/")
    row = inbox.locator("[data-row]", has_text="dawa na chakula").first
    row.get_by_role("checkbox").check()
    inbox.keyboard.press("j")
    current = inbox.locator("[data-row][aria-current=true]").get_attribute("id")
    bench.text(village, "Shule imefungwa tangu jana, watoto wako nyumbani")
    expect(inbox.locator("[data-changed]")).to_be_visible()
    inbox.keyboard.press("r")
    expect(inbox.locator("[data-row]", has_text="Shule imefungwa")).to_be_visible()
    expect(row.get_by_role("checkbox")).to_be_checked()
    expect(inbox.locator("[data-row][aria-current=true]")).to_have_attribute("id", str(current))


def test_what_somebody_typed_is_never_taken_away(desks: Desks) -> None:
    page = desks.open("salima", "/network/silence/")
    field = page.locator("#silences input:not([type=hidden])").first
    field.fill("It rains")
    page.mouse.move(0, 0)
    field.blur()
    page.evaluate(CHANGED, "silences")
    page.evaluate(READ_ALL)
    page.wait_for_timeout(2 * SOON)
    expect(field).to_have_value("It rains")
    field.fill("")
    field.blur()
    expect(page.locator("#silences > i")).to_be_attached()


def test_an_old_list_is_not_put_over_a_newer_row(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    bench.text(deployment.number("focal point", "Mangina"), ATTACK.format(place="Mangina"))
    incident = open_incident(desks, "Mangina").url
    board = desks.open("okello")
    row = board.locator("[data-row]", has_text="Mangina").first
    expect(row).to_have_attribute("data-waiting", "")
    board.evaluate(HOLD, board.url)
    board.evaluate(READ_ALL)
    board.wait_for_function("() => window.held")
    acknowledge(desks, incident)
    board.wait_for_function("() => window.moved")
    board.wait_for_timeout(SOON)
    board.evaluate("window.letGo()")
    board.wait_for_timeout(SOON)
    expect(row).to_contain_text("Acknowledged")


def test_a_board_asks_again_where_nothing_answers(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    board = desks.open("okello", "about:blank")
    board.clock.install()
    board.goto("/")
    expect(board.locator("[data-link]")).to_have_attribute("data-state", "live")
    waiting = board.locator("#board-counters").get_attribute("data-unacknowledged")
    board.evaluate(SWALLOW, 2)
    bench.text(deployment.number("focal point", "Fataki"), ATTACK.format(place="Komanda"))
    board.wait_for_function("() => window.swallowed === 2")
    board.clock.fast_forward(SILENT_ANSWER)
    expect(board.locator(".row-alarm", has_text="Komanda")).to_be_visible()
    expect(board.locator("#board-counters")).not_to_have_attribute(
        "data-unacknowledged", str(waiting)
    )


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


def open_incident(desks: Desks, place: str) -> Page:
    """Open the page of the incident at a place as soon as the board shows it."""
    board = desks.open("okello")
    row = board.locator("[data-row]", has_text=place).first
    board.goto(row.locator(".row-what a").get_attribute("href") or "")
    return board


def acknowledge(desks: Desks, incident: str) -> None:
    """Take an incident in a window of somebody else."""
    page = desks.open("mpala", incident)
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#incident-head")).to_contain_text("Acknowledged")
