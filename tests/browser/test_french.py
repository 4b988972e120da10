"""A French-speaking duty room reads French only."""

import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from tests.browser.inventory import PAGES, InFrench
from tools.messages import LOCALE, read, texts

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
CARRIED = {"aria-label", "title", "placeholder", "alt"}
OWN = {"English", "Kinyarwanda", "Lingala", "Radio room", "Swahili", "phones"}
"""A language is called by its own name where it can be chosen, a gateway by the name it was given."""

PACK = tomllib.loads((files("tocsin.wording") / "pack.toml").read_text(encoding="utf-8"))
EXPLAINED = set(PACK["terms"])
"""English words that a handover pack explains in French to those who will hear them."""

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
            if value and name != "data-live" and (name in CARRIED or name.startswith("data-")):
                self.found.add(value)


def plain(french: str) -> str:
    """Return a text with the blank of English: "1 min" differs in nothing else."""
    return french.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


class English:
    """What must not be read any more: each sentence that French says otherwise."""

    def __init__(self) -> None:
        said = read(LOCALE / "fr" / "LC_MESSAGES" / "django.po")
        changed = [
            one.strip()
            for message in said
            if message.id and [*texts(message.id)] != [plain(one) for one in texts(message.string)]
            for one in texts(message.id)
        ]
        # A word of both, such as "Due", and a French sentence that ends like an English one.
        self._french = {
            one.strip() for message in said if message.id for one in texts(message.string)
        }
        self._whole = {one for one in changed if len(one) > WORDS} - OWN - EXPLAINED - self._french
        filled = (PLACEHOLDER.split(one) for one in changed if PLACEHOLDER.search(one))
        parts = (".+".join(map(re.escape, one)) for one in filled if max(map(len, one)) > WORDS)
        self._filled = re.compile("|".join(parts))

    def among(self, said: set[str]) -> set[str]:
        filled = {one for one in said - self._french if self._filled.fullmatch(one)}
        return said & self._whole | filled


@pytest.fixture(scope="module")
def english() -> English:
    return English()


def test_no_english_is_left_on_any_page(in_french: InFrench, english: English) -> None:
    left = {}
    for name in PAGES:
        page = in_french.of(name).text()
        assert '<html lang="fr"' in page
        if found := english.among(Texts(page).found):
            left[name] = found
    assert not left, left
