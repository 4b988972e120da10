"""The line as people see it: a village texts, a phone rings, a page follows, the village hears."""

import re

from playwright.sync_api import Page, expect

from tests.browser.bench import ATTACK, PAGED, Bench
from tests.browser.deployment import Deployment
from tests.browser.desks import Desks


def test_an_attack_is_on_the_board_and_in_its_title(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    board = desks.open("okello")
    expect(board.locator("[data-link]")).to_have_attribute("data-state", "live")
    bench.text(deployment.number("focal point", "Oicha"), ATTACK.format(place="Oicha"))
    board.locator(".row-alarm", has_text="Oicha").wait_for()
    expect(board).to_have_title(re.compile("unacknowledged"))
    expect(board.locator("[data-say]")).to_contain_text("Oicha")


def test_a_base_answers_goes_and_the_village_hears_of_it(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    village = deployment.number("focal point", "Kiwanja")
    officer = deployment.number("duty officer", "Base Rutshuru")
    bench.text(village, ATTACK.format(place="Kiwanja"))
    bench.expects(village, re.compile("TUMEPATA|BIEN RECU"))
    code = bench.code(officer, PAGED)
    page = incident_page(desks, code)
    bench.text(officer, f"{code} 1")
    expect(page.locator("#incident-head")).to_contain_text("Acknowledged")
    page.keyboard.press("d")
    page.get_by_label("Respond").check()
    page.get_by_role("button", name="Record decision").click()
    response = page.locator("#answer article").first
    for said in ("Departed", "On the scene", "Over"):
        response.get_by_role("button", name=said, exact=True).click()
        expect(response.locator(".timeline li").last).to_contain_text(said)
    bench.expects(village, re.compile("Habari yenu|Votre information"))
    expect(page.locator("#feedback")).to_contain_text("Sent")


def test_a_missed_call_is_called_back_and_written_down(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    queue = desks.open("okello", "/calls/")
    bench.ring(deployment.number("focal point", "Mangina"))
    queue.locator("[data-row]", has_text="Mangina").wait_for()
    queue.keyboard.press("j")
    queue.keyboard.press("t")
    expect(queue.locator("a[href^='tel:']")).to_be_visible()
    queue.keyboard.press("1")
    expect(queue.get_by_text("Now write down what was said.")).to_be_visible()
    queue.keyboard.type("Ils ont vu des hommes armés près du marché ce matin")
    queue.get_by_role("button", name="Save").click()
    expect(queue.get_by_text("Written down.")).to_be_visible()
    expect(queue.locator(".words").first).to_contain_text("près du marché")


def incident_page(desks: Desks, code: str) -> Page:
    """Open the page of an incident by the code that its page by SMS carries."""
    board = desks.open("okello")
    row = board.locator("[data-row]", has_text=code).or_(
        board.locator("[data-row]", has=board.locator(f"text={code}"))
    )
    link = row.first.locator(".row-what a")
    board.goto(link.get_attribute("href") or "")
    expect(board.locator("h1")).to_contain_text(code)
    return board
