"""Read a text before it leaves the mission, for what could betray somebody."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.domain.folding import fold_phrase

SHARED_WORDS = 5  # as many in a row as a source wrote are a quotation


class Leak(StrEnum):
    NUMBER = "number"
    CODE = "code"
    NAME = "name"
    LABEL = "label"
    POSITION = "position"
    QUOTE = "quote"
    ONE_SOURCE = "one_source"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and where in the text."""

    leak: Leak
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the linter compares with. It is read for this and kept nowhere.

    `public` are words of the map and the duty number: they are no names and no numbers. `single`
    are details, as words, that one source alone gave.
    """

    public: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    labels: frozenset[str] = frozenset()
    quotes: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    duty: str = ""


@dataclass(slots=True)
class _Text:
    text: str
    words: list[tuple[str, int, int]] = field(default_factory=list)


_NUMBER = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_CODE = re.compile(r"\b(?:FP|R)-?\d{2,}\b", re.IGNORECASE)
_POSITION = re.compile(
    r"-?\d{1,3}[.,]\d{3,}|\b\d{1,2}[C-X][A-Z]{2}\s?\d{2,5}\s?\d{2,5}\b", re.IGNORECASE
)
_TITLED = re.compile(
    r"\b(?:Mzee|Mama|Papa|Baba|Chef|Chief|Monsieur|Madame|Mr|Mrs|Mme|Pasteur|Pastor|Docteur|Dr)\.?\s+[A-Z]\w+"
)
_WORD = re.compile(r"\w+")


def lint(text: str, known: Known) -> list[Finding]:
    """Return everything in a text that must not leave, in the order of the text."""
    read = _Text(text, [(fold_phrase(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)])
    found = [
        *_patterns(text, known),
        *_phrases(read, _without(known.names, known.public), Leak.NAME),
        *_phrases(read, known.labels, Leak.LABEL),
        *_phrases(read, known.single, Leak.ONE_SOURCE),
        *_quotes(read, known),
    ]
    return sorted(set(found), key=lambda one: (one.start, one.end, one.leak))


def _patterns(text: str, known: Known) -> Iterable[Finding]:
    duty = re.sub(r"\D", "", known.duty)
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if digits != duty:
            yield Finding(Leak.NUMBER, match.start(), match.end())
    for leak, pattern in ((Leak.CODE, _CODE), (Leak.POSITION, _POSITION), (Leak.NAME, _TITLED)):
        for match in pattern.finditer(text):
            yield Finding(leak, match.start(), match.end())


def _without(names: Iterable[str], public: Iterable[str]) -> list[str]:
    """Return the words of names, without those that are words of the map as well."""
    shown = {word for phrase in public for word in fold_phrase(phrase).split()}
    words = {word for name in names for word in fold_phrase(name).split()}
    return [word for word in words if len(word) > 2 and word not in shown]


def _phrases(read: _Text, phrases: Iterable[str], leak: Leak) -> Iterable[Finding]:
    wanted = {tuple(_WORD.findall(fold_phrase(phrase))) for phrase in phrases} - {()}
    lengths = sorted({len(phrase) for phrase in wanted})
    for at in range(len(read.words)):
        for length in lengths:
            piece = read.words[at : at + length]
            if len(piece) == length and tuple(word for word, _, _ in piece) in wanted:
                yield Finding(leak, piece[0][1], piece[-1][2])


def _quotes(read: _Text, known: Known) -> Iterable[Finding]:
    said = {run for quote in known.quotes for run in _runs(_WORD.findall(fold_phrase(quote)))}
    for at in range(len(read.words) - SHARED_WORDS + 1):
        piece = read.words[at : at + SHARED_WORDS]
        if tuple(word for word, _, _ in piece) in said:
            yield Finding(Leak.QUOTE, piece[0][1], piece[-1][2])


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1))
