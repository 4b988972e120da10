"""A security key in Chromium: added, touched to come in, taken away. The key is Chromium's own virtual one."""

import base64

from playwright.sync_api import Page, expect

from tests.browser.deployment import Deployment
from tests.browser.desks import Desks
from tocsin.channels.contract import wall_clock
from tocsin.domain.second_factor import code_of, step_of

WHO = "second-releaser"
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
}


def test_a_key_is_added_and_touched_to_come_in(desks: Desks, deployment: Deployment) -> None:
    page = desks.stranger("/sign-in/")
    here = deployment.url.replace("127.0.0.1", "localhost")
    page.goto(f"{here}/sign-in/")
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    desks.sign_in(page, WHO)
    paper = _add_phone(page, here)
    page.goto(f"{here}/account/factor/")
    page.get_by_label("Name of the key").fill("blue")
    form = page.locator("form[data-key=create]")
    form.get_by_label("Code").fill(paper[0])
    form.get_by_role("button", name="Add a key").click()
    expect(page.get_by_text("The key is added.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{here}/sign-in/")
    page.get_by_label("Name").fill(WHO)
    page.get_by_label("Password").fill(deployment.password(WHO))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(f"{here}/")
    page.goto(f"{here}/account/factor/")
    page.get_by_role("button", name="Take away").click()
    expect(page.get_by_text("The key is taken away.")).to_be_visible()
    change = page.locator("form", has=page.get_by_role("button", name="Another phone"))
    change.get_by_label("Code").fill(paper[1])
    change.get_by_role("button", name="Another phone").click()
    expect(page.get_by_role("button", name="Add a phone")).to_be_visible()
    # The virtual key lives under a name; every other test comes by number.
    desks.forgive(f"called {here}")


def _add_phone(page: Page, here: str) -> list[str]:
    """Add a phone as its owner would; return the codes for paper."""
    page.goto(f"{here}/account/factor/")
    page.get_by_role("button", name="Add a phone").click()
    secret = page.locator("main span.mono").inner_text().replace(" ", "")
    padded = secret + "=" * (-len(secret) % 8)
    page.get_by_label("Code").fill(code_of(base64.b32decode(padded), step_of(wall_clock())))
    page.get_by_role("button", name="Confirm").click()
    return page.locator("main li.mono").all_inner_texts()
