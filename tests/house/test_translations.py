"""Whoever reads the screens in another language finds every sentence there, whole."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tools.messages import catalogues, collect, read, texts

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|`[^`]+`|--\w+")
"""What must stand in every language: what is filled in, and what is typed."""

FRENCH = "fr"
NARROW = "\u202f"
UNPROTECTED = re.compile(r"[ \u00a0\w][;!?»]|« ?\w|[ \u00a0]:|'")
"""Signs of a text not set as French is: no narrow space before a sign, a typewriter's apostrophe."""


@pytest.fixture(scope="module")
def sources() -> Catalog:
    return collect()


@pytest.fixture(scope="module", params=catalogues(), ids=lambda path: path.parents[1].name)
def catalogue(request: pytest.FixtureRequest) -> tuple[Path, Catalog]:
    return request.param, read(request.param)


def sentences(catalog: Catalog) -> dict[tuple[str | None, tuple[str, ...]], Message]:
    return {(one.context, texts(one.id)): one for one in catalog if one.id}


def test_the_sources_say_something(sources: Catalog) -> None:
    assert len(sources) > 500
    assert "Acknowledge" in sources  # of a template
    assert "The gateway did not answer." in sources  # of a catalogue of failures


def test_a_catalogue_holds_what_the_sources_say_and_no_more(
    sources: Catalog, catalogue: tuple[Path, Catalog]
) -> None:
    said, kept = sentences(sources).keys(), sentences(catalogue[1]).keys()
    assert said - kept == set(), "run: python -m tools.messages, and translate these"
    assert kept - said == set(), "run: python -m tools.messages, which drops these"


def test_every_sentence_is_translated_and_judged(catalogue: tuple[Path, Catalog]) -> None:
    kept = sentences(catalogue[1]).values()
    assert not [one.id for one in kept if one.fuzzy or not all(texts(one.string))]
    assert not [one.id for one in kept if one.id and len(texts(one.id)) > len(texts(one.string))]


def test_what_is_filled_in_stands_in_both(catalogue: tuple[Path, Catalog]) -> None:
    wrong = [
        one.id
        for one in sentences(catalogue[1]).values()
        for said in texts(one.string)
        if filled(said) not in [filled(source) for source in texts(one.id)]
    ]
    assert not wrong


def test_french_is_set_as_french() -> None:
    path = next(path for path in catalogues() if path.parents[1].name == FRENCH)
    said = [text for one in sentences(read(path)).values() for text in texts(one.string)]
    assert any(NARROW in text for text in said)
    assert not [text for text in said if UNPROTECTED.search(re.sub(r"`[^`]*`", "", text))]


def filled(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))
