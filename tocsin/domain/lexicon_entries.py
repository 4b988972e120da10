"""From the tables of a lexicon to its phrases: what an entry stands for, and how it is filed."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tocsin.domain.conjugation import conjugated
from tocsin.domain.folding import fold_phrase, fold_word
from tocsin.domain.morphology import tense_of
from tocsin.domain.phrases import (
    GAP,
    NUMBER,
    Phrase,
    PhraseIndex,
    entries_of,
    expand,
    with_endings,
)

# Concepts whose forms say when; a threat is planned whatever its verb.
_CONJUGATED = frozenset(
    "attack kill dead injure abduct clash shots explode loot burn rape flee enter arrest".split()  # noqa: SIM905
)


def words_of(languages: Mapping[str, Mapping[str, Any]], actors: Mapping[str, Any]) -> PhraseIndex:
    """Return the phrases of all languages and the names of all groups."""
    words = PhraseIndex()
    for code, table in languages.items():
        for phrase in phrases_of(table, code):
            words.add(phrase)
    for phrase in actor_phrases(actors):
        words.add(phrase)
    return words


def verbs_of(table: Mapping[str, Any], language: str) -> PhraseIndex:
    """Return what follows the prefixes of the verbs of a language; nothing for one that has none."""
    verbs = PhraseIndex()
    for phrase in _section(table.get("verbs", {}), language):
        for form in with_endings(phrase):
            verbs.add(form)
    return verbs


def phrases_of(table: Mapping[str, Any], language: str) -> Iterator[Phrase]:
    yield from _section(table.get("words", {}), language, _CONJUGATED)
    for phrase in _section(table.get("now", {}), language):
        yield replace(phrase, tense="now")


def _section(
    section: Mapping[str, str], language: str, by_form: Container[str] = ()
) -> Iterator[Phrase]:
    """Yield the phrases of a section. Of the concepts in `by_form` the words themselves say when, before their ending does."""
    for concept, text in section.items():
        looks_at_form = concept in by_form
        for entry in entries_of(text):
            for form, said in conjugated(entry, language):
                for elements in expand(form):
                    tense = tense_of(elements, language) if looks_at_form else ""
                    yield Phrase(concept, elements, tense or said, language)


def actor_phrases(actors: Mapping[str, Any]) -> Iterator[Phrase]:
    for row in actors["actor"]:
        for concept, text in (("actor", row.get("aliases", "")), ("actor?", row.get("weak", ""))):
            for entry in entries_of(text):
                for elements in expand(entry):
                    yield Phrase(f"{concept}:{row['code']}", elements, "", "any")


def folded_words(text: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in text.split())


def folded_phrases(text: str) -> frozenset[str]:
    return frozenset(fold_phrase(entry) for entry in entries_of(text))


def single_words(words: PhraseIndex) -> Iterator[str]:
    """Yield the entries of one whole word that a mistake must not hide; names of groups are kept exact."""
    for word, phrases in words.exact.items():
        if any(
            len(phrase.elements) == 1 and not phrase.concept.startswith("actor")
            for phrase in phrases
        ):
            yield word


def vocabulary_of(words: PhraseIndex) -> frozenset[str]:
    """Return every whole word of the lexicon: a word that is ordinary needs more to be taken for a place."""
    parts: set[str] = set()
    for phrases in (*words.exact.values(), *words.stems.values()):
        for phrase in phrases:
            if not phrase.concept.startswith("actor"):
                parts.update(phrase.elements)
    return frozenset(part for part in parts - {GAP, NUMBER} if not part.endswith("*"))
