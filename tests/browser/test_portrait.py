"""A photo through its page in Chromium, and which of the programs ever had its decoder in hand."""

import base64
import io
import sys
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.deployment import Deployment
from tests.browser.desks import Desks
from tests.formats.test_portrait import REFUSED, SEEN
from tocsin.formats.redraw import SIDE

PERSON = "/network/focal-points/FP-0001/"
PHONE = {"viewport": {"width": 360, "height": 740}}


def send(page: Page, picture: bytes) -> None:
    page.goto(page.url.partition(PERSON)[0] + f"{PERSON}photo/")
    file: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture}
    page.get_by_label("Photo").set_input_files(file)
    page.locator("main button.button-main").click()


@pytest.mark.skipif(
    sys.platform != "linux", reason="what a program has loaded is said by Linux here"
)
def test_a_photo_is_drawn_anew_and_by_no_program_that_stays(
    desks: Desks, deployment: Deployment
) -> None:
    page = desks.open("salima", PERSON, **PHONE)
    send(page, SEEN["large"][0])
    expect(page.get_by_text("Recorded.")).to_be_visible()
    send(page, REFUSED["giant"])
    expect(page.get_by_text("This picture cannot be kept.")).to_be_visible()
    page.goto(page.url.partition(PERSON)[0] + PERSON)
    page.get_by_role("button", name="Show name and number").click()
    shown = page.get_by_role("img", name="Photo")
    expect(shown).to_be_visible()
    kind, _, picture = str(shown.get_attribute("src")).partition(",")
    assert kind == "data:image/jpeg;base64"
    with Image.open(io.BytesIO(base64.b64decode(picture))) as seen:
        assert seen.size == (SIDE, SIDE // 2)
    loaded = Path(f"/proc/{deployment.pid('web')}/maps").read_text()
    assert "psycopg" in loaded, "these are not the maps of the pages"
    assert "_imaging" not in loaded
    desks.forgive("422")
