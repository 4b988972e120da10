"""The words of all mission languages, compiled so that a message is looked up in linear time."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from tocsin.domain.conjugation import conjugated
from tocsin.domain.folding import fold_phrase, fold_word
from tocsin.domain.kind_rules import KindRules
from tocsin.domain.known_actors import KnownActor, actors_of
from tocsin.domain.morphology import Analysis, analyse, tense_of
from tocsin.domain.number_words import NumberTable
from tocsin.domain.phrases import (
    GAP,
    NUMBER,
    Beginning,
    Phrase,
    PhraseIndex,
    entries_of,
    expand,
    remembered,
    with_endings,
)
from tocsin.domain.spelling import NearWords
from tocsin.domain.time_words import TimeTable
from tocsin.domain.words import Kind

# Concepts whose forms say when; a threat is planned whatever its verb.
_CONJUGATED = frozenset(
    "attack kill dead injure abduct clash shots explode loot burn rape flee enter arrest".split()  # noqa: SIM905
)
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
        yield from self._look_up_word(word)
        yield from self._look_up_verb(word)

    def _look_up_verb(self, word: str) -> Iterator[Beginning]:
        for language, index in self.verbs.items():
            for analysis in analyse(word, language):
                yield from _verb_beginnings(index, analysis)


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
    words = PhraseIndex()
    verbs: dict[str, PhraseIndex] = {}
    for code, table in languages.items():
        for phrase in _phrases(table, code):
            words.add(phrase)
        index = verbs.setdefault(code, PhraseIndex())
        for phrase in _section(table.get("verbs", {}), "", code):
            for form in with_endings(phrase):
                index.add(form)
    for phrase in _actor_phrases(actors):
        words.add(phrase)
    for code in verbs:
        # The tables of prefixes are made on first use: not while somebody waits.
        tuple(analyse("kutembea", code))
    cues = common["cues"]
    everyday = {code: _folded_words(ordinary[code]) for code in LANGUAGES}
    counted = NumberTable.compile(numbers, LANGUAGES)
    strong, weak = _folded_phrases(cues["strong"]), _folded_phrases(cues["weak"])
    return Lexicon(
        words=words,
        verbs={code: index for code, index in verbs.items() if index.exact or index.stems},
        actors=actors_of(actors),
        numbers=counted,
        strong_cues=strong,
        naming_cues=_folded_phrases(cues["naming"]),
        weak_cues=weak,
        cue_ends=frozenset(cue.rsplit(" ", 1)[-1] for cue in strong | weak),
        persons=_folded_words(common["names"]["persons"]),
        titles=_folded_words(common["names"]["titles"]),
        compass={fold_word(word): point for word, point in common["compass"].items()},
        base={concept: (kind, weight) for concept, (kind, weight) in kinds["base"].items()},
        rules=KindRules.compile(kinds["rule"]),
        times=TimeTable.compile(times),
        vocabulary=_vocabulary(words) | counted.values.keys(),
        ordinary=frozenset().union(*everyday.values()),
        everyday=everyday,
        spelling=NearWords.build(_single_words(words)),
        code_sheet={int(number): Kind(code) for number, code in codes["sheet"].items()},
    )


def _phrases(table: Mapping[str, Any], language: str) -> Iterator[Phrase]:
    for phrase in _section(table.get("words", {}), "", language):
        said = tense_of(phrase.elements, language) if phrase.concept in _CONJUGATED else ""
        yield replace(phrase, tense=said) if said else phrase
    yield from _section(table.get("now", {}), "now", language)


def _section(section: Mapping[str, str], tense: str, language: str) -> Iterator[Phrase]:
    for concept, text in section.items():
        for entry in entries_of(text):
            for form, said in conjugated(entry, language):
                for elements in expand(form):
                    yield Phrase(concept, elements, tense or said, language)


def _actor_phrases(actors: Mapping[str, Any]) -> Iterator[Phrase]:
    for row in actors["actor"]:
        for concept, text in (("actor", row.get("aliases", "")), ("actor?", row.get("weak", ""))):
            for entry in entries_of(text):
                for elements in expand(entry):
                    yield Phrase(f"{concept}:{row['code']}", elements, "", "any")


def _folded_words(text: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in text.split())


def _folded_phrases(text: str) -> frozenset[str]:
    return frozenset(fold_phrase(entry) for entry in entries_of(text))


def _single_words(words: PhraseIndex) -> Iterator[str]:
    """Yield the entries of one whole word that a mistake must not hide; names of groups are kept exact."""
    for word, phrases in words.exact.items():
        if any(
            len(phrase.elements) == 1 and not phrase.concept.startswith("actor")
            for phrase in phrases
        ):
            yield word


def _vocabulary(words: PhraseIndex) -> frozenset[str]:
    """Return every whole word of the lexicon: a word that is ordinary needs more to be taken for a place."""
    known: set[str] = set()
    for phrases in (*words.exact.values(), *words.stems.values()):
        for phrase in phrases:
            if not phrase.concept.startswith("actor"):
                known.update(part for part in phrase.elements if not part.endswith("*"))
    return frozenset(known - {GAP, NUMBER})
