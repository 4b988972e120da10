"""A French-speaking duty room reads French only."""

import re
from html.parser import HTMLParser

import pytest
from playwright.sync_api import APIRequestContext

from tests.browser.desks import Desks
from tests.browser.inventory import PAGES, Inventory
from tools.messages import LOCALE, read

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
CARRIED = {"aria-label", "title", "placeholder", "alt"}
FRENCH = {"Accept-Language": "fr"}
OWN = {"English", "Radio room"}
"""A language is called by its own name where it can be chosen, a gateway by the name it was given."""

WORDS = 2
"""Letters below which a text is a name, a unit or a key in every language."""


class Texts(HTMLParser):
    """What a page shows or says: its texts, and the attributes that carry words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.found |= {re.sub(r"[ \n]+", " ", part).strip() for part in data.split("·")}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in CARRIED or name.startswith("data-")):
                self.found.add(value)


@pytest.fixture(scope="module")
def english() -> re.Pattern[str]:
    """What must not be read any more: each sentence that French says otherwise."""
    sentences: list[str] = []
    for message in read(LOCALE / "fr" / "LC_MESSAGES" / "django.po"):
        if message.id and message.id != message.string:
            sentences += [message.id] if isinstance(message.id, str) else message.id
    patterns = (".+".join(map(re.escape, PLACEHOLDER.split(one.strip()))) for one in sentences)
    return re.compile("|".join(one for one in patterns if len(one) > WORDS))


def test_no_english_is_left_on_any_page(
    desks: Desks, inventory: Inventory, english: re.Pattern[str]
) -> None:
    windows: dict[str, APIRequestContext] = {}
    left = {}
    for name in PAGES:
        who, path = inventory.of(name)
        if who not in windows:
            window = desks.open(who) if who else desks.stranger()
            windows[who] = window.context.request
        page = windows[who].get(path, headers=FRENCH).text()
        assert '<html lang="fr"' in page
        if found := {text for text in Texts(page).found - OWN if english.fullmatch(text)}:
            left[name] = found
    assert not left, left
