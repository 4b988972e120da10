"""Cards and posters with the emergency numbers of a community, ready for a printer."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files

import segno

from tocsin.domain.hotlines import ON_A_CARD, spoken
from tocsin.domain.words import Language
from tocsin.formats.printing import Printable, print_pdf

MOST_LANGUAGES = 3  # of one poster: more and the number grows small


class Sheet(StrEnum):
    """What is printed."""

    CARD = "card"  # one card a page, A6
    CARDS = "cards"  # eight on an A4, with marks to cut along
    POSTER_A4 = "poster_a4"
    POSTER_A3 = "poster_a3"


_PAPERS = {Sheet.CARD: "a6", Sheet.CARDS: "a4", Sheet.POSTER_A4: "a4", Sheet.POSTER_A3: "a3"}


@dataclass(frozen=True, slots=True)
class PublicNumber:
    """An emergency number as the public is told it."""

    number: str
    operator: str
    is_free: bool
    takes_missed_calls: bool


def print_cards(
    sheet: Sheet,
    numbers: Sequence[PublicNumber],
    languages: Sequence[Language],
    *,
    made_at: datetime,
    has_code: bool = False,
    is_exercise: bool = False,
) -> bytes:
    """Return the sheets as PDF: cards in each language by itself, a poster in all of them.

    Nothing names the community: a card found in a pocket must not say where its owner lives.
    `has_code` adds a QR code that dials. Raises Problem (PRINT_FAILED).
    """
    shown = list(numbers[:ON_A_CARD])
    texts = [_text(language, shown) for language in languages[:MOST_LANGUAGES]]
    content: dict[str, Printable] = {
        "title": texts[0]["title"],
        "language": languages[0].value,
        "sheet": sheet.value,
        "paper": _PAPERS[sheet],
        "numbers": [{"number": spoken(n.number), "operator": n.operator.title()} for n in shown],
        "texts": texts,
        "code": _code(shown[0].number) if has_code else "",
        "code_alt": spoken(shown[0].number),
        "exercise": "EXERCICE · EXERCISE" if is_exercise else "",
    }
    template = "poster" if sheet in (Sheet.POSTER_A4, Sheet.POSTER_A3) else "card"
    return print_pdf(template, content, made_at=made_at)


def _text(language: Language, numbers: Sequence[PublicNumber]) -> dict[str, Printable]:
    said = _wording(language)
    free = [n.operator.title() for n in numbers if n.is_free]
    return {
        **said,
        "language": language.value,
        # Only what is true is printed: a caller who pays in spite of the card calls once.
        "free": str(said["free"]).replace("{operator}", ", ".join(free)) if free else "",
        "missed": said["missed"] if any(n.takes_missed_calls for n in numbers) else "",
    }


@cache
def _wording(language: Language) -> dict[str, Printable]:
    file = files("tocsin.wording") / language.value / "card.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _code(number: str) -> str:
    return segno.make(f"tel:{number}", error="m").svg_inline(border=1)
