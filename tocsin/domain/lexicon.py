"""The words of all mission languages, compiled so that a message is looked up in linear time."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from tocsin.domain.folding import fold_word
from tocsin.domain.kind_rules import KindRules
from tocsin.domain.known_actors import KnownActor, actors_of
from tocsin.domain.lexicon_entries import (
    folded_phrases,
    folded_words,
    single_words,
    verbs_of,
    vocabulary_of,
    words_of,
)
from tocsin.domain.morphology import Analysis, analyse
from tocsin.domain.number_words import NumberTable
from tocsin.domain.phrases import Beginning, Phrase, PhraseIndex, remembered
from tocsin.domain.spelling import NearWords
from tocsin.domain.time_words import TimeTable
from tocsin.domain.words import Kind

# People who are called by a French word in Swahili and Lingala; shorter ones would meet words of these.
_PLURAL = "ba"
_BORROWED = frozenset({"civil", "child", "armed"})
_SHORTEST_BORROWED = 7
LANGUAGES = ("fr", "sw", "ln", "rw", "en")


@dataclass(slots=True)
class Lexicon:
    """All entries of all languages, with the tables that no language owns.

    A lexicon is built once and never changed by reading; it only remembers words that it has looked up.
    """

    words: PhraseIndex
    verbs: dict[str, PhraseIndex]
    actors: Mapping[str, KnownActor]
    numbers: NumberTable
    strong_cues: frozenset[str]
    weak_cues: frozenset[str]
    naming_cues: frozenset[str]
    persons: frozenset[str]
    titles: frozenset[str]
    compass: dict[str, str]
    base: dict[str, tuple[str, float]]
    rules: KindRules
    # The last words of all cues: most words end none.
    cue_ends: frozenset[str]
    times: TimeTable
    vocabulary: frozenset[str]
    ordinary: frozenset[str]
    everyday: dict[str, frozenset[str]]
    spelling: NearWords
    code_sheet: dict[int, Kind]
    _known: dict[str, tuple[Beginning, ...]] = field(default_factory=dict)
    _known_verbs: dict[str, tuple[Beginning, ...]] = field(default_factory=dict)
    _known_names: dict[str, tuple[Beginning, ...]] = field(default_factory=dict)

    @staticmethod
    def load() -> "Lexicon":
        """Return the built-in lexicon; the same object each time in a process."""
        return _built_in()

    def beginnings(self, word: str) -> tuple[Beginning, ...]:
        """Return the phrases that may begin at this folded word."""
        return remembered(self._known, word, self._look_up)

    def misspelt(self, word: str) -> tuple[Beginning, ...]:
        """Return what a word means that is one mistake away from an entry of one word; nothing for known words."""
        if word in self.ordinary or word in self.vocabulary:
            return ()
        near = self.spelling.near(word)
        if near is None:
            return ()
        return tuple(found for found in self.beginnings(near) if len(found.phrase.elements) == 1)

    def is_cue(self, word: str) -> bool:
        """Whether this folded word announces a place."""
        return word in self.strong_cues or word in self.weak_cues

    def verb_beginnings(self, word: str) -> tuple[Beginning, ...]:
        """Return only what the verbs of the Bantu languages say of a word: for verbs written in two parts."""
        return remembered(self._known_verbs, word, self._look_up_verb)

    def word_beginnings(self, word: str) -> tuple[Beginning, ...]:
        """Return what a word means as it stands, without taking it apart: for names."""
        return remembered(self._known_names, word, self._look_up_word)

    def _look_up_word(self, word: str) -> Iterator[Beginning]:
        return (Beginning(found, found.tense) for found in self.words.beginning_with(word))

    def _look_up(self, word: str) -> Iterator[Beginning]:
        begun = tuple(self._look_up_word(word))
        yield from begun or self._look_up_borrowed(word)
        yield from self._look_up_verb(word)

    def _look_up_borrowed(self, word: str) -> Iterator[Beginning]:
        """A French noun with a Bantu plural before it: "bacultivateurs", "bacommercants"."""
        if word.startswith(_PLURAL) and len(word) > _SHORTEST_BORROWED:
            for found in self.words.beginning_with(word[len(_PLURAL) :]):
                if _is_borrowed(found):
                    yield Beginning(found, found.tense)

    def _look_up_verb(self, word: str) -> Iterator[Beginning]:
        for language, index in self.verbs.items():
            for analysis in analyse(word, language):
                yield from _verb_beginnings(index, analysis)


def _is_borrowed(phrase: Phrase) -> bool:
    """Whether an entry of one word names people in French, or a group."""
    named = phrase.concept.startswith("actor:")
    french = phrase.language == "fr" and phrase.concept in _BORROWED
    return (named or french) and len(phrase.elements) == 1


def _verb_beginnings(index: PhraseIndex, analysis: Analysis) -> Iterator[Beginning]:
    for phrase in index.beginning_with(analysis.stem):
        yield Beginning(phrase, analysis.tense, analysis.negated)


@cache
def _built_in() -> Lexicon:
    folder = resources.files("tocsin.domain") / "lexicons"
    return compile_lexicon(
        languages={code: _read(folder / f"{code}.toml") for code in LANGUAGES},
        actors=_read(folder / "actors.toml"),
        common=_read(folder / "common.toml"),
        kinds=_read(folder / "kinds.toml"),
        numbers=_read(folder / "numbers.toml"),
        ordinary=_read(folder / "ordinary.toml"),
        times=_read(folder / "times.toml"),
        codes=_read(folder / "codes.toml"),
    )


def _read(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def compile_lexicon(
    *,
    languages: Mapping[str, Mapping[str, Any]],
    actors: Mapping[str, Any],
    common: Mapping[str, Any],
    kinds: Mapping[str, Any],
    numbers: Mapping[str, Any],
    ordinary: Mapping[str, Any],
    times: Mapping[str, Any],
    codes: Mapping[str, Any],
) -> Lexicon:
    """Return a lexicon from parsed tables: a mission's own files may replace any of them."""
    words = words_of(languages, actors)
    cues = common["cues"]
    everyday = {code: folded_words(ordinary[code]) for code in LANGUAGES}
    counted = NumberTable.compile(numbers, LANGUAGES)
    strong, weak = folded_phrases(cues["strong"]), folded_phrases(cues["weak"])
    return Lexicon(
        words=words,
        verbs=dict(_verbs(languages)),
        actors=actors_of(actors),
        numbers=counted,
        strong_cues=strong,
        naming_cues=folded_phrases(cues["naming"]),
        weak_cues=weak,
        cue_ends=frozenset(cue.rsplit(" ", 1)[-1] for cue in strong | weak),
        persons=folded_words(common["names"]["persons"]),
        titles=folded_words(common["names"]["titles"]),
        compass={fold_word(word): point for word, point in common["compass"].items()},
        base={concept: (kind, weight) for concept, (kind, weight) in kinds["base"].items()},
        rules=KindRules.compile(kinds["rule"]),
        times=TimeTable.compile(times),
        vocabulary=vocabulary_of(words) | counted.values.keys(),
        ordinary=frozenset().union(*everyday.values()),
        everyday=everyday,
        spelling=NearWords.build(single_words(words)),
        code_sheet={int(number): Kind(code) for number, code in codes["sheet"].items()},
    )


def _verbs(languages: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, PhraseIndex]]:
    for code, table in languages.items():
        # The tables of prefixes are made on first use: not while somebody waits.
        tuple(analyse("kutembea", code))
        index = verbs_of(table, code)
        if index.exact or index.stems:
            yield code, index
