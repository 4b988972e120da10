"""A phone on a hill: the log opens, keeps and seals without a network, and sends by itself when there is one."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

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


WORDS = """async (text) => tocsinOutbox.keep({ way: "walk_in", text, kind: "", priority: "", place: "", source: "",
  happened_at: new Date().toISOString(), saved_at: new Date().toISOString() })"""
STATES = "async () => (await tocsinOutbox.entries()).map((one) => [one.state, one.sealed?.byteLength > 100])"
ENTRIES = "**/field/entries/*"
NOT_OURS = [
    *[(status, "<h1>Maintenance</h1>") for status in (200, 400, 401, 409, 410, 413, 422, 500)],
    (200, "{}"),
    (422, '{"code": "request.unreadable"}'),
]
"""What a proxy, a page to sign in or a server under a wrong name answers where our door was asked."""


def answering(status: int, body: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, body=body)

    return answer


def set_up(desks: Desks) -> Page:
    # Its worker would send past what the test answers in our door's place.
    page = desks.open("okello", "/field/phones/", **PHONE, service_workers="block")
    page.get_by_role("button", name="Set this phone up").click()
    page.wait_for_url("**/field/")
    expect(page.locator("#link")).to_have_text("Nothing waits on this phone")
    return page


def test_only_the_server_s_own_answer_takes_an_entry_from_the_phone(desks: Desks) -> None:
    page, text = set_up(desks), "Watu wengi wanakimbia kutoka Kibirizi"
    page.evaluate(WORDS, text)
    for status, body in NOT_OURS:
        page.route(ENTRIES, answering(status, body))
        assert page.evaluate("() => tocsinOutbox.send()") == "later", (status, body)
        assert page.evaluate(STATES) == [["kept", True]], (status, body)
        page.unroute(ENTRIES)

    page.route(ENTRIES, answering(401, '{"code": "field.phone_unknown"}'))
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.get_by_text("The server does not know this phone any more.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    page.unroute(ENTRIES)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("#link")).to_have_text("Nothing waits on this phone")
    expect(page.get_by_text("The server does not know this phone any more.")).to_be_hidden()
    expect(desks.open("okello", "/log/").get_by_text(text)).to_be_visible()
    desks.forgive("Failed to load resource")
    desks.forgive("Service Worker")


def test_an_entry_that_fails_alone_holds_up_no_other(desks: Desks) -> None:
    page = set_up(desks)
    for text in ("first", "second", "third", "Moto katika soko la Kibirizi", "fifth"):
        page.evaluate(WORDS, text)
    ids = page.evaluate("async () => (await tocsinOutbox.entries()).map((one) => one.id)")
    for entry in ids[:3]:
        page.route(f"**/field/entries/{entry}", answering(500, "no"))
    page.route(f"**/field/entries/{ids[4]}", answering(503, '{"code": "field.phone_full"}'))
    ended = [page.evaluate("() => tocsinOutbox.send()") for _ in range(2)]
    assert ended == ["later", "later"]
    assert [state for state, _ in page.evaluate(STATES)] == ["kept", "kept", "kept", "sent", "kept"]
    desks.forgive("Failed to load resource")
    desks.forgive("Service Worker")
