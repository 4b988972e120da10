"""A watch without a mouse: move, open, acknowledge, judge and write down by keys."""

import re

import pytest
from playwright.sync_api import Keyboard, Locator, Page, expect

from tests.browser.bench import ATTACK, Bench
from tests.browser.deployment import Deployment
from tests.browser.desks import Desks

MINUTE = 60.0
STROKE = 0.28
"""Seconds a key takes somebody who types without haste (Card, Moran and Newell, 1983)."""


def test_a_acknowledges_the_gravest_that_waits(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    bench.text(deployment.number("focal point", "Mbau"), ATTACK.format(place="Mbau"))
    board = desks.open("okello")
    row = board.locator("[data-row]", has_text="Mbau").first
    row.locator("[data-key=a]").wait_for()
    walk_to(board, row)
    board.keyboard.press("a")
    expect(row.locator("[data-key=a]")).to_have_count(0)
    expect(row).to_contain_text("Acknowledged")


def test_j_and_k_walk_the_rows_and_enter_opens_one(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    bench.text(deployment.number("focal point", "Mongbwalu"), ATTACK.format(place="Mongbwalu"))
    bench.text(deployment.number("focal point", "Fataki"), ATTACK.format(place="Fataki"))
    board = desks.open("okello")
    for home in ("Mongbwalu", "Fataki"):
        board.locator("[data-row]", has_text=home).first.wait_for()
    board.reload()  # Nothing comes any more that would stand above the row that is current.
    rows = board.locator("[data-row]")
    rows.nth(1).wait_for()
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")  # The gravest, from the start.
    board.keyboard.press("j")
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    board.keyboard.press("k")
    expect(rows.nth(0)).to_have_attribute("aria-current", "true")
    board.keyboard.press("Enter")
    board.wait_for_url(re.compile("/incidents/"))
    expect(board.locator("h1")).to_be_visible()


@pytest.fixture
def inbox(deployment: Deployment, desks: Desks, bench: Bench) -> Page:
    """The triage inbox with three things of the night that wait for a person."""
    for home, words in WAITING.items():
        bench.text(deployment.number("focal point", home), words)
    page = desks.open("okello", "/triage/")
    for words in WAITING.values():
        page.locator("[data-row]", has_text=words[:30]).first.wait_for()
    return page


WAITING = {
    "Bunagana": "Hier soir des voleurs ont pillé trois boutiques au marché de Bunagana",
    "Drodro": "Des bandits ont volé des vaches près de Drodro hier",
    "Fataki": "Tension entre deux familles à Fataki au sujet d'un champ",
}


def test_one_two_and_three_judge_messages(inbox: Page) -> None:
    first, second, third = (
        inbox.locator("[data-row]", has_text=words[:30]).first for words in WAITING.values()
    )
    walk_to(inbox, first)
    inbox.keyboard.press("1")
    expect(inbox.get_by_text("is confirmed.")).to_be_visible()
    walk_to(inbox, second)
    inbox.keyboard.press("c")
    expect(inbox.get_by_role("button", name="Make the alert")).to_be_visible()
    inbox.get_by_role("button", name="Make the alert").press("Enter")
    expect(inbox.get_by_text("is confirmed.")).to_be_visible()
    walk_to(inbox, third)
    inbox.keyboard.press("d")
    inbox.get_by_role("button", name="Dismiss", exact=True).press("Enter")
    expect(inbox.get_by_text("It can be undone")).to_be_visible()


def test_a_call_is_written_down_by_keys_within_a_minute(desks: Desks) -> None:
    page = desks.open("okello")
    strokes = Strokes(page.keyboard)
    strokes.press("l")
    page.wait_for_url(re.compile("/log/"))
    strokes.type("Neema appelle: bruit de tirs vers la rivière, femmes fuient")
    strokes.press("Tab")
    strokes.type("FP-0024")
    strokes.press("Enter")
    expect(page.get_by_text("Written down.")).to_be_visible()
    assert strokes.count * STROKE < MINUTE


def test_a_letter_means_the_row_that_has_the_focus(inbox: Page) -> None:
    row = inbox.locator("[data-row]").nth(1)
    message = (row.get_attribute("id") or "").removeprefix("message-")
    row.get_by_role("checkbox").check()
    inbox.keyboard.press("c")
    inbox.wait_for_url(re.compile(message))


class Strokes:
    """A keyboard that counts."""

    def __init__(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard
        self.count = 0

    def press(self, key: str) -> None:
        self.count += 1
        self._keyboard.press(key)

    def type(self, words: str) -> None:
        self.count += len(words)
        self._keyboard.type(words)


def walk_to(page: Page, row: Locator) -> None:
    # What comes in meanwhile may put the row above the current one.
    for key in ["j"] * 60 + ["k"] * 120:
        if row.get_attribute("aria-current") == "true":
            return
        page.keyboard.press(key)
    raise AssertionError("J and K never came to this row")
