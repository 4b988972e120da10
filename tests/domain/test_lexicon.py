"""The data of the lexicon: every entry compiles, every concept is used, and misspelt words are found."""

import tomllib
from importlib import resources

import pytest

from tocsin.domain.known_actors import known_actors
from tocsin.domain.lexicon import LANGUAGES, Lexicon
from tocsin.domain.phrases import expand
from tocsin.domain.reading import counts, judgement
from tocsin.domain.words import Kind

FOLDER = resources.files("tocsin.domain") / "lexicons"
# Concepts that no kind weighs by itself: nouns, and what qualifies others.
HELPERS = frozenset(
    [
        "armed",
        "civil",
        "one",
        "child",
        "house",
        "shop",
        "household",
        "cattle",
        "vehicle",
        "motorbike",
        "thing_phone",
        "school",
        "clinic",
        "weapon",
        "enter",
        "move",
        "seen",
        "occupy",
        "found",
        "leave",
        "gone",
        "no_help",
        "army_family",
        "armed?",
        "was",
        "teller",
        "now",
        "help",
        "urgent",
        "hearsay",
        "yesterday",
        "future",
        "neg",
        "neg_not",
        "seen_any",
        "take",
        "carry",
        "goods",
        "game",
        "everyday",
        "trapped",
    ]
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_of_a_language_is_known(language: str) -> None:
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    known = Lexicon.load().base.keys() | HELPERS
    used = {concept for part in ("words", "now", "verbs") for concept in table.get(part, {})}
    assert used <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_says_who_has_checked_it(language: str) -> None:
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    assert table["language"] == language
    assert isinstance(table["reviewed_by"], list)


def test_kinds_are_kinds() -> None:
    lexicon = Lexicon.load()
    assert {Kind(kind) for kind, _ in lexicon.base.values()}
    assert {Kind(rule.kind) for rule in lexicon.rules.every}


def test_what_the_code_asks_for_is_in_the_lexicon() -> None:
    lexicon = Lexicon.load()
    filed = {
        phrase.concept
        for phrases in (*lexicon.words.exact.values(), *lexicon.words.stems.values())
        for phrase in phrases
    }
    assert filed >= judgement.HAPPENINGS
    assert {"one", "household", "cattle", "armed"} <= filed
    assert counts.find_counts([], [], lexicon=lexicon, not_counts=frozenset()).roles == {}


def test_entries_expand() -> None:
    assert list(expand("(pris|emporte) _ [les] chevre*")) == [
        ("pris", "_", "les", "chevre*"),
        ("pris", "_", "chevre*"),
        ("emporte", "_", "les", "chevre*"),
        ("emporte", "_", "chevre*"),
    ] or list(expand("(a|b) c")) == [("a", "c"), ("b", "c")]


@pytest.mark.parametrize(
    ("word", "concept"),
    [("asaillants", "armed"), ("mitraileuze", "shots"), ("embuscad", "ambush")],
)
def test_a_word_with_one_mistake_means_what_it_was_meant_to(word: str, concept: str) -> None:
    lexicon = Lexicon.load()
    found = lexicon.beginnings(word) or lexicon.misspelt(word)
    assert concept in {beginning.phrase.concept for beginning in found}


def test_an_ordinary_word_is_no_mistake() -> None:
    assert Lexicon.load().misspelt("semaine") == ()


def test_the_register_of_actors_is_read_without_the_phrases_and_is_the_same() -> None:
    assert known_actors() == Lexicon.load().actors
    assert known_actors()["ADF"].side == "armed"
