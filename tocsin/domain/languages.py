"""Which language a message is in: character n-grams and everyday words, over the closed set of a mission."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tocsin.domain.folding import fold_phrase

# The longest n-gram counted; " a " is a word, "ba" a prefix, "quel" a habit of spelling.
_LONGEST_GRAM = 4
# Everyday words count as this many n-grams.
_WORD_WEIGHT = 2.5
_SMOOTHING = 0.4


@dataclass(frozen=True, slots=True)
class Guess:
    """`language` is None for a text without letters; `score` is the probability among the known languages."""

    language: str | None
    score: float
    second: str | None = None


@dataclass(slots=True)
class LanguageTable:
    """Logarithms of n-gram probabilities by language, from text that ships with the product."""

    languages: tuple[str, ...]
    grams: dict[str, tuple[float, ...]]
    unknown: tuple[float, ...]
    _words: dict[str, tuple[float, ...]]

    @staticmethod
    def load() -> "LanguageTable":
        """Return the table trained on the texts of `language_texts/`; the same object each time."""
        return _shipped()

    @staticmethod
    def train(texts: dict[str, Iterable[str]]) -> "LanguageTable":
        """Return a table from lines of text by language: a second for a megabyte."""
        counts = {code: _count(lines) for code, lines in texts.items()}
        every = {gram for count in counts.values() for gram in count}
        sizes = {
            code: sum(count.values()) + _SMOOTHING * len(every) for code, count in counts.items()
        }
        unknown = tuple(math.log(_SMOOTHING / sizes[code]) for code in texts)
        grams = {
            gram: tuple(math.log((counts[code][gram] + _SMOOTHING) / sizes[code]) for code in texts)
            for gram in every
        }
        return LanguageTable(tuple(texts), _centred(grams), _centre(unknown), {})

    def guess(self, words: Sequence[str]) -> Guess:
        """Return the likeliest language of a list of folded words."""
        if not words:
            return Guess(None, 0.0)
        totals = [0.0] * len(self.languages)
        for word in words[:200]:
            totals = [total + value for total, value in zip(totals, self._weigh(word), strict=True)]
        ranked = sorted(range(len(totals)), key=lambda place: -totals[place])
        spread = [math.exp(max(-60.0, (totals[p] - totals[ranked[0]]) / 3.0)) for p in ranked]
        return Guess(self.languages[ranked[0]], spread[0] / sum(spread), self.languages[ranked[1]])

    def _weigh(self, word: str) -> tuple[float, ...]:
        known = self._words.get(word)
        if known is None:
            if len(self._words) > 50_000:
                self._words.clear()
            known = self._words[word] = self._sum(word)
        return known

    def _sum(self, word: str) -> tuple[float, ...]:
        rows = [self.grams.get(gram, self.unknown) for gram in _grams_of(word)]
        sums = list(map(sum, zip(*rows, strict=True)))
        # Long words repeat themselves: their grams are not as many witnesses.
        share = 1.0 / math.sqrt(max(1, len(word) - 1))
        return tuple(value * share for value in sums)


def _count(lines: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        for word in fold_phrase(line).split():
            counts.update(_grams_of(word))
    return counts


def _grams_of(word: str) -> Iterator[str]:
    edged = f" {word} "
    for size in range(2, _LONGEST_GRAM + 1):
        for start in range(len(edged) - size + 1):
            yield edged[start : start + size]
    if len(edged) > _LONGEST_GRAM:
        yield edged


def _centred(grams: dict[str, tuple[float, ...]]) -> dict[str, tuple[float, ...]]:
    return {gram: _centre(row) for gram, row in grams.items()}


def _centre(row: tuple[float, ...]) -> tuple[float, ...]:
    mean = sum(row) / len(row)
    return tuple(value - mean for value in row)


@cache
def _shipped() -> LanguageTable:
    folder = resources.files("tocsin.domain") / "language_texts"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return LanguageTable.train(
        {f.name[:-4]: f.read_text(encoding="utf-8").splitlines() for f in files}
    )
