"""The phone bench as a villager and a commander use it."""

import re

from playwright.sync_api import Locator, Page, expect

ATTACK = "Attaque à {place} maintenant, des hommes armés tuent les gens"
THEFT = "Des bandits ont volé des vaches près de {place} hier"
PAGED = re.compile(r"1=(YES|OUI|NDIYO)")
CODE = re.compile(r"\b([A-Z]{2}\d{3})\b")


class Bench:
    """A wall of phones; each is found by its number."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def text(self, number: str, words: str) -> None:
        phone = self._phone(number)
        phone.locator("[name=text]").fill(words)
        phone.get_by_role("button", name="Text").click()
        expect(phone.locator("[name=text]")).to_have_value("")

    def ring(self, number: str) -> None:
        self._phone(number).get_by_role("button", name="Ring once").click()

    def expects(self, number: str, words: str | re.Pattern[str]) -> str:
        """Wait until this phone shows a text with these words, and return it."""
        line = self._phone(number).locator("[data-screen] li:not(.phone-sent)")
        found = line.filter(has_text=words).last
        found.wait_for()
        return found.inner_text()

    def code(self, number: str, words: str | re.Pattern[str]) -> str:
        """Return the code of the incident that a text names."""
        found = CODE.search(self.expects(number, words))
        assert found, "a page without a code cannot be answered"
        return found[1]

    def _phone(self, number: str) -> Locator:
        return self._page.locator(f'[data-number="{number}"]')
