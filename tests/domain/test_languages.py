"""The language of a short message, over the closed set of the mission."""

import pytest

from tocsin.domain.folding import fold_phrase
from tocsin.domain.languages import LanguageTable


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("les gens courent vers la colline", "fr"),
        ("ils nous ont tout pris", "fr"),
        ("watu wanakimbia kuelekea mlimani", "sw"),
        ("wametuchukulia kila kitu", "sw"),
        ("bato bazokima epai ya ngomba", "ln"),
        ("bazwi biloko na biso nyonso", "ln"),
        ("abantu barahunga bagana ku musozi", "rw"),
        ("batwaye ibintu byacu byose", "rw"),
        ("people are running to the hill", "en"),
        ("they took everything from us", "en"),
        ("abaturage", "rw"),
        ("nakupigia", "sw"),
    ],
)
def test_the_language_of_a_few_words(text: str, language: str) -> None:
    assert LanguageTable.load().guess(fold_phrase(text).split()).language == language


def test_nothing_is_no_language() -> None:
    assert LanguageTable.load().guess([]).language is None


def test_a_mission_adds_a_language_by_adding_a_text() -> None:
    table = LanguageTable.train(
        {"fr": ["nous avons entendu des tirs"], "sg": ["a yeke kwa ti lo na kodoro so"]}
    )
    assert table.guess(["kodoro", "lo"]).language == "sg"
