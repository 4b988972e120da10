"""Cards and posters: one sheet each, the number whole, nothing untrue on it, and nobody's village."""

import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tocsin.domain.words import Language
from tocsin.formats.cards import PublicNumber, Sheet, print_cards

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
NUMBERS = (
    PublicNumber("+243990000014", "vodacom", is_free=True, takes_missed_calls=True),
    PublicNumber("+243990000015", "airtel", is_free=False, takes_missed_calls=True),
    PublicNumber("+243990000016", "orange", is_free=True, takes_missed_calls=True),
)
LONGEST = (Language.KINYARWANDA, Language.LINGALA, Language.ENGLISH)

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs poppler: apt-get install poppler-utils"
)


def printed(
    sheet: Sheet, languages: Sequence[Language], numbers: Sequence[PublicNumber] = NUMBERS
) -> list[str]:
    """Return the text of each page of a sheet with everything that can be on it."""
    pdf = print_cards(sheet, numbers, languages, made_at=NOON, has_code=True, is_exercise=True)
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return told.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("sheet", [Sheet.POSTER_A4, Sheet.POSTER_A3])
@pytest.mark.parametrize("languages", [LONGEST[2:], LONGEST[1:], LONGEST])
def test_a_poster_is_one_sheet_in_up_to_three_languages(
    sheet: Sheet, languages: Sequence[Language]
) -> None:
    (page,) = printed(sheet, languages)
    assert all(number in page for number in ("0990 000 014", "0990 000 015", "0990 000 016"))


@pytest.mark.parametrize(("sheet", "cards"), [(Sheet.CARD, 1), (Sheet.CARDS, 8)])
def test_cards_are_one_sheet_a_language_with_the_number_unbroken(sheet: Sheet, cards: int) -> None:
    pages = printed(sheet, LONGEST)
    assert [page.count("0990 000 014") for page in pages] == [cards] * len(LONGEST)


def test_what_costs_money_is_not_printed_as_free() -> None:
    (page,) = printed(Sheet.POSTER_A4, [Language.ENGLISH])
    free = next(line for line in page.splitlines() if "free" in line)
    assert "Vodacom" in free
    assert "Airtel" not in free
    (page,) = printed(Sheet.POSTER_A4, [Language.ENGLISH], NUMBERS[1:2])
    assert "free" not in page
