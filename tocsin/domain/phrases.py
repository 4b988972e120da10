"""Entries of the lexicon: words, stems, gaps and choices, compiled to be found by their first word."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from tocsin.domain.folding import fold_word, tokenise

# In an entry: up to three words between, and any number written in digits.
GAP = "_"
NUMBER = "#"
_ALTERNATIVES = re.compile(r"\(([^)]*)\)")
_OPTION = re.compile(r"\[([^\]]*)\]\s*")
# A word with many endings is looked up by its beginnings; shorter ones would match by chance.
_SHORTEST_STEM = 2
_REMEMBERED_AT_MOST = 50_000
_LINGALA_ENDINGS = (
    "i", "a", "aki", "aka", "ama", "ami", "amaki", "ana", "ani", "anaki", "isi", "isa", "isaki", "ela", "eli", "elaki",
    "isama", "isami", "ake",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry: `elements` are words, stems (ending in *) or gaps (_); `tense` is now, done or plan when it says."""

    concept: str
    elements: tuple[str, ...]
    tense: str
    language: str

    @property
    def has_gap(self) -> bool:
        return GAP in self.elements


@dataclass(frozen=True, slots=True)
class Beginning:
    """A phrase that may begin at a word; `negated` when the verb itself says so."""

    phrase: Phrase
    tense: str
    negated: bool = False
    # A whole word besides the first, without which the phrase cannot stand in a message; empty when there is none.
    needs: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        elements, needs = self.phrase.elements, ""
        if len(elements) > 1:
            whole = (e for e in elements[1:] if e not in (GAP, NUMBER) and not e.endswith("*"))
            needs = max(whole, key=len, default="")
        object.__setattr__(self, "needs", needs)


@dataclass(slots=True)
class PhraseIndex:
    """Phrases by their first word, or by the stem that it begins with."""

    exact: dict[str, list[Phrase]] = field(default_factory=dict)
    stems: dict[str, list[Phrase]] = field(default_factory=dict)
    longest_stem: int = 0

    def add(self, phrase: Phrase) -> None:
        first = phrase.elements[0]
        if first.endswith("*"):
            stem = first[:-1]
            self.stems.setdefault(stem, []).append(phrase)
            self.longest_stem = max(self.longest_stem, len(stem))
        else:
            self.exact.setdefault(first, []).append(phrase)

    def beginning_with(self, word: str) -> Iterator[Phrase]:
        """Yield the phrases of a first word; one that is whole in a language is no stem of another.

        So the people of Kinyarwanda, "abaturage", are not slaughtered by French "abat*".
        """
        whole = self.exact.get(word, ())
        yield from whole
        own = {phrase.language for phrase in whole if len(phrase.elements) == 1}
        for length in range(_SHORTEST_STEM, min(len(word), self.longest_stem) + 1):
            for phrase in self.stems.get(word[:length], ()):
                if not own or phrase.language in own or phrase.language == "any":
                    yield phrase


def remembered(
    known: dict[str, tuple[Beginning, ...]],
    word: str,
    look_up: Callable[[str], Iterator[Beginning]],
) -> tuple[Beginning, ...]:
    """Return what a word begins, looked up once and then remembered."""
    found = known.get(word)
    if found is None:
        if len(known) > _REMEMBERED_AT_MOST:
            known.clear()
        found = known[word] = tuple(look_up(word))
    return found


def entries_of(text: str) -> list[str]:
    """Return the entries of a list separated by commas."""
    return [entry.strip() for entry in text.replace("\n", " ").split(",") if entry.strip()]


def expand(entry: str) -> Iterator[tuple[str, ...]]:
    """Return the element lists of an entry: each choice of (a|b), with and without [x]."""
    if entry.isalpha():
        # The forms of verbs are most of a lexicon, and one plain word each.
        yield (fold_word(entry),)
        return
    if "[" not in entry and "(" not in entry:
        if elements := tuple(_elements(entry)):
            yield elements
        return
    if option := _OPTION.search(entry):
        before, after = entry[: option.start()], entry[option.end() :]
        yield from expand(f"{before}{option.group(1)} {after}")
        yield from expand(before + after)
        return
    parts = _ALTERNATIVES.split(entry)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    for chosen in itertools.product(*choices):
        elements = tuple(_elements("".join(chosen)))
        if elements:
            yield elements


def _elements(text: str) -> Iterator[str]:
    for word in text.split():
        if word.isalpha():
            # Nearly all are plain words, of which `tokenise` would say the same.
            yield fold_word(word)
            continue
        if word in (GAP, NUMBER):
            yield word
            continue
        stem = word.endswith("*")
        folded = [token.key for token in tokenise(word.rstrip("*")) if not token.sign]
        if stem and folded:
            folded[-1] += "*"
        yield from folded


def with_endings(phrase: Phrase) -> Iterator[Phrase]:
    """A Lingala root stands for its endings: "bom" for bomi, boma, bomaki, bomami, but not for bombe."""
    root = phrase.elements[0].rstrip("*")
    if phrase.language != "ln" or root[-1] in "aeiou":
        yield phrase
        return
    for ending in _LINGALA_ENDINGS:
        yield replace(phrase, elements=(root + ending, *phrase.elements[1:]))
