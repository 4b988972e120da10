"""What a person chooses for the screen: language, theme; and a browser that runs no scripts."""

import re

from playwright.sync_api import expect

from tests.browser.bench import ATTACK, Bench
from tests.browser.deployment import Deployment
from tests.browser.desks import Desks


def test_the_demo_lets_in_whom_it_lists(deployment: Deployment, desks: Desks) -> None:
    page = desks.stranger("/")
    expect(page).to_have_url(re.compile("/sign-in/"))
    desks.sign_in(page, "mpala")
    expect(page.locator("#board-rows")).to_be_visible()
    expect(page.get_by_text("Exercise data")).to_be_visible()


def test_the_language_follows_the_person(desks: Desks) -> None:
    page = desks.open("releaser")
    page.locator(".bar-menu summary").click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_text("Données d’exercice")).to_be_visible()
    elsewhere = desks.open("releaser")
    expect(elsewhere.locator("html")).to_have_attribute("lang", "fr")


def test_the_dark_theme_is_kept(desks: Desks) -> None:
    page = desks.open("releaser", color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".bar-menu summary").click()
    page.locator(".bar-menu [data-set-theme=dark]").click()
    page.goto("/more/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_scripts_an_alarm_is_seen_acknowledged_and_judged(
    deployment: Deployment, desks: Desks, bench: Bench
) -> None:
    village = deployment.number("focal point", "Eringeti")
    bench.text(village, ATTACK.format(place="Eringeti"))
    bench.expects(village, re.compile("TUMEPATA|BIEN RECU"))
    page = desks.open("salima", java_script_enabled=False)
    row = page.locator("[data-row]", has_text="Eringeti").first
    expect(row).to_be_visible()
    expect(page.locator(".map-svg")).to_be_visible()
    row.get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#incident-head")).to_contain_text("Acknowledged")
    page.goto("/triage/")
    waiting = page.locator("[data-row]", has_text="Eringeti").first
    waiting.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("is confirmed.")).to_be_visible()
