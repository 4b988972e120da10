"""The words for numbers in all languages, folded, and how they are put together (lexicons/numbers.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.domain.folding import fold_phrase, folded_set

PEOPLE, THINGS = "people", "things"
# French and English say the number before the noun.
_BEFORE_THE_NOUN = ("fr", "en")


@dataclass(frozen=True, slots=True)
class NumberTable:
    """`values` are the words; `after` and `before` say on which side a word of `values` is multiplied.

    `agrees` is PEOPLE or THINGS for the words that can count nothing else; phrases are words joined by one space.
    """

    values: dict[str, int]
    before_the_noun: frozenset[str]
    multiplied_after: frozenset[str]
    multiplied_before: frozenset[str]
    joiners: frozenset[str]
    ranges: frozenset[str]
    between: frozenset[str]
    denied: frozenset[str]
    part_before: frozenset[str]
    part_after: frozenset[str]
    agrees: dict[str, str]
    approximate: dict[str, tuple[int, int]]
    rounds: dict[str, int]

    @staticmethod
    def compile(table: Mapping[str, Any], languages: tuple[str, ...]) -> "NumberTable":
        """Return the table of a parsed file."""
        grammar = {name: folded_set(text) for name, text in table["grammar"].items()}
        values = {code: _values(table[code]) for code in languages}
        early = {word for code in _BEFORE_THE_NOUN for word in values[code]}
        return NumberTable(
            values={word: value for words in values.values() for word, value in words.items()},
            before_the_noun=frozenset(early),
            agrees={
                word: sort
                for sort in (PEOPLE, THINGS)
                for word in folded_set(table["agreement"][sort])
            },
            approximate={
                fold_phrase(word): (low, high) for word, (low, high) in table["approximate"].items()
            },
            rounds={fold_phrase(word): size for word, size in table["rounds"].items()},
            **grammar,
        )


def _values(words: Mapping[str, str]) -> dict[str, int]:
    return {word: int(value) for value, entries in words.items() for word in folded_set(entries)}
