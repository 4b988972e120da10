"""Collect what the screens say, and bring the translations' catalogues up to date with it.

`python -m tools.messages` adds new sentences to each catalogue, empty, and drops those that are
gone. Templates go through Django's own reader, so no GNU gettext is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "tocsin"
LOCALE = SOURCES / "locale"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_t": None,  # gettext beside gettext_lazy, in forms
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
WIDTH = 100


def collect() -> Catalog:
    """Return every sentence of the sources that a reader may see in another language."""
    found = Catalog(project="Tocsin", charset="utf-8", fuzzy=False)
    for path in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html")]):
        for _line, said, _comments, context in _sentences(path):
            found.add(said, context=context)
    return found


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, charset="utf-8")


def update(path: Path, found: Catalog) -> int:
    """Bring one catalogue up to date; return how many sentences it does not translate yet."""
    kept = read(path)
    kept.update(found, no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(
            file,
            kept,
            width=WIDTH,
            no_location=True,
            sort_output=True,
            ignore_obsolete=True,
        )
    return sum(1 for message in kept if message.id and not all(texts(message.string)))


def texts(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the one form of a sentence, or all its plural forms; None says nothing yet."""
    return (said or "",) if isinstance(said, str | None) else tuple(said)


def _sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        # What stands between the calls is no Python: its indentation means nothing.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    yield from extract("python", BytesIO(text.encode()), keywords=KEYWORDS)


def main() -> int:
    found = collect()
    for path in catalogues():
        missing = update(path, found)
        print(f"{path.relative_to(ROOT)}: {missing} of {len(found)} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
