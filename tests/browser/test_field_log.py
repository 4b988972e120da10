"""A phone on a hill: the log opens, keeps and seals without a network, and sends by itself when there is one."""

from playwright.sync_api import expect

from tests.browser.desks import Desks

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
SAID = "Bunduki zinalia karibu na Kibirizi sasa hivi"
WAITS = 20_000
"""Milliseconds: the page tries again after ten seconds at the most when a first try failed."""
STORED = """async () => {
  const found = [];
  for (const row of await tocsinOutbox.entries()) found.push([row.state, row.sealed?.byteLength > 100,
    new TextDecoder('latin1').decode(row.sealed ?? new Uint8Array())]);
  return found;
}"""


def test_what_is_written_without_a_network_is_sealed_kept_and_sent_later(desks: Desks) -> None:
    page = desks.open("okello", "/field/phones/", **PHONE)
    page.get_by_role("button", name="Set this phone up").click()
    page.wait_for_url("**/field/")
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    expect(page.locator("#link")).to_have_text("Nothing waits on this phone")

    page.context.set_offline(True)
    page.reload()
    page.get_by_label("Where").press_sequentially("kibi")
    expect(page.locator("#places option").first).to_be_attached()
    page.get_by_label("What was said").fill(SAID)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#saved")).to_have_text("Kept on this phone.")
    expect(page.locator("#link")).to_have_text("No link · Waiting on this phone: 1")
    ((state, is_sealed, text),) = page.evaluate(STORED)
    assert (state, is_sealed) == ("kept", True)
    assert "Bunduki" not in text

    page.context.set_offline(False)
    expect(page.locator("#link")).to_have_text("Nothing waits on this phone", timeout=WAITS)
    expect(page.locator("#entries li")).to_contain_text("received")
    desk = desks.open("okello", "/log/")
    expect(desk.get_by_text(SAID)).to_be_visible()

    desk.goto("/field/phones/")
    desk.get_by_role("button", name="Lost or taken: empty it").first.click()
    page.reload()
    expect(page.get_by_role("link", name="Set this phone up")).to_be_visible()
    assert page.evaluate(
        "async () => [await tocsinOutbox.phone() ?? null, await caches.keys()]"
    ) == [None, []]
    desks.forgive("net::ERR_")
    desks.forgive("410")
